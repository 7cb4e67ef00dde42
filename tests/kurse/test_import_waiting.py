"""Somebody books while a programme is imported: between two of its courses, and not after the last."""

from threading import Thread

import pytest
from django.db import connection, transaction

from kurse.booking.lifecycle import request_booking
from kurse.errors import CourseBusy
from kurse.importing import verb
from kurse.importing.plan import plan
from kurse.importing.tables import read
from kurse.importing.verb import import_programme
from kurse.models import Course
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.programme_files import course_row, workbook
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def importing(programme_page, monkeypatch):
    """Return what imports three courses, and whether somebody could book beside it after each of them."""
    course = factories.make_course(programme_page)
    by = staff("koordination", "Koordination")
    table = read(workbook(*(course_row(Titel=f"Kurs {number}") for number in range(3))))
    digest = plan(table, programme_page, by).digest()
    told = []

    def make_and_let_book(*arguments) -> Course:
        made = make_once(*arguments)
        told.append(beside(course, len(told)))
        return made

    def imported() -> list[str]:
        import_programme(table, programme_page, digest=digest, by=by)
        return told

    make_once = verb.make_once
    monkeypatch.setattr(verb, "make_once", make_and_let_book)
    return imported


def beside(course: Course, number: int) -> str:
    """Book on a connection of its own, which hardly waits, and return how that went."""
    said = []

    def book() -> None:
        with connection.cursor() as cursor:
            is_sqlite = connection.vendor == "sqlite"
            cursor.execute("PRAGMA busy_timeout = 200" if is_sqlite else "SET lock_timeout = '200ms'")
        try:
            request_booking(course.pk, person(number))
            said.append("booked")
        except CourseBusy:
            said.append("busy")
        finally:
            connection.close()

    thread = Thread(target=book)
    thread.start()
    thread.join(timeout=60)
    return said[0]


def test_whoever_books_waits_for_one_course_of_an_import_at_most(importing):
    assert importing() == ["booked"] * 3


def test_whoever_waits_for_the_write_lock_of_sqlite_finds_it_free_after_each_course(importing, monkeypatch):
    """SQLite's waiters look every 100 ms; PostgreSQL's stand in line, and none of them waits for an import."""
    pauses = []
    monkeypatch.setattr(verb, "sleep", pauses.append)

    importing()

    assert pauses == ([verb.PAUSE] * 2 if connection.vendor == "sqlite" else [])
    assert verb.PAUSE > 0.1


def test_in_one_transaction_for_all_courses_nobody_could_book_on_sqlite(importing, monkeypatch):
    """Negative control: PostgreSQL locks the rows of the import only, SQLite everything."""
    monkeypatch.setattr(verb, "seat_change", transaction.atomic)

    with transaction.atomic():
        told = importing()

    assert told == ["busy" if connection.vendor == "sqlite" else "booked"] * 3
