"""The last seat goes to one of fifty and five clicks are one booking, on both databases; without the guards not so."""

from contextlib import contextmanager

import pytest
from django.db import connection, connections

from kurse.audit.bookings import audit
from kurse.models import Booking, Course, Seat
from kurse.states import SeatMode
from tests import factories
from tests.goals import SOAK
from tests.kurse.race import race
from vorgang.models import OutboxMail

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("race"),
]
# (rounds, people at once)
RACES = [(200, 20), (40, 50)] if SOAK else [(20, 20), (5, 50)]
CLICKS = 5
CHECKS = {
    "kurse_course_not_overbooked": "seats_taken <= capacity + overbooking",
    "kurse_course_online_not_overbooked": "online_taken = 0 OR online_taken <= coalesce(online_capacity, 0)",
}
CROWD = 32
GENEROUS = 1_000_000


@pytest.fixture
def generous_limits(settings):
    """The crowd sits behind one address; the limits have tests of their own."""
    settings.VORGANG_NETWORK_PER_MINUTE = settings.KOORDINATION_API_PER_MINUTE = GENEROUS
    return settings


def courses_with_one_seat(number: int) -> list[int]:
    programme_page = factories.make_programme(factories.make_home())
    return [factories.make_course(programme_page, capacity=1).pk for _ in range(number)]


def without_lock() -> None:
    """Take the guards away: no write before the read, and on SQLite Django's default transactions."""
    from kurse.booking import lifecycle

    lifecycle.lock = lambda model, *ids: list(model.objects.filter(pk__in=ids))
    if connection.vendor == "sqlite":
        connections["default"].close()
        options = dict(connections["default"].settings_dict["OPTIONS"], timeout=0.2)
        options.pop("transaction_mode")
        connections["default"].settings_dict["OPTIONS"] = options
        connections["default"].transaction_mode = None


@pytest.mark.goal("R1")
@pytest.mark.parametrize(("number", "crowd"), RACES)
def test_the_last_seat_goes_to_exactly_one_of_many(generous_limits, measured, number, crowd):
    course_ids = courses_with_one_seat(number)

    rounds = race(course_ids, crowd)

    sold = Seat.objects.holding().count()
    faults = sum(times for answers in rounds for status, times in answers.items() if status >= 500)
    measured(f"{connection.vendor}: {number} Runden × {crowd}, {sold - number} überbucht, {faults} Antworten ab 500")
    assert rounds == [{202: 1, 409: crowd - 1}] * number
    assert list(Course.objects.filter(pk__in=course_ids).values_list("seats_taken", flat=True)) == [1] * number
    assert sold == number


HYBRID = {"mode": "hybrid", "capacity": 1, "online_capacity": 1}


def numbers_of_pools(course_ids: list[int]) -> list[tuple[int, int]]:
    return list(Course.objects.filter(pk__in=course_ids).values_list("seats_taken", "online_taken"))


@pytest.mark.goal("R1")
def test_the_last_seat_of_each_pool_goes_to_exactly_one_of_many(generous_limits, measured):
    number = 40 if SOAK else 8
    programme_page = factories.make_programme(factories.make_home())
    course_ids = [factories.make_course(programme_page, **HYBRID).pk for _ in range(number)]

    rounds = race(course_ids, 20, modes=SeatMode.values)

    sold = Seat.objects.holding().count()
    measured(f"{connection.vendor}: {number} Runden × 20 um zwei Kontingente, {sold - 2 * number} überbucht")
    assert rounds == [{202: 2, 409: 18}] * number
    assert numbers_of_pools(course_ids) == [(1, 1)] * number
    assert audit() == []


@pytest.mark.goal("P8")
def test_thirty_two_at_once_sell_exactly_twenty_seats(generous_limits, measured):
    """Some ninety bookings in three rounds, four hundred with the long versions."""
    number = 13 if SOAK else 3
    programme_page = factories.make_programme(factories.make_home())
    course_ids = [factories.make_course(programme_page, capacity=20).pk for _ in range(number)]

    rounds = race(course_ids, CROWD)

    sold = Seat.objects.holding().count()
    faults = sum(times for answers in rounds for status, times in answers.items() if status >= 500)
    measured(f"{connection.vendor}: {number} × {CROWD} Buchungen, {sold - 20 * number} überbucht, {faults} ab 500")
    assert rounds == [{202: 20, 409: CROWD - 20}] * number
    assert list(Course.objects.filter(pk__in=course_ids).values_list("seats_taken", flat=True)) == [20] * number
    assert sold == 20 * number


@pytest.mark.goal("R5")
def test_five_clicks_at_once_are_one_booking_and_one_mail(generous_limits, measured):
    number = 200 if SOAK else 10
    course_ids = courses_with_one_seat(number)

    rounds = race(course_ids, CLICKS, is_one_person=True)

    bookings, mails = Booking.objects.count(), OutboxMail.objects.count()
    measured(f"{connection.vendor}: {number} × {CLICKS} Klicks, {bookings} Buchungen, {mails} E-Mails")
    assert rounds == [{202: CLICKS}] * number
    assert (bookings, mails) == (number, number)


@pytest.mark.goal("R5")
def test_without_the_lock_a_second_click_is_told_something_went_wrong(generous_limits):
    """Negative control: the constraint keeps the second row out, but not the second click in good order."""
    rounds = race(courses_with_one_seat(10), CLICKS, prepare=without_lock, is_one_person=True)

    assert set().union(*rounds) - {202} != set()


@contextmanager
def without_check():
    """Take the second wall away, where the database lets us; what it let in is removed before it returns."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        for name in CHECKS:
            cursor.execute(f"ALTER TABLE kurse_course DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        Seat.objects.all().delete()
        Course.objects.update(seats_taken=0, online_taken=0)
        with connection.cursor() as cursor:
            for name, check in CHECKS.items():
                cursor.execute(f"ALTER TABLE kurse_course ADD CONSTRAINT {name} CHECK ({check})")


@pytest.mark.goal("R1", "R2", "P8")
def test_without_the_guards_the_race_goes_wrong(generous_limits, measured):
    """Negative control: the test above is able to fail. PostgreSQL oversells, SQLite answers "busy"."""
    course_ids = courses_with_one_seat(5)

    with without_check():
        rounds = race(course_ids, 20, prepare=without_lock)
        sold = Seat.objects.holding().count()

    answers = set().union(*rounds)
    measured(f"{connection.vendor}: 5 Runden ohne Schutz, {sold - 5} überbucht, Antworten {sorted(answers)}")
    assert answers <= {202, 409, 503}
    if connection.vendor == "sqlite":
        assert 503 in answers
    else:
        assert sold > 5


def test_without_the_guards_the_race_for_two_pools_goes_wrong(generous_limits):
    """Negative control: with either wall down a pool is oversold on PostgreSQL; SQLite answers "busy"."""
    programme_page = factories.make_programme(factories.make_home())
    course_ids = [factories.make_course(programme_page, **HYBRID).pk for _ in range(5)]

    with without_check():
        rounds = race(course_ids, 20, prepare=without_lock, modes=SeatMode.values)
        sold = Seat.objects.holding().count()

    answers = set().union(*rounds)
    assert answers <= {202, 409, 503}
    assert 503 in answers if connection.vendor == "sqlite" else sold > 10


def test_the_check_alone_sells_no_seat_twice(generous_limits):
    """Second wall: even without the lock no course is oversold, on either database."""
    course_ids = courses_with_one_seat(5)

    race(course_ids, 20, prepare=without_lock)

    assert Seat.objects.holding().count() <= 5
