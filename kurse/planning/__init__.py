"""What the office decides about a course: its form, dates, copies, and whether it takes place."""
