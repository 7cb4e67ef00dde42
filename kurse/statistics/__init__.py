"""What a term came to, in numbers."""
