"""Who was there, and the certificates of it."""
