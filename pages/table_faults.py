"""What is wrong in a table that somebody uploads: told by row and column, in every room alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class TableFault:
    """What is wrong in one cell; without a column it is the row as a whole."""

    row: int
    column: str
    message: str

    def __str__(self):
        where = {"row": self.row, "column": self.column, "message": self.message}
        if not self.column:
            return _("Zeile %(row)s: %(message)s") % where
        return _("Zeile %(row)s, Spalte „%(column)s“: %(message)s") % where
