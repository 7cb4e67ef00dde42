"""What a course asks those who book: editing, asking, answering, who reads it, and its end."""
