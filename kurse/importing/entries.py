"""The courses of a table as they are written: headings understood, rows with one number put together."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from kurse.importing.cells import alike, shortened
from kurse.importing.columns import COLUMNS, NUMBER, TITLE, Column
from kurse.importing.tables import Table
from pages.clean_text import clean_text, dangerous
from pages.table_faults import TableFault

MOST_COURSES = 150
# As files store it, and as CSV of a German Excel shows it.
ERROR_OF_EXCEL = re.compile(r"#(?:[A-ZÜÖÄ/0]+[!?]|N/A|NV)")


@dataclass(frozen=True)
class Line:
    """One row: its number in the office program, and what its columns say by their headings, blanks left out."""

    row: int
    cells: dict[str, str]

    def says(self, column: Column) -> str:
        return self.cells.get(column.heading, "")


@dataclass
class Entry:
    """One course as written: the first row says what it is, each row may hold a date."""

    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]


def entries_of(table: Table) -> tuple[list[Entry], list[TableFault]]:
    """Return the courses of a table in order, and what is wrong with their arrangement."""
    headings, faults = headings_of(table)
    if faults:
        return [], faults
    lines = list(lines_of(table, headings, faults))
    entries = grouped(lines, faults)
    if not entries and not faults:
        faults.append(TableFault(2, "", _("Hier steht noch kein Kurs. Bitte füllen Sie das Blatt aus.")))
    if len(entries) > MOST_COURSES:
        message = _("Das sind mehr als %(most)s Kurse. Bitte teilen Sie das Programm auf mehrere Dateien auf.")
        faults.append(TableFault(entries[MOST_COURSES].first.row, "", message % {"most": MOST_COURSES}))
    return entries, faults


def headings_of(table: Table) -> tuple[dict[int, str], list[TableFault]]:
    """Return which column stands where, and what is wrong with the first row."""
    known = {key_of(column.heading): column.heading for column in COLUMNS}
    written = {place: text for place, text in enumerate(table.rows[0]) if text}
    headings = {place: known[key_of(text)] for place, text in written.items() if key_of(text) in known}
    if not headings:
        return {}, [TableFault(1, "", _("Hier fehlen die Überschriften der Spalten. Bitte nehmen Sie die Vorlage."))]
    faults = [
        TableFault(1, shortened(text), unknown_heading(text, set(known.values()) - set(headings.values())))
        for place, text in written.items()
        if place not in headings
    ]
    faults += [
        TableFault(1, heading, _("Diese Spalte gibt es zweimal."))
        for heading, n in Counter(headings.values()).items()
        if n > 1
    ]
    faults += [
        TableFault(1, column.heading, _("Diese Spalte fehlt. Bitte nehmen Sie die Vorlage."))
        for column in COLUMNS
        if column.is_needed and column.heading not in headings.values()
    ]
    return headings, faults


def key_of(heading: str) -> str:
    """Return what two ways to write one heading have in common."""
    return "".join(character for character in heading.casefold() if character.isalnum())


def unknown_heading(text: str, free: set[str]) -> str:
    said = _("Diese Spalte kennen wir nicht.")
    if near := alike(text, free, most=1):
        return said + " " + _("Meinen Sie „%(heading)s“?") % {"heading": near[0]}
    return said + " " + _("Bitte löschen Sie sie.")


def lines_of(table: Table, headings: dict[int, str], faults: list[TableFault]) -> Iterator[Line]:
    """Yield the rows that say something, with clean texts; notes cells that hold what no text may hold."""
    for row, cells in table.numbered():
        said = {}
        for place, text in enumerate(cells):
            heading = headings.get(place, "")
            if not text:
                continue
            if not heading:
                message = _("Über diesem Wert steht keine Überschrift. Bitte ergänzen Sie eine.")
                faults.append(TableFault(row, get_column_letter(place + 1), message))
                continue
            if ERROR_OF_EXCEL.fullmatch(text):
                message = _("Excel zeigt hier den Fehler „%(text)s“. Bitte tragen Sie den Wert selbst ein.")
                faults.append(TableFault(row, heading, message % {"text": shortened(text)}))
                continue
            if dangerous(text):
                faults.append(
                    TableFault(row, heading, _("Hier stehen unsichtbare Zeichen. Bitte tippen Sie den Text neu."))
                )
            if clean := clean_text(text):
                said[heading] = clean
        if said:
            yield Line(row, said)


def grouped(lines: list[Line], faults: list[TableFault]) -> list[Entry]:
    """Return rows with one number as one course; a row without a number is a course of its own."""
    entries: dict[object, Entry] = {}
    for line in lines:
        number = line.says(NUMBER)
        if not number and not line.says(TITLE):
            message = _("Zu welchem Kurs gehört diese Zeile? Bitte tragen Sie seine Nr. ein.")
            faults.append(TableFault(line.row, NUMBER.heading, message))
            continue
        entry = entries.setdefault(number.casefold() or line.row, Entry())
        if entry.lines:
            faults += contradictions(entry.first, line)
        entry.lines.append(line)
    return list(entries.values())


def contradictions(first: Line, line: Line) -> Iterator[TableFault]:
    """Yield where a further row of a course says something else than its first."""
    for column in COLUMNS:
        said = line.says(column)
        if said and not column.is_of_date and column is not NUMBER and said != first.says(column):
            message = _(
                "Hier steht etwas anderes als in Zeile %(row)s, die dieselbe Nr. hat. "
                "Ist es ein anderer Kurs, braucht er eine andere Nr.; sonst lassen Sie die Zelle leer."
            )
            yield TableFault(line.row, column.heading, message % {"row": first.row})
