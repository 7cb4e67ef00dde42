"""Doors for visitors and guides: find, do, answer."""
