"""The waiting list: who is next, what they are offered, and for how long."""
