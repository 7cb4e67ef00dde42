"""A file somebody uploads: read whatever office program wrote it, refused in words, and never run or unpacked."""

import tracemalloc
from datetime import UTC, date, datetime, time
from io import BytesIO
from xml.etree.ElementTree import fromstring

import openpyxl
import pytest
from defusedxml.common import EntitiesForbidden
from django.utils import timezone
from openpyxl import Workbook

from kurse.importing import tables
from kurse.importing.cells import CellFault, in_county, read_clock, read_day, read_moment
from kurse.importing.tables import MOST_BYTES, MOST_ROWS, UnreadableFile, read
from tests.kurse.programme_files import HEADINGS, course_row, csv_file, saved, with_part, workbook

SHEET_PART = "xl/worksheets/sheet1.xml"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">%s]><worksheet
 xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="inlineStr"><is>
<t>&z;</t></is></c></row></sheetData></worksheet>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghijklmnopqrstuvwxyz"
)


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    return str(refused.value)


def cells_of(*values) -> list[str]:
    """Return what is read of a row of a workbook."""
    book = Workbook()
    book.active.append(["Titel"])
    book.active.append(list(values))
    return read(saved(book)).rows[1][: len(values)]


# -------------------------------------------------------------- what cells say


def test_dates_times_and_numbers_of_a_workbook_read_as_people_write_them():
    said = cells_of(
        datetime(2027, 1, 14), date(2027, 1, 14), datetime(2027, 1, 14, 18, 30), time(18), 12, 12.0, 2.5, True
    )

    assert said == ["14.01.2027", "14.01.2027", "14.01.2027 18:30", "18:00", "12", "12", "2,5", "ja"]


def test_times_that_the_office_program_reckons_as_fractions_of_a_day_are_whole_minutes():
    almost_six = time(17, 59, 59, 999_000)

    assert cells_of(almost_six, time(9, 20)) == ["18:00", "09:20"]


def test_a_formula_counts_as_the_value_that_was_stored_and_is_never_run():
    content = workbook(course_row())
    with_formula = with_part(
        content,
        SHEET_PART,
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="str"><f>CONCATENATE("a","b")</f><v>Titel</v></c><c r="B1"><f>1+1</f></c></row>'
        b"</sheetData></worksheet>",
    )

    assert read(with_formula).rows == [["Titel"]]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("24.12.2026", date(2026, 12, 24)),
        ("Do, 24.12.26", date(2026, 12, 24)),
        ("2026-12-24", date(2026, 12, 24)),
        ("4. 1. 2027", date(2027, 1, 4)),
    ],
)
def test_days_are_read_as_germans_write_them(written, day):
    assert read_day(written) == day


@pytest.mark.parametrize("written", ["31.02.2027", "morgen", "24/12/2026", "46380", "24.12.", ""])
def test_what_is_no_day_is_refused_with_how_to_write_it(written):
    with pytest.raises(CellFault, match=r"24\.12\.2026"):
        read_day(written)


@pytest.mark.parametrize("written", ["18:30", "18.30", "18:30 Uhr", "18.30 uhr", "18:30:00"])
def test_times_are_read_as_germans_write_them(written):
    assert read_clock(written) == time(18, 30)


@pytest.mark.parametrize("written", ["25:00", "18:60", "abends", "0,75", "-1", "14.01.2027 18:00"])
def test_what_is_no_time_is_refused(written):
    with pytest.raises(CellFault, match="Uhrzeit"):
        read_clock(written)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("12.01.2027", datetime(2027, 1, 12, 22, 59, tzinfo=UTC)),
        ("12.01.2027 9:00", datetime(2027, 1, 12, 8, tzinfo=UTC)),
        ("12.07.2027, 18 Uhr", datetime(2027, 7, 12, 16, tzinfo=UTC)),
        ("12.07.2027 um 18.30 Uhr", datetime(2027, 7, 12, 16, 30, tzinfo=UTC)),
    ],
)
def test_a_deadline_may_have_an_hour_and_ends_with_its_day_without(written, moment):
    assert read_moment(written, usual=time(23, 59)) == moment


def test_hours_are_those_of_the_county_wherever_somebody_works():
    with timezone.override("America/New_York"):
        assert in_county(date(2027, 1, 14), time(18)) == datetime(2027, 1, 14, 17, tzinfo=UTC)


