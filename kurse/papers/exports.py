"""The participants of a course as a table: one row for each person, only what a list at the door needs."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from kurse.attendance.certificates import issued_to
from kurse.attendance.roster import dates_held, mark_of, participants
from kurse.models import Course, Question
from kurse.questions.reading import texts_of
from vorgang.papers.spreadsheets import BYTE_ORDER_MARK, csv_line


def participant_rows(course: Course, questions: Sequence[Question] = ()) -> Iterator[list[str]]:
    """Yield the heading and then each person: number, name, booking, way, every date, certificate, answers."""
    dates, people = dates_held(course), participants(course)
    certified = {issued.seat.pk for issued in issued_to([person.seat for person in people])}
    days = [date_format(localtime(date.starts_at), "d.m.Y") for date in dates]
    # Only where there was a choice: elsewhere it would be a column of one word.
    way = [_("Teilnahme")] if course.is_hybrid else []
    texts = texts_of(course, questions)
    yield [_("Nr."), _("Name"), _("Kennzeichen"), *way, *days, _("Bescheinigung"), *(each.text for each in questions)]
    for number, person in enumerate(people, start=1):
        has_certificate = _("ja") if person.seat.pk in certified else ""
        marks = [mark_of(person, date) for date in dates]
        answers = [texts.get((person.seat.booking_id, question.pk), "") for question in questions]
        ways = [person.way] if way else []
        yield [str(number), person.name, person.seat.booking.code, *ways, *marks, has_certificate, *answers]


def participants_csv(course: Course, questions: Sequence[Question] = ()) -> str:
    """Return a German CSV: UTF-8 with BOM, semicolons, no cell that a spreadsheet would run."""
    return BYTE_ORDER_MARK + "".join(map(csv_line, participant_rows(course, questions)))


def participants_xlsx(course: Course, questions: Sequence[Question] = ()) -> bytes:
    """Return a workbook with one sheet, in large print; every cell is text."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Teilnehmende"))
        text, heading = book.add_format({"font_size": 14}), book.add_format({"font_size": 14, "bold": True})
        for row, cells in enumerate(participant_rows(course, questions)):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, text if row else heading)
        sheet.freeze_panes(1, 2)
        sheet.autofit()
    return file.getvalue()
