"""The dates of a course: in words, as a schedule, and booked one by one."""
