"""Messages and whatever waits for the office: the list, and what staff do with it."""
