"""A group takes its offer while some of it give up their own seats: what is taken and what is passed on add up."""

import pytest
from django.db import connection
from django.urls import reverse

from kurse.audit.bookings import audit
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.people.naming import make_own_link
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
ROUNDS, LEAVING = (40, 8) if SOAK else (2, 4)
ANSWERS = {200: 1, 302: LEAVING}


def offered_group(programme_page) -> tuple[Course, Booking, list[str]]:
    """Return a course, a group that is offered all its seats, and where it accepts while all but one leave."""
    course = factories.make_course(programme_page, capacity=LEAVING + 1, in_days=30)
    holder = waiting(course, 1, people=("",) * (LEAVING + 1))
    group = waiting(course, 2, people=("",) * (LEAVING + 1))
    for number in range(LEAVING):
        waiting(course, 3 + number)
    cancel(holder)
    accepting = f"/api/v1/buchungen/{mint(group, LINK_PURPOSE, factories.A_WEEK)}/annahme/"
    own = [make_own_link(group, seat.pk) for seat in group.seats.all()[:LEAVING]]
    return course, group, [accepting, *(reverse("kurse_seat", args=[token]) for token in own)]


def waiting(course: Course, number: int, **fields) -> Booking:
    booking = request_booking(course.pk, person(number, wait=True, **fields))
    confirm(booking)
    return booking


def outcome(course: Course, group: Booking) -> tuple[list[str], int, list[str]]:
    """Return how the seats of the group stand, how many others are offered one, and what the audit finds."""
    states = list(Seat.objects.filter(booking=group).values_list("state", flat=True))
    offered = Seat.objects.filter(course=course, state="offered").count()
    return states, offered, [str(finding) for finding in audit()]


RIGHT = (["cancelled"] * LEAVING + ["confirmed"], LEAVING, [])


@pytest.mark.goal("R3")
@pytest.mark.parametrize("turn", range(ROUNDS))
def test_an_offer_is_taken_while_some_of_the_group_leave(programme_page, turn, measured):
    course, group, posting = offered_group(programme_page)

    answers = at_once(posting)

    assert (answers, outcome(course, group)) == (ANSWERS, RIGHT)
    measured(f"{connection.vendor}: {LEAVING} einer Gruppe gehen, während sie annimmt, {ROUNDS} Runden, 0 Befunde")


@pytest.mark.goal("R3")
def test_without_the_lock_some_of_it_goes_wrong(programme_page):
    """Negative control of the test above."""
    seen = []
    for _turn in range(5):
        course, group, posting = offered_group(programme_page)
        seen.append((at_once(posting, prepare=without_lock), outcome(course, group)))

    assert any(result != (ANSWERS, RIGHT) for result in seen)
