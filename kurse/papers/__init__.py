"""What leaves the room as a file: lists, certificates, badges and tables."""
