"""Doors for people without an account: find, do, answer."""
