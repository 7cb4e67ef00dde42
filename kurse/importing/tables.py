"""A file as somebody uploads it, read into rows of text: XLSX by openpyxl, or CSV with semicolons.

Formulas are never computed: of a cell with one counts the value that the office program has stored.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from kurse.importing.columns import NO, SHEET, YES

MOST_BYTES = 2_000_000
# What a file may unpack to, which zipfile keeps to: a small file can hold gigabytes of blanks.
MOST_UNPACKED = 40_000_000
MOST_PARTS = 300
MOST_ROWS = 500
MOST_COLUMNS = 50
# Office programs keep formatted rows without end; what stands below this is not looked for.
LOOKED_AT = 10_000
# So that the rows travel to the preview and back within one form.
MOST_CHARACTERS = 400_000

# Signatures of files: what office programs save when somebody does not look.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


class UnreadableFile(Exception):
    """Raised for a file that is no programme; the message says what to do."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Table:
    """The rows of a sheet from its first on, each a list of texts; what is blank is an empty text, or lacks behind."""

    rows: list[list[str]]

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the headings under the number that the office program shows."""
        return enumerate(self.rows[1:], start=2)


def read(content: bytes) -> Table:
    """Return the rows of an uploaded file; raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise too_large()
    if content.startswith(OLD_OFFICE):
        raise UnreadableFile(
            _(
                "Das ist eine alte Excel-Datei (.xls) oder eine mit Kennwort. "
                "Bitte speichern Sie sie ohne Kennwort als „Excel-Arbeitsmappe (.xlsx)“ und laden Sie diese hoch."
            )
        )
    if content.startswith(ZIP):
        rows = limited(workbook_rows(content))
    elif not content.strip() or content.startswith(BINARY) or b"\x00" in content:
        raise UnreadableFile(unknown_kind())
    else:
        rows = limited(csv_rows(content))
    if not rows:
        raise UnreadableFile(_("Die Datei ist leer. Bitte tragen Sie die Kurse in die Vorlage ein."))
    return Table(rows)


def too_large() -> UnreadableFile:
    return UnreadableFile(_("Die Datei ist größer als 2 MB. Bitte laden Sie nur das Programm ohne Bilder hoch."))


def too_much_text() -> UnreadableFile:
    return UnreadableFile(_("In der Datei steht zu viel Text. Bitte teilen Sie sie auf."))


def unknown_kind() -> str:
    return _("Das ist keine Excel-Datei (.xlsx) und keine CSV-Datei. Bitte nehmen Sie die Vorlage.")


def limited(rows: Iterable[Iterable]) -> list[list[str]]:
    """Return rows as texts; raises UnreadableFile where there are too many of anything."""
    texts, characters = [], 0
    for row in islice(rows, LOOKED_AT):
        cells = [text_of(value) for value in islice(row, MOST_COLUMNS + 1)]
        if len(texts) > MOST_ROWS:
            if not any(cells):
                continue
            message = _("Das sind mehr als %(most)s Zeilen. Bitte teilen Sie das Programm auf mehrere Dateien auf.")
            raise UnreadableFile(message % {"most": MOST_ROWS})
        if any(cells[MOST_COLUMNS:]):
            raise UnreadableFile(_("Das sind mehr Spalten, als ein Programm hat. Bitte nehmen Sie die Vorlage."))
        characters += sum(map(len, cells))
        if characters > MOST_CHARACTERS:
            raise too_much_text()
        texts.append(without_blanks_behind(cells))
    while texts and not texts[-1]:
        texts.pop()
    return texts


def without_blanks_behind(cells: list[str]) -> list[str]:
    last = max((number for number, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def workbook_rows(content: bytes) -> Iterator[tuple]:
    """Yield the rows of the sheet of a workbook; raises UnreadableFile."""
    refuse_bombs(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book[sheet_name(book.sheetnames)]
        # What a file says of its own size may be anything.
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_row=LOOKED_AT, max_col=MOST_COLUMNS + 1, values_only=True)
    except UnreadableFile:
        raise
    # openpyxl trusts what it reads: a damaged file ends in whatever its parts stumble over.
    except Exception as error:
        raise UnreadableFile(
            _("Diese Excel-Datei lässt sich nicht lesen. Bitte öffnen Sie sie und speichern Sie sie neu als .xlsx.")
        ) from error


def refuse_bombs(content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
    except BadZipFile as error:
        raise UnreadableFile(unknown_kind()) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableFile(_("Diese Datei ist ausgepackt zu groß. Bitte laden Sie nur das Programm hoch."))
    if "content.xml" in names:
        raise UnreadableFile(
            _("Das ist eine Datei von LibreOffice (.ods). Bitte speichern Sie sie als „Excel 2007–365 (.xlsx)“.")
        )


def sheet_name(names: list[str]) -> str:
    """Return the sheet that holds the programme: the one of that name, or the only one."""
    if SHEET in names:
        return SHEET
    if len(names) == 1:
        return names[0]
    found = ", ".join(f"„{name[:40]}“" for name in names[:10])
    message = _("In der Datei fehlt das Blatt „%(sheet)s“. Bitte nennen Sie eines so. Vorhanden: %(found)s.")
    raise UnreadableFile(message % {"sheet": SHEET, "found": found})


def csv_rows(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file in UTF-8 or as Windows writes it; raises UnreadableFile."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    if ";" not in first:
        raise UnreadableFile(
            _("In dieser Textdatei stehen keine Spalten mit Semikolon dazwischen. Bitte nehmen Sie die Vorlage.")
        )
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=";", strict=True)
    except csv.Error as error:
        raise UnreadableFile(
            _("Diese CSV-Datei lässt sich nicht lesen: Irgendwo fehlt ein Anführungszeichen.")
        ) from error


def text_of(value: object) -> str:
    """Return the value of a cell as somebody in this office would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, datetime):
        # Days are counted in fractions there: 17:59:59.99 is six o'clock.
        minute = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
        return f"{minute:%d.%m.%Y}" if minute.time() == time.min else f"{minute:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return text_of(datetime.combine(date(2000, 1, 1), value))[11:] or "00:00"
    if isinstance(value, timedelta):
        return text_of(datetime(2000, 1, 1) + value)[11:] or "00:00"
    return str(value).strip()
