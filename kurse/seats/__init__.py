"""The seats of a course: counted, taken and moved under the lock on its row."""
