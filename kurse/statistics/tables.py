"""The statistics of a term as tables: for the screen, for a workbook and for CSV."""

from collections.abc import Iterator
from io import BytesIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter import Workbook

from kurse.statistics.terms import Figures, Line, Period, total, totals_by
from vorgang.papers.spreadsheets import BYTE_ORDER_MARK, csv_line

COLUMNS = {
    "courses": gettext_lazy("Kurse"),
    "called_off": gettext_lazy("abgesagt"),
    "dates": gettext_lazy("Termine"),
    "hours": gettext_lazy("Stunden"),
    "seats": gettext_lazy("Plätze"),
    "registered": gettext_lazy("Anmeldungen"),
    "confirmed": gettext_lazy("Teilnahmen"),
    "online": gettext_lazy("davon online"),
    "cancelled": gettext_lazy("storniert"),
    "waiting": gettext_lazy("ohne Platz"),
    "present": gettext_lazy("waren da"),
    "visits": gettext_lazy("Besuche"),
    "certificates": gettext_lazy("Bescheinigungen"),
    "answers": gettext_lazy("Rückmeldungen"),
    "rating": gettext_lazy("Note von 5"),
}


def tables(counted: list[Line]) -> list[dict]:
    """Return caption, rows and sum of each table; a row is its heading and the cells."""
    parts = [
        (_("Kurse"), [(named(line), line.figures) for line in counted]),
        (_("Nach Format"), totals_by(counted, lambda line: line.format)),
        (_("Nach Gemeinde"), totals_by(counted, lambda line: line.municipality)),
    ]
    return [
        {
            "caption": caption,
            "rows": [(heading, cells(figures)) for heading, figures in rows],
            "sum": cells(total(counted)),
        }
        for caption, rows in parts
    ]


def named(line: Line) -> str:
    return f"{localtime(line.course.starts_at):%d.%m.%Y} {line.course}"


def cells(figures: Figures) -> list[float | str]:
    """Return the figures of a line in the order of COLUMNS; a mark that nobody gave is left empty, not the worst."""
    return [getattr(figures, name) if name != "rating" or figures.answers else "" for name in COLUMNS]


def sheet_rows(table: dict) -> Iterator[list]:
    """Yield heading, rows and sum of a table; words in the first column, numbers in the others."""
    yield [table["caption"], *map(str, COLUMNS.values())]
    for heading, numbers in table["rows"]:
        yield [heading, *numbers]
    yield [_("Summe"), *table["sum"]]


def as_xlsx(period: Period, counted: list[Line]) -> bytes:
    """Return a workbook with a sheet for each table; words are text and never formulas."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for table in tables(counted):
            sheet = book.add_worksheet(table["caption"])
            sheet.set_header(f"&L{period.label}")
            for number, row in enumerate(sheet_rows(table)):
                is_bold = number in (0, len(table["rows"]) + 1)
                for column, cell in enumerate(row):
                    if cell == "":
                        continue
                    write = sheet.write_string if isinstance(cell, str) else sheet.write_number
                    write(number, column, cell, bold if is_bold else None)
            sheet.freeze_panes(1, 1)
            sheet.autofit()
    return file.getvalue()


def as_csv(period: Period, counted: list[Line]) -> str:
    """Return the courses as German CSV; spreadsheets make the sums themselves."""
    courses = next(iter(tables(counted)))
    rows = list(sheet_rows(courses))
    return BYTE_ORDER_MARK + "".join(csv_line(map(spelt, row)) for row in rows)


def spelt(cell: str | float) -> str:
    """Return a number with the comma that German spreadsheets read."""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
