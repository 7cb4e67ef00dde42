"""Putting right what a booking says of its person."""

from django.db import IntegrityError

from kurse.booking.requests import person_key
from kurse.errors import SamePersonTwice
from kurse.models import Booking, Course, Seat
from kurse.seats.steps import seat_change
from vorgang.case_types import Correction
from vorgang.guards.locks import lock


def correct(booking: Booking, correction: Correction) -> None:
    """Write name, phone and address of whoever booked; the seat that bears their name or address follows.

    Seats of other people in the same booking keep theirs. Raises SamePersonTwice, CourseBusy.
    """
    try:
        with seat_change():
            lock(Course, booking.course_id)
            current = Booking.objects.filter(pk=booking.pk, erased_at__isnull=True).first()
            if current is None:
                return
            for seat in Seat.objects.filter(booking=current):
                name = correction.name if seat.name == current.name else seat.name
                key = person_key(name, correction.email, correction.phone) if name else seat.person_key
                is_own = seat.email.casefold() == current.email.casefold()
                email = correction.email if seat.email and is_own else seat.email
                Seat.objects.filter(pk=seat.pk).update(name=name, email=email, person_key=key)
            Booking.objects.filter(pk=current.pk).update(
                name=correction.name, phone=correction.phone, email=correction.email
            )
    except IntegrityError as error:
        raise SamePersonTwice from error
