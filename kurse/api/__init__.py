"""Doors for programs: find, do, answer."""
