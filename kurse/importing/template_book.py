"""The workbook that an office fills in: one sheet for the programme, one that explains it, one with the lists."""

from io import BytesIO
from string import ascii_uppercase

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from kurse.importing.columns import (
    COLUMNS,
    DAY,
    ENDS,
    FORMAT,
    MODE,
    NO,
    NUMBER,
    PLACE,
    ROOM,
    SHEET,
    SHOWS_TRAINER,
    SINGLE_DATES,
    STARTS,
    TITLE,
    YES,
    Column,
)
from kurse.importing.tables import MOST_ROWS
from kurse.importing.written import Places, german_labels
from kurse.states import CourseFormat, CourseMode

HELP_SHEET, LIST_SHEET = "So füllen Sie aus", "Listen"
# So that a number keeps its noughts and a day stays a day, whatever the office program makes of what is typed.
FORMATS = {NUMBER: "@", ROOM: "@", DAY: "dd.mm.yyyy", STARTS: "hh:mm", ENDS: "hh:mm"}
LONGEST_HINT = 255
SECOND_DATE = {NUMBER: NUMBER.example, DAY: "21.01.2027", STARTS: "18:00", ENDS: "20:30", ROOM: "Saal 2"}


def template_xlsx() -> bytes:
    """Return the workbook, with the places of this moment; nothing in it is a formula."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "Vorlage für ein Kursprogramm"})
        sheets = [book.add_worksheet(name) for name in (SHEET, HELP_SHEET, LIST_SHEET)]
        lists = fill_lists(sheets[2])
        fill_programme(book, sheets[0], lists)
        fill_help(book, sheets[1])
    return file.getvalue()


def fill_lists(sheet: Worksheet) -> dict[Column, str]:
    """Write what can be chosen, a column each, and return where it stands."""
    places = Places()
    names = [place.name for place in places.all]
    choices = {
        FORMAT: list(german_labels(CourseFormat).values()),
        MODE: list(german_labels(CourseMode).values()),
        PLACE: [
            name if names.count(name) == 1 else places.full_name(place)
            for name, place in zip(names, places.all, strict=True)
        ],
        SHOWS_TRAINER: [YES, NO],
        SINGLE_DATES: [YES, NO],
    }
    ranges = {}
    for number, (column, values) in enumerate(choices.items()):
        sheet.write_column(0, number, [column.heading, *values])
        letter = ascii_uppercase[number]
        if values:
            ranges[column] = f"={LIST_SHEET}!${letter}$2:${letter}${len(values) + 1}"
    sheet.autofit()
    return ranges


def fill_programme(book: Workbook, sheet: Worksheet, lists: dict[Column, str]) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for number, column in enumerate(COLUMNS):
        spelling = book.add_format({"num_format": FORMATS[column]}) if column in FORMATS else None
        sheet.set_column(number, number, column.width, spelling)
        sheet.write_string(0, number, column.heading, heading)
        hint = {"input_title": column.heading, "input_message": column.hint[:LONGEST_HINT]}
        choice = {"validate": "list", "source": lists[column]} if column in lists else {"validate": "any"}
        # A list proposes; what it lacks is told by the preview, in words.
        sheet.data_validation(1, number, MOST_ROWS, number, {**hint, **choice, "show_error": False})
    sheet.freeze_panes(1, COLUMNS.index(TITLE) + 1)


def fill_help(book: Workbook, sheet: Worksheet) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28, wrapped)
    sheet.set_column(1, 1, 70, wrapped)
    sheet.set_column(2, len(COLUMNS), 24, wrapped)
    rows = [
        [column.heading, column.hint + (" Muss ausgefüllt sein." if is_asked(column) else ""), column.example]
        for column in COLUMNS
    ]
    sheet.write_row(0, 0, ["Spalte", "Was hineingehört", "Beispiel"], bold)
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    below = len(rows) + 2
    sheet.write_string(below, 0, "Ein Kurs mit zwei Terminen", bold)
    sheet.write_row(below + 1, 0, [column.heading for column in COLUMNS], bold)
    sheet.write_row(below + 2, 0, [column.example for column in COLUMNS])
    sheet.write_row(below + 3, 0, [SECOND_DATE.get(column, "") for column in COLUMNS])


def is_asked(column: Column) -> bool:
    return column.is_needed and not column.is_of_date
