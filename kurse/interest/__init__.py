"""The interest list: who wants to be told when a course on a topic can be booked, and what the office learns of it."""
