"""Many at one moment on a waiting list: one seat has one taker, and as many seats are offered as are given back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking.lifecycle import confirm, request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from tests import factories
from tests.goals import SOAK
from tests.kurse.race import at_once
from tests.kurse.test_booking import person
from tests.kurse.test_race import without_lock
from vorgang.links import mint

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.xdist_group("race"),
]
ROUNDS, CROWD = (40, 20) if SOAK else (2, 12)
A_DAY = timedelta(days=1)


def full_course(programme_page, seats: int, waiting: int) -> tuple[Course, list[Booking], list[Booking]]:
    """Return a course with that many confirmed seats and that many people in line."""
    course = factories.make_course(programme_page, capacity=seats, in_days=30)
    bookings = [request_booking(course.pk, person(number, wait=True)) for number in range(seats + waiting)]
    for booking in bookings:
        confirm(booking)
    return course, bookings[:seats], bookings[seats:]


def addresses(bookings: list[Booking], action: str) -> list[str]:
    return [f"/api/v1/buchungen/{mint(booking, LINK_PURPOSE, A_DAY)}/{action}/" for booking in bookings]


def last_call(programme_page) -> tuple[Course, list[str]]:
    """Return a course of one seat, free, that begins soon, and where those in line accept it."""
    course, _holders, in_line = full_course(programme_page, 1, CROWD)
    Seat.objects.filter(course=course).exclude(state=SeatState.WAITING).update(state=SeatState.CANCELLED)
    Course.objects.filter(pk=course.pk).update(starts_at=timezone.now() + timedelta(hours=5), seats_taken=0)
    return course, addresses(in_line, "annahme")


@pytest.mark.goal("R3")
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_in_the_last_call_the_seat_goes_to_exactly_one(programme_page, turn, measured):
    course, accepting = last_call(programme_page)

    answers = at_once(accepting)

    course.refresh_from_db()
    assert answers == {200: 1, 409: CROWD - 1}
    assert (course.seats_taken, course.seats_waiting) == (1, CROWD - 1)
    assert audit() == []
    measured(f"{connection.vendor}: kurz vor Beginn {CROWD} zugleich, {ROUNDS} Runden, genau einer")


@pytest.mark.goal("R3")
def test_without_the_lock_the_last_call_goes_wrong(programme_page):
    """Negative control of the test above."""
    seen = []
    for _turn in range(5):
        _course, accepting = last_call(programme_page)
        seen.append(at_once(accepting, prepare=without_lock))

    assert any(answers != {200: 1, 409: CROWD - 1} for answers in seen)


@pytest.mark.goal("R3")
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_seats_given_back_at_once_are_offered_to_as_many(programme_page, turn, measured):
    course, holders, in_line = full_course(programme_page, CROWD // 2, CROWD)

    answers = at_once(addresses(holders, "stornierung"))

    course.refresh_from_db()
    offered = Seat.objects.filter(course=course, state=SeatState.OFFERED).order_by("pk")
    assert answers == {200: len(holders)}
    assert [seat.booking_id for seat in offered] == [booking.pk for booking in in_line[: len(holders)]]
    assert (course.seats_taken, course.seats_waiting) == (len(holders), CROWD - len(holders))
    assert audit() == []
    measured(f"{connection.vendor}: {len(holders)} geben zugleich zurück, {ROUNDS} Runden, der Reihe nach angeboten")
