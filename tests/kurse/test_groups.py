"""A booking of several seats: its verbs move all of them, in one transaction, and tell its contact person once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kurse import conf
from kurse.audit.bookings import audit
from kurse.booking.lifecycle import cancel, confirm, forget, request_booking
from kurse.booking.settling import lapse_holds
from kurse.errors import HoldLapsed
from kurse.models import Booking, Course, Seat
from kurse.planning.calling_off import call_off
from kurse.seats.steps import move
from kurse.states import SeatState
from tests import factories
from tests.kurse.test_booking import person, queued

pytestmark = pytest.mark.django_db

HELD, CONFIRMED, CANCELLED, LAPSED = SeatState.HELD, SeatState.CONFIRMED, SeatState.CANCELLED, SeatState.LAPSED


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=3, in_days=30)


@pytest.fixture
def group(course) -> Booking:
    """Three held seats of one booking, which fill the course."""
    return factories.add_seats(request_booking(course.pk, person(1)), 2)


def states(booking: Booking) -> list[str]:
    return list(Seat.objects.filter(booking=booking).values_list("state", flat=True))


def seats_taken(course: Course) -> int:
    return Course.objects.values_list("seats_taken", flat=True).get(pk=course.pk)


def test_confirming_keeps_all_seats_and_tells_the_contact_person_once(group, course):
    confirm(group)
    confirm(group)

    assert states(group) == [CONFIRMED, CONFIRMED, CONFIRMED]
    assert (seats_taken(course), queued()) == (3, ["kurse.confirm", "kurse.booked"])
    assert audit() == []


def test_cancelling_frees_all_seats_and_passes_them_on_at_once(group, course):
    confirm(group)
    waiting = [request_booking(course.pk, person(number, wait=True)) for number in (2, 3, 4, 5)]
    for booking in waiting:
        confirm(booking)

    cancel(group)

    assert states(group) == [CANCELLED, CANCELLED, CANCELLED]
    offered = [SeatState.OFFERED] * 3
    assert [state for booking in waiting for state in states(booking)] == [*offered, SeatState.WAITING]
    assert queued().count("kurse.cancelled") == 1
    assert audit() == []


def test_a_group_that_does_not_confirm_in_time_loses_all_seats(group, course):
    with time_machine.travel(timezone.now() + conf.hold_time() + timedelta(minutes=1)):
        lapsed = lapse_holds(course.pk)
        with pytest.raises(HoldLapsed):
            confirm(group)

    assert (lapsed, states(group), seats_taken(course)) == (3, [LAPSED, LAPSED, LAPSED], 0)


def test_forgetting_the_contact_person_frees_all_seats_and_names_nobody_any_more(group, course):
    confirm(group)

    forget(group)

    assert states(group) == [CANCELLED, CANCELLED, CANCELLED]
    assert list(Seat.objects.values_list("name", flat=True)) == ["", "", ""]
    assert (seats_taken(course), audit()) == (0, [])


def test_a_course_that_is_called_off_tells_the_contact_person_once(group, course, coordinator):
    confirm(group)

    affected = call_off(course, "Die Leitung ist krank.", by=coordinator)

    assert (affected.by_mail, affected.number) == ([group], 1)
    assert states(group) == [CANCELLED, CANCELLED, CANCELLED]
    assert queued().count("kurse.called_off") == 1


def test_who_would_move_one_seat_only_leaves_the_others_behind(group):
    """Negative control: the tests above are able to fail."""
    move(group.seats.first(), to=CONFIRMED, now=timezone.now())

    assert states(group) == [CONFIRMED, HELD, HELD]


def test_seats_of_which_one_was_cancelled_meanwhile_are_not_said_to_have_moved(group):
    seen_before = list(group.seats.all())
    cancel(group)

    assert move(*seen_before, to=CONFIRMED, now=timezone.now()) is False
    assert states(group) == [CANCELLED, CANCELLED, CANCELLED]


@pytest.mark.parametrize("verb", [confirm, cancel])
def test_a_verb_costs_the_same_statements_for_one_seat_and_for_three(group, course, verb):
    Course.objects.filter(pk=course.pk).update(capacity=9)  # listeners hear when a course gets full or free
    other = factories.make_course(course.page.get_parent().specific, capacity=9, in_days=30)
    first, second = (request_booking(other.pk, person(number)) for number in (8, 9))
    verb(first)  # what is looked up only once, like content types

    spent = [statements(verb, booking) for booking in (second, group)]

    assert spent[0] == spent[1]


def statements(verb, booking: Booking) -> int:
    with CaptureQueriesContext(connection) as captured:
        verb(booking)
    return len(captured)
