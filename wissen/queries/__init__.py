"""What people searched for, taken up by editors."""
