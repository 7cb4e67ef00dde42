"""What it costs to import a programme: the same for each of its courses, so that a large file takes no longer than its
courses together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurse.importing import verb
from kurse.importing.plan import plan
from kurse.importing.tables import read
from kurse.importing.verb import import_programme, make
from kurse.models import Course
from tests.kurse.conftest import staff
from tests.kurse.programme_files import course_row, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def statements(programme_page):
    """Return what imports so many new courses and counts the statements."""
    by = staff("koordination", "Koordination")

    def imported(number: int) -> int:
        known = Course.objects.count()
        rows = [course_row(Nr=f"{known}-{n}", Titel=f"Kurs {known}-{n}") for n in range(number)]
        table = read(workbook(*rows))
        digest = plan(table, programme_page, by).digest()
        with CaptureQueriesContext(connection) as captured:
            import_programme(table, programme_page, digest=digest, by=by)
        return len(captured)

    imported(1)
    return imported


def growth(statements) -> list[int]:
    """Return how many statements two courses more cost, and two more again."""
    two, four, six = statements(2), statements(4), statements(6)
    return [four - two, six - four]


def test_each_course_of_a_programme_costs_the_same_however_many_there_are(statements):
    first, second = growth(statements)

    assert first == second <= 2 * 95


def test_an_import_that_looks_at_every_course_for_each_new_one_is_noticed(statements, monkeypatch):
    """Negative control."""

    def looks_at_all(*arguments):
        for course in Course.objects.all():
            str(course.page)
        return make(*arguments)

    monkeypatch.setattr(verb, "make", looks_at_all)

    first, second = growth(statements)

    assert first < second
