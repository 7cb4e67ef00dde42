"""What we know of one person, and what the register says of everybody's data."""
