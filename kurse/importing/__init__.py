"""A programme read from a workbook: what it says, what is wrong with it, what becomes of it."""
