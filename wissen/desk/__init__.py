"""Doors of the CMS: find, do, answer."""
