"""A group on the waiting list: all its seats or none, and nobody passes it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking import settling
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.calendars.files import booking_calendar
from kurse.errors import OfferGone
from kurse.models import Booking, Course, Seat
from kurse.notices.reminders import remind
from kurse.planning.go_ahead import let_run
from kurse.seats.steps import move
from kurse.states import CancelReason, SeatState
from kurse.templatetags.kurse import standing
from kurse.waiting.line import also_waiting, can_accept, position
from tests import factories
from tests.kurse import unfair
from tests.kurse.test_booking import person, queued

pytestmark = pytest.mark.django_db

OFFERED, WAITING, CONFIRMED, CANCELLED = (
    SeatState.OFFERED,
    SeatState.WAITING,
    SeatState.CONFIRMED,
    SeatState.CANCELLED,
)


def book(course: Course, number: int, *, others: int = 0) -> Booking:
    """A confirmed booking of one person and others, or the confirmed place of all of them in line."""
    booking = factories.add_seats(request_booking(course.pk, person(number, wait=True)), others)
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


def states(booking: Booking) -> list[str]:
    return list(Seat.objects.filter(booking=booking).values_list("state", flat=True))


def again(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=2, in_days=30)


@pytest.fixture
def holders(course) -> list[Booking]:
    return [book(course, number) for number in (1, 2)]


@pytest.fixture
def group(course, holders) -> Booking:
    """Two people who wait together for a full course."""
    return book(course, 3, others=1)


@pytest.fixture
def single(course, group) -> Booking:
    """Somebody who waits alone, behind the group."""
    return book(course, 4)


@pytest.fixture
def last_call(course) -> None:
    Course.objects.filter(pk=course.pk).update(starts_at=timezone.now() + timedelta(hours=20))


def test_one_free_seat_is_nobodys_while_two_wait_in_front_together(course, holders, group, single):
    cancel(holders[0])

    course.refresh_from_db()
    assert (states(group), states(single)) == ([WAITING, WAITING], [WAITING])
    assert (course.seats_taken, course.seats_waiting, course.is_full) == (1, 3, True)
    assert audit() == []


def test_a_group_is_offered_all_its_seats_with_one_mail_and_accepts_them_together(course, holders, group, single):
    for holder in holders:
        cancel(holder)
    offered = states(group)

    accept(group)

    course.refresh_from_db()
    assert (offered, states(group), states(single)) == ([OFFERED, OFFERED], [CONFIRMED, CONFIRMED], [WAITING])
    assert (course.seats_taken, course.seats_waiting) == (2, 1)
    assert (queued().count("kurse.offer"), queued().count("kurse.booked")) == (1, 3)
    assert audit() == []


def test_a_group_that_leaves_lets_who_waits_behind_it_have_the_free_seat(course, holders, group, single):
    cancel(holders[0])

    cancel(group, reason=CancelReason.LEFT)

    assert (states(group), states(single)) == ([CANCELLED, CANCELLED], [OFFERED])


def test_who_waits_alone_in_front_of_a_group_is_offered_the_seat(course, holders):
    first, behind = book(course, 5), book(course, 6, others=1)

    cancel(holders[0])

    assert (states(first), states(behind)) == ([OFFERED], [WAITING, WAITING])
    assert audit() == []


@pytest.mark.parametrize("way", [unfair.seat_by_seat, unfair.whoever_fits])
def test_an_unfair_way_of_passing_seats_on_is_found_by_the_audit(course, holders, group, single, monkeypatch, way):
    """Negative control of the tests above."""
    monkeypatch.setattr(settling, "promote", way)

    cancel(holders[0])

    assert {finding.rule for finding in audit()} == {"I6"}


@pytest.mark.parametrize(("cancelled", "found"), [(1, set()), (2, {"I4"})])
def test_free_seats_are_a_finding_only_where_the_next_booking_fits(
    course, holders, group, monkeypatch, cancelled, found
):
    monkeypatch.setattr(settling, "promote", lambda course, now: None)

    for holder in holders[:cancelled]:
        cancel(holder)

    assert {finding.rule for finding in audit()} == found


def test_a_group_has_one_place_in_line_and_counts_as_one_for_those_behind_it(course, group, single):
    assert (position(again(group)), position(again(single))) == (1, 2)


def test_shortly_before_the_start_those_are_asked_for_whom_there_are_seats_enough(holders, group, single, last_call):
    cancel(holders[0], reason=CancelReason.OFFICE)
    asked = queued().count("kurse.last_call")
    one_left = can_accept(again(group)), can_accept(again(single))
    with pytest.raises(OfferGone):
        accept(group)

    cancel(holders[1], reason=CancelReason.OFFICE)
    accept(group)

    assert (asked, one_left) == (1, (False, True))
    assert queued().count("kurse.last_call") == 2
    assert (states(group), states(single)) == ([CONFIRMED, CONFIRMED], [WAITING])
    with pytest.raises(OfferGone):
        accept(single)


def test_a_booking_stands_as_its_active_seats_do(course, holders, group):
    for holder in holders:
        cancel(holder)
    accept(group)
    first, second = Seat.objects.filter(booking=group)

    move(first, to=CANCELLED, now=timezone.now(), cancel_reason=CancelReason.SELF)
    part = again(group)
    told = (part.standing_seats, str(standing(part)), b"METHOD:PUBLISH" in booking_calendar(part))
    move(second, to=CANCELLED, now=timezone.now(), cancel_reason=CancelReason.OFFICE)
    whole = again(group)

    assert told == ([second], "bestätigt", True)
    assert (whole.standing_seats, str(standing(whole)), whole.leading_seat.cancel_reason) == (
        [second],
        "storniert",
        CancelReason.OFFICE,
    )
    assert b"METHOD:CANCEL" in booking_calendar(whole)


def test_a_group_is_reminded_and_told_that_the_course_takes_place_by_one_mail(programme_page, coordinator):
    course = factories.make_course(programme_page, capacity=3, in_days=7)
    book(course, 1, others=2)

    let_run(course, by=coordinator)

    with time_machine.travel(course.starts_at - timedelta(days=1)):
        assert (remind(), remind()) == (1, 0)
    assert (queued().count("kurse.runs"), queued().count("kurse.reminder")) == (1, 1)


def test_a_group_that_waits_elsewhere_is_named_once(programme_page, group):
    other = book(factories.make_course(programme_page, in_days=40), 3)

    assert list(also_waiting(other)) == [group]
