"""What was searched for: noted without people, added up, reported, forgotten."""
