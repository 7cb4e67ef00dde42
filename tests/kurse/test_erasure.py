"""Forgetting people while the numbers stay."""

import pytest

from kurse.booking import confirm, request_booking
from kurse.erasure import erase
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
