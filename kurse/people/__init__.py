"""The people of a booking: who they are, and what was put right."""
