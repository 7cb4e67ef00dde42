"""Many want the last seat of one date at one moment: it goes to exactly one, whichever other dates they want."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import F

from kurse.audit.bookings import audit
from kurse.models import CourseDate, Seat
from tests import factories
from tests.goals import SOAK
from tests.kurse.race import race
from tests.kurse.test_race import generous_limits, without_check, without_lock  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("race"),
]
ROUNDS, CROWD = (40, 20) if SOAK else (3, 8)


def workshops(number: int) -> dict[int, list[list[int]]]:
    """Return courses of two dates with one seat each, and which dates people want by turns: both, or the second."""
    programme_page = factories.make_programme(factories.make_home())
    chosen = {}
    for _course in range(number):
        course = factories.make_single_dates(programme_page, 2, capacity=1)
        first, second = course.dates.values_list("pk", flat=True)
        chosen[course.pk] = [[first, second], [second]]
    return chosen


def overbooked() -> int:
    """Return on how many dates more people have a seat than there are."""
    seats = [
        Seat.objects.holding().filter(booking__booked_dates__date=date).count() for date in CourseDate.objects.all()
    ]
    return sum(number > 1 for number in seats)


@pytest.mark.goal("R1")
def test_the_last_seat_of_a_date_goes_to_exactly_one_of_many(generous_limits, measured):  # noqa: F811
    chosen = workshops(ROUNDS)

    rounds = race(list(chosen), CROWD, dates=chosen)

    second = CourseDate.objects.filter(pk__in=[each[1][0] for each in chosen.values()])
    measured(f"{connection.vendor}: {ROUNDS} Runden × {CROWD} um einen Termin, {overbooked()} zu viel")
    assert rounds == [{202: 1, 409: CROWD - 1}] * ROUNDS
    assert set(second.values_list("seats_taken", flat=True)) == {1}
    assert (overbooked(), audit()) == (0, [])


@contextmanager
def without_check_of_dates():
    """Take the second wall of the dates away as well, where the database lets us."""
    with without_check():
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE kurse_coursedate DROP CONSTRAINT kurse_date_not_overbooked")
        try:
            yield
        finally:
            CourseDate.objects.update(seats_taken=0)
            with connection.cursor() as cursor:
                cursor.execute(
                    "ALTER TABLE kurse_coursedate ADD CONSTRAINT kurse_date_not_overbooked "
                    'CHECK ("limit" IS NULL OR seats_taken <= "limit")'
                )


def test_without_the_guards_the_race_for_a_date_goes_wrong(generous_limits):  # noqa: F811
    """Negative control of the test above: PostgreSQL oversells the date, SQLite answers "busy"."""
    chosen = workshops(5)

    with without_check_of_dates():
        rounds = race(list(chosen), 20, dates=chosen, prepare=without_lock)
        sold_twice = overbooked()

    assert 503 in set().union(*rounds) if connection.vendor == "sqlite" else sold_twice


def test_the_schema_refuses_one_more_on_a_date_than_there_are_seats():
    [course_id, *_others] = workshops(1)
    date = CourseDate.objects.filter(course=course_id).first()

    with pytest.raises(Exception, match="kurse_date_not_overbooked"):
        CourseDate.objects.filter(pk=date.pk).update(seats_taken=F("limit") + 1)
