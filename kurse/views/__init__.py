"""Doors for visitors, participants and trainers: find, do, answer."""
