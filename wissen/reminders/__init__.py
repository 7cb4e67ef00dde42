"""Reminders of funding programmes: a mail before a deadline, and one when a programme opens again."""
