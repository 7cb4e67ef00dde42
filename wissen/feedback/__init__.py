"""What readers say of an answer: kept, reported, forgotten."""
