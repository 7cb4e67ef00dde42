"""The last seat goes to exactly one of fifty, on both databases; without the guards it does not."""

import pytest
from django.db import connection, connections

from kurse.models import Course, Seat
from tests import factories
from tests.kurse.race import race

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("race"),
]
CROWD = 50
ROUNDS = 40
GENEROUS = 1_000_000


@pytest.fixture
def generous_limits(settings):
    """The crowd sits behind one address; the limits have tests of their own."""
    settings.VORGANG_NETWORK_PER_MINUTE = GENEROUS
    return settings


def courses_with_one_seat(number: int) -> list[int]:
    programme_page = factories.make_programme(factories.make_home())
    return [factories.make_course(programme_page, capacity=1).pk for _ in range(number)]


def without_lock() -> None:
    """Take the guards away: no write before the read, and on SQLite Django's default transactions."""
    from kurse import booking

    booking.lock = lambda model, *ids: list(model.objects.filter(pk__in=ids))
    if connection.vendor == "sqlite":
        connections["default"].close()
        options = dict(connections["default"].settings_dict["OPTIONS"], timeout=0.2)
        options.pop("transaction_mode")
        connections["default"].settings_dict["OPTIONS"] = options
        connections["default"].transaction_mode = None


def test_the_last_seat_goes_to_exactly_one_of_fifty(generous_limits):
    course_ids = courses_with_one_seat(ROUNDS)

    rounds = race(course_ids, CROWD)

    assert rounds == [{202: 1, 409: CROWD - 1}] * ROUNDS
    assert list(Course.objects.filter(pk__in=course_ids).values_list("seats_taken", flat=True)) == [1] * ROUNDS
    assert Seat.objects.holding().count() == ROUNDS


def test_without_the_lock_the_race_goes_wrong(generous_limits):
    """Negative control: the test above is able to fail."""
    course_ids = courses_with_one_seat(5)

    rounds = race(course_ids, 20, prepare=without_lock)

    assert rounds != [{202: 1, 409: 19}] * 5 or Seat.objects.holding().count() != 5


@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite has one writer, so its control is the one above: apt-get install postgresql runs this one",
)
def test_without_lock_and_check_seats_are_sold_twice(generous_limits):
    """Negative control of the second wall: PostgreSQL overbooks once both walls are gone."""
    course_ids = courses_with_one_seat(5)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kurse_course DROP CONSTRAINT kurse_course_not_overbooked")

    try:
        race(course_ids, 20, prepare=without_lock)
        sold = Seat.objects.holding().count()
    finally:
        Seat.objects.all().delete()
        Course.objects.update(seats_taken=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE kurse_course ADD CONSTRAINT kurse_course_not_overbooked "
                "CHECK (seats_taken <= capacity + overbooking)"
            )

    assert sold > 5
