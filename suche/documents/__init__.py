"""What is searchable, as the rooms hand it in and as every index keeps it."""
