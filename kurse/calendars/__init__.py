"""Courses by their dates: the month page, calendar files and feeds."""
