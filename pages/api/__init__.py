"""The foundation for programs: every page, block and file as typed JSON, and what the APIs of all rooms share."""
