"""Cancelling and forgetting: one booking, once, its seat while it is of use, and the overdue ones of others."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, confirm, forget, request_booking
from kurse.models import Booking, Course, Seat
from kurse.signals import booking_cancelled
from kurse.states import CancelReason, SeatState
from tests import factories
from tests.kurse.test_booking import person
from vorgang.models import JournalEntry
from vorgang.states import StaffAction

pytestmark = pytest.mark.django_db


@pytest.fixture
def booked(course) -> list[Booking]:
    """Two people with confirmed seats."""
    bookings = [request_booking(course.pk, person(number)) for number in (1, 2)]
    for booking in bookings:
        confirm(booking)
    return list(Booking.objects.order_by("pk"))


def states() -> list[str]:
    return list(Seat.objects.order_by("pk").values_list("state", flat=True))


def test_forgetting_one_person_leaves_the_others(booked):
    first, second = booked

    forget(second)

    names = list(Booking.objects.order_by("pk").values_list("name", flat=True))
    assert names == [first.name, ""]
    assert states() == [SeatState.CONFIRMED, SeatState.CANCELLED]
    assert Course.objects.get().seats_taken == 1


def test_forgetting_twice_changes_nothing(booked):
    forget(booked[0])
    before = list(Booking.objects.values()), list(Seat.objects.values())

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        forget(booked[0])

    assert (list(Booking.objects.values()), list(Seat.objects.values())) == before


def test_who_is_forgotten_gives_the_seat_back_themselves(booked):
    forget(booked[0])

    seat = Seat.objects.get(booking=booked[0])
    assert (seat.state, seat.cancel_reason) == (SeatState.CANCELLED, CancelReason.SELF)


def test_at_the_end_of_a_course_a_seat_is_no_longer_given_back(booked):
    with time_machine.travel(Course.objects.get().ends_at, tick=False):
        forget(booked[0])

    assert states() == [SeatState.CONFIRMED, SeatState.CONFIRMED]


def test_a_seat_that_comes_back_by_forgetting_is_told_like_one_that_was_cancelled(
    booked, django_capture_on_commit_callbacks
):
    told = []

    def listen(booking_id: int, **kwargs) -> None:
        told.append(booking_id)

    booking_cancelled.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        forget(booked[0])
        cancel(booked[1])
    booking_cancelled.disconnect(listen)

    assert told == [booked[0].pk, booked[1].pk]


@pytest.mark.parametrize("verb", [cancel, forget])
def test_a_verb_about_one_seat_frees_the_overdue_ones_of_others(course, verb):
    late, other = (request_booking(course.pk, person(number)) for number in (1, 2))
    confirm(other)
    Seat.objects.filter(booking=late).update(held_until=timezone.now() - timedelta(minutes=1))

    verb(other)

    assert states() == [SeatState.LAPSED, SeatState.CANCELLED]
    assert Course.objects.get().seats_taken == 0


def test_erasing_frees_the_overdue_seats_of_its_courses_and_no_others(programme_page):
    course, elsewhere = (factories.make_course(programme_page, capacity=9) for _ in range(2))
    erased, late, held, confirmed = (request_booking(course.pk, person(number)) for number in range(4))
    late_elsewhere = request_booking(elsewhere.pk, person(5))
    confirm(confirmed)
    now = timezone.now()
    Seat.objects.update(moved_at=now - timedelta(hours=1))
    Seat.objects.exclude(booking=held).update(held_until=now - timedelta(minutes=1))

    erase(erased)

    assert dict(Seat.objects.values_list("booking", "state")) == {
        late.pk: SeatState.LAPSED,
        held.pk: SeatState.HELD,
        confirmed.pk: SeatState.CONFIRMED,
        late_elsewhere.pk: SeatState.HELD,
    }
    assert Seat.objects.get(booking=late).moved_at >= now
    assert [Course.objects.get(pk=one.pk).seats_taken for one in (course, elsewhere)] == [2, 1]


def test_erasing_the_last_booking_of_a_course_leaves_no_seat_taken(course):
    erase(request_booking(course.pk, person()))

    assert (Seat.objects.count(), Course.objects.get().seats_taken) == (0, 0)


def test_who_of_the_office_cancelled_what_stands_in_the_journal(booked, coordinator):
    cancel(booked[1], reason=CancelReason.OFFICE, by=coordinator)

    entries = JournalEntry.objects.values_list("staff", "action", "object_type", "object_id")
    assert list(entries) == [(coordinator.pk, StaffAction.CANCELLED, "kurse.booking", str(booked[1].pk))]