def test_an_hour_that_the_change_of_the_clock_skips_or_repeats_is_refused():
    with pytest.raises(CellFault, match="vorgestellt"):
        in_county(date(2027, 3, 28), time(2, 30))
    with pytest.raises(CellFault, match="zurückgestellt"):
        in_county(date(2026, 10, 25), time(2, 30))

    assert in_county(date(2027, 3, 28), time(3)) == datetime(2027, 3, 28, 1, tzinfo=UTC)


# -------------------------------------------------------------- which files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_with_semicolons_is_read_as_excel_writes_it(encoding):
    rows = read(csv_file(course_row(Ort='"Haus; am Markt"')).encode(encoding)).rows

    assert rows[0] == HEADINGS
    assert (rows[1][1], rows[1][9]) == ("Kassenführung", "Haus; am Markt")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "keine Excel-Datei"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "alte Excel-Datei (.xls) oder eine mit Kennwort"),
        (b"%PDF-1.7", "keine Excel-Datei"),
        (b"\x89PNG\r\n", "keine Excel-Datei"),
        (b"PK\x03\x04 abgeschnitten", "keine Excel-Datei"),
        (b"Titel,Kurztext\nA,B\n", "mit Semikolon"),
        (b'Titel;Kurztext\n"A;B\n', "fehlt ein Anführungszeichen"),
        (b"x" * (MOST_BYTES + 1), "größer als 2 MB"),
    ],
)
def test_what_is_no_programme_is_refused_with_the_way_out(content, said):
    assert said in refusal(content)


def test_a_file_of_libreoffice_is_told_from_one_of_excel():
    assert "LibreOffice (.ods)" in refusal(with_part(workbook(), "content.xml", b"<x/>"))


@pytest.mark.parametrize("damaged", [b"<worksheet", b"", b"\xff\xfe\x00", b"<worksheet/>" * 3])
@pytest.mark.parametrize("part", [SHEET_PART, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_refused_in_words(part, damaged):
    content = with_part(workbook(course_row()), part, damaged)

    assert "Excel" in refusal(content) or part == "xl/styles.xml"


def test_the_sheet_is_found_by_its_name_or_as_the_only_one():
    assert read(workbook(course_row(), sheet="Kurse 2027")).rows[0] == HEADINGS
    assert read(workbook(course_row(), more_sheets=["Listen"])).rows[0] == HEADINGS
    refused = refusal(workbook(course_row(), sheet="Frühjahr", more_sheets=["Herbst"]))

    assert refused == (
        "In der Datei fehlt das Blatt „Programm“. Bitte nennen Sie eines so. Vorhanden: „Frühjahr“, „Herbst“."
    )


# -------------------------------------------------------------- how much


def test_a_bomb_of_blanks_is_refused_before_it_is_unpacked():
    content = with_part(workbook(), SHEET_PART, b" " * (tables.MOST_UNPACKED + 1))

    assert len(content) < 100_000
    tracemalloc.start()
    assert "ausgepackt zu groß" in refusal(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_entities_are_refused_whatever_they_would_grow_to():
    """The guard is defusedxml, which openpyxl takes where it is installed; so it is one of our own requirements."""
    assert openpyxl.DEFUSEDXML
    assert "lässt sich nicht lesen" in refusal(with_part(workbook(), SHEET_PART, BOMB))
    with pytest.raises(EntitiesForbidden):
        list(openpyxl.xml.functions.iterparse(BytesIO(BOMB)))


def test_without_that_guard_an_entity_is_put_in_its_place():
    """Negative control: the parser of Python itself writes out what a document defines."""
    small = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><b>&b;</b>'

    assert fromstring(small).text == "a" * 30


def test_as_many_rows_as_allowed_are_read_and_not_one_more():
    assert len(read(workbook(*[course_row()] * MOST_ROWS)).rows) == MOST_ROWS + 1
    assert f"mehr als {MOST_ROWS} Zeilen" in refusal(workbook(*[course_row()] * (MOST_ROWS + 1)))


def test_rows_below_many_blank_ones_are_not_overlooked():
    blank = [[None]] * (MOST_ROWS + 5)

    assert "Zeilen" in refusal(workbook(course_row(), *blank, course_row()))
    assert len(read(workbook(course_row(), *blank)).rows) == 2


def test_too_many_columns_and_too_much_text_are_refused():
    assert "mehr Spalten" in refusal(workbook(["x"] * 60))
    assert "zu viel Text" in refusal(workbook(*[["x" * 2_000]] * 300))
