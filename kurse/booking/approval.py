"""A sure seat or a question to the office: what becomes of seats whose person has said yes, under the caller's lock."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext, override

from kurse.booking.entry import announce
from kurse.models import Booking, Course, Seat
from kurse.seats.steps import move
from kurse.seats.telling import tell_of_seats
from kurse.signals import booking_confirmed
from kurse.states import SeatState
from vorgang.outbox.queue import queue_mail


def asks_office(course: Course, by: AbstractBaseUser | None = None) -> bool:
    """Whether the office decides before a seat is sure; it has decided where it acts itself (`by`)."""
    return course.needs_approval and by is None


def give_or_ask(course: Course, seats: Sequence[Seat], now: datetime, *, by: AbstractBaseUser | None = None) -> None:
    """Make the seats of one booking sure and tell its person, or hold them while the office decides."""
    booking = seats[0].booking
    if asks_office(course, by):
        ask(course, seats, now)
        return
    move(*seats, to=SeatState.CONFIRMED, now=now)
    queue_mail("kurse.booked", booking, dedup=f"kurse.booked:{seats[0].pk}")
    tell_of_seats(seats)
    announce(booking_confirmed, booking)


def ask(course: Course, seats: Sequence[Seat], now: datetime) -> None:
    """Hold seats until the course begins for them, and ask the office, which finds them in its inbox."""
    booking = seats[0].booking
    booking.course = course
    move(*seats, to=SeatState.REQUESTED, now=now, held_until=booking.begins_at, requested_at=now)
    with override(settings.LANGUAGE_CODE):
        decide = gettext("Bitte entscheiden: Anmeldung zusagen oder absagen.")
    Booking.objects.filter(pk=booking.pk).update(next_action=decide)
    queue_mail("kurse.requested", booking, dedup=f"kurse.requested:{seats[0].pk}")
    queue_mail("vorgang.office_new", booking, office=True)


def ask_no_longer(bookings: Collection[Booking]) -> None:
    """Take back what the office was asked to do: there is nothing left to decide, or it has decided."""
    keys = [booking.pk for booking in bookings]
    Booking.objects.filter(pk__in=keys).exclude(next_action="").update(next_action="")
