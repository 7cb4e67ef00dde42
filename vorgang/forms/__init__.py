"""What a person without an account types: how it is judged, and what they agreed to."""
