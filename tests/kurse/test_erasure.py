"""Forgetting people while the numbers stay."""

import pytest
from django.utils import timezone

from kurse.booking import confirm, request_booking
from kurse.erasure import erase, erase_due
from kurse.models import Booking, Course, Seat
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db


def test_a_confirmed_booking_keeps_only_its_numbers(course):
    booking = request_booking(course.pk, person(remark="Bitte vegan."))
    confirm(booking)

    erase(booking)
    erase(booking)

    booking = Booking.objects.get()
    assert (booking.name, booking.email, booking.phone, booking.remark) == ("", "", "", "")
    assert Seat.objects.get().name == ""
    assert Course.objects.get().seats_taken == 1


def test_an_unconfirmed_booking_goes_whole_and_frees_its_seat(course):
    booking = request_booking(course.pk, person())

    erase(booking)

    assert not Booking.objects.exists()
    assert Course.objects.get().seats_taken == 0


def test_an_unconfirmed_booking_is_never_due_while_its_seat_is_held(course, settings):
    settings.KURSE_HOLD_HOURS = 72

    booking = request_booking(course.pk, person())

    assert booking.erase_after > timezone.localdate(booking.seat.held_until)


def test_a_booking_that_was_confirmed_meanwhile_is_left_alone(course):
    stale = request_booking(course.pk, person())
    Booking.objects.update(erase_after=timezone.localdate())
    stale = Booking.objects.get(pk=stale.pk)
    confirm(stale)

    erase_due(stale)

    assert Booking.objects.get().name != ""


def test_without_the_second_look_the_confirmed_booking_would_be_forgotten(course):
    """Negative control of the test above."""
    stale = request_booking(course.pk, person())
    confirm(stale)

    erase(stale)

    assert Booking.objects.get().name == ""
