"""On site or online: the ways of taking part in a course."""
