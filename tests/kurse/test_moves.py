"""What moving a seat leaves behind: when, whether it moved at all, how long its person is kept, who is told."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kurse import conf
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Seat
from kurse.seats.steps import move
from kurse.states import SeatState
from tests.kurse.test_booking import person
from vorgang.models import OutboxMail
from vorgang.states import Audience

pytestmark = pytest.mark.django_db


def test_a_seat_that_moves_says_so_and_when(held):
    moment = timezone.now() + timedelta(hours=1)

    moved = move(held.leading_seat, to=SeatState.CONFIRMED, now=moment)

    assert moved is True
    assert Seat.objects.values_list("state", "moved_at").get() == (SeatState.CONFIRMED, moment)


def test_a_seat_that_somebody_else_has_cancelled_meanwhile_does_not_move(held):
    seen_before = Seat.objects.get()
    cancel(held)

    moved = move(seen_before, to=SeatState.CONFIRMED, now=timezone.now())

    assert moved is False
    assert Seat.objects.get().state == SeatState.CANCELLED


def test_who_confirms_is_kept_until_some_time_after_the_course(course):
    booking = request_booking(course.pk, person())
    before = Booking.objects.get().erase_after

    confirm(booking)

    after = Booking.objects.get().erase_after
    assert after == timezone.localdate(course.ends_at) + conf.erase_after_course()
    assert before < after


def test_the_office_is_told_of_a_remark_and_the_person_of_the_booking(course):
    booking = request_booking(course.pk, person(remark="Kommt mit Rollstuhl."))
    OutboxMail.objects.all().delete()

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        confirm(booking)
        confirm(booking)

    mails = OutboxMail.objects.order_by("kind").values_list("kind", "audience", "object_id")
    assert list(mails) == [
        ("kurse.booked", Audience.PERSON, booking.pk),
        ("vorgang.office_new", Audience.OFFICE, booking.pk),
    ]
