"""What is known without asking again: whole pages, what a process has read, and the stores all processes share."""
