"""What people of a group are told who have an address of their own."""
