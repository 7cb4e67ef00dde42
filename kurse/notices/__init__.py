"""What the people of a course are told: that it was moved, that it is near, what the office writes."""
