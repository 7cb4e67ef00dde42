"""Cells of exported tables that no spreadsheet runs as a formula (OWASP CSV injection)."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutralised(value: object) -> object:
    """Return a cell's value with an apostrophe before what a spreadsheet would take for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
