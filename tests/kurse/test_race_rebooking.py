"""Many rebook at one moment: in opposite directions without a deadlock, and never more than there are seats."""

from collections import Counter
from time import sleep

import pytest
from django.db import connection
from django.db.models import F

from kurse.audit.bookings import audit
from kurse.booking.lifecycle import confirm, request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from tests import factories
from tests.goals import SOAK
from tests.kurse.race import at_once
from tests.kurse.test_booking import person
from tests.kurse.test_race import without_check
from vorgang.links import mint

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("race"),
]
ROUNDS, CROWD = (40, 20) if SOAK else (2, 10)


def booked(course: Course, first: int, number: int) -> list[Booking]:
    bookings = [request_booking(course.pk, person(each)) for each in range(first, first + number)]
    for booking in bookings:
        confirm(booking)
    return bookings


def requests(bookings: list[Booking], target: Course) -> list[tuple[str, dict]]:
    """Return what each of these people posts to move to a course."""
    tokens = [mint(booking, LINK_PURPOSE, factories.A_WEEK) for booking in bookings]
    return [(f"/api/v1/buchungen/{token}/umbuchung/", {"course": target.pk}) for token in tokens]


def two_courses(programme_page, capacity: int) -> list[Course]:
    return [factories.make_course(programme_page, capacity=capacity, in_days=30) for _course in range(2)]


def places() -> Counter:
    """Return in how many courses each person has a seat."""
    return Counter(Seat.objects.holding().values_list("person_key", flat=True))


@pytest.mark.goal("R3")
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_who_swap_in_opposite_directions_all_arrive(programme_page, turn, measured):
    left, right = two_courses(programme_page, CROWD)
    half = CROWD // 2
    leftists, rightists = booked(left, 0, half), booked(right, half, half)

    answers = at_once([*requests(leftists, right), *requests(rightists, left)])

    assert answers == {200: CROWD}
    assert set(places().values()) == {1}
    assert list(Course.objects.order_by("pk").values_list("seats_taken", flat=True)) == [half, half]
    assert audit() == []
    measured(f"{connection.vendor}: {CROWD} buchen zugleich gegeneinander um, {ROUNDS} Runden, alle kommen an")


def in_order_of_need() -> None:
    """Lock the course one leaves first and the one one goes to afterwards, as who needs it would."""
    from kurse.booking import rebooking

    def lock(model, *ids):
        for number in ids:
            model.objects.filter(pk=number).update(lock_version=F("lock_version") + 1)
            sleep(0.2)
        return list(model.objects.filter(pk__in=ids))

    rebooking.lock = lock


@pytest.mark.goal("R3")
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one lock for the whole file: no two to cross")
def test_locking_in_order_of_need_deadlocks(programme_page):
    """Negative control of the test above."""
    left, right = two_courses(programme_page, CROWD)

    answers = at_once(
        [*requests(booked(left, 0, 2), right), *requests(booked(right, 2, 2), left)], prepare=in_order_of_need
    )

    assert answers[503] > 0


@pytest.mark.goal("R3")
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_the_last_seats_go_to_as_many_as_there_are(programme_page, turn, measured):
    crowded, small = two_courses(programme_page, CROWD)
    Course.objects.filter(pk=small.pk).update(capacity=3)
    people = booked(crowded, 0, CROWD)

    answers = at_once(requests(people, small))

    assert answers == {200: 3, 409: CROWD - 3}
    assert set(places().values()) == {1}
    assert len(places()) == CROWD
    assert Seat.objects.filter(course=small, state=SeatState.CONFIRMED).count() == 3
    assert audit() == []
    measured(f"{connection.vendor}: {CROWD} buchen zugleich auf 3 Plätze um, {ROUNDS} Runden, niemand verliert seinen")


def without_lock() -> None:
    """Take the guards away: no write before the read, and on SQLite Django's default transactions."""
    from kurse.booking import rebooking
    from tests.kurse.test_race import without_lock as take_away

    take_away()

    def lock(model, *ids):
        courses = list(model.objects.filter(pk__in=ids))
        sleep(0.2)
        return courses

    rebooking.lock = lock


@pytest.mark.goal("R3")
def test_without_the_lock_it_goes_wrong(programme_page):
    """Negative control of the test above: PostgreSQL oversells, SQLite answers "busy"."""
    crowded, small = two_courses(programme_page, CROWD)
    Course.objects.filter(pk=small.pk).update(capacity=3)
    people = booked(crowded, 0, CROWD)

    with without_check():
        answers = at_once(requests(people, small), prepare=without_lock)
        findings = audit()

    assert answers != {200: 3, 409: CROWD - 3} or findings != []
