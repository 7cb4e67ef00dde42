"""Duties of a public body: the accessibility statement, the law behind it, and when it has to be renewed."""
