"""Programmes as an office would upload them: workbooks and CSV made of rows by heading."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from kurse.importing.columns import COLUMNS, SHEET

HEADINGS = [column.heading for column in COLUMNS]
# A year without surprises: far enough to lie ahead, near enough to be known.
YEAR = timezone.localdate().year + 1
COURSE = {
    "Titel": "Kassenführung",
    "Kurztext": "Von der leeren Mappe zum Jahresabschluss.",
    "Datum": f"14.01.{YEAR}",
    "Beginn": "18:00",
    "Ende": "20:30",
}


def row(headings: Sequence[str] = HEADINGS, **cells) -> list:
    """Return a row of cells; keywords are headings, in which an underscore stands for what no keyword holds."""
    by_key = {"".join(filter(str.isalnum, heading)): heading for heading in headings}
    said = {by_key["".join(filter(str.isalnum, key))]: value for key, value in cells.items()}
    return [said.get(heading) for heading in headings]


def course_row(**cells) -> list:
    """Return the row of a course that is complete, changed in some cells."""
    return row(**{**COURSE, **cells})


def workbook(
    *rows: list, headings: Sequence[str] = HEADINGS, sheet: str = SHEET, more_sheets: Sequence[str] = ()
) -> bytes:
    book = Workbook()
    book.active.title = sheet
    book.active.append(list(headings))
    for cells in rows:
        book.active.append(cells)
    for name in more_sheets:
        book.create_sheet(name)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def csv_file(*rows: list, headings: Sequence[str] = HEADINGS) -> str:
    return "".join(
        ";".join(map(str, ("" if cell is None else cell for cell in cells))) + "\r\n" for cells in [headings, *rows]
    )


def with_part(content: bytes, name: str, replacement: bytes) -> bytes:
    """Return a workbook with one of its parts replaced, or one more."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, replacement)
    return file.getvalue()


def upload(content: bytes | str, name: str = "programm.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
