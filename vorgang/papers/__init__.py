"""Paper and lists: letters as accessible PDF, their look, exported tables."""
