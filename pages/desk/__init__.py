"""Doors of the CMS: its search, its lists and choosers, saving and deleting pages."""
