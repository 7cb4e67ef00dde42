"""The office decides who takes part: two verbs on bookings whose seats are held meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils import timezone

from kurse.booking.approval import ask_no_longer, give_or_ask
from kurse.booking.entry import announce
from kurse.booking.errors import NothingToDecide
from kurse.booking.lifecycle import usable_seats
from kurse.booking.settling import lapse_overdue, settle
from kurse.errors import BookingError
from kurse.models import Booking, Course, Seat
from kurse.seats.steps import move, seat_change
from kurse.signals import booking_cancelled
from kurse.states import CancelReason, SeatState
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction


def approve(booking: Booking, *, by: AbstractBaseUser) -> None:
    """Make the seats of a booking sure that the office had to decide about, and tell its person.

    Raises NothingToDecide where they are not, or no longer, waiting for it, BookingRestricted, CourseBusy. Approving
    twice changes nothing.
    """
    with seat_change():
        course, now, seats = begin(booking)
        asked = [seat for seat in seats if seat.state == SeatState.REQUESTED]
        if asked:
            ask_no_longer([booking])
            give_or_ask(course, asked, now, by=by)
            record(by, StaffAction.CONFIRMED, booking)
        is_done = any(seat.state == SeatState.CONFIRMED for seat in seats)
    # After the commit, so that the lapse it found stays.
    if not is_done:
        raise NothingToDecide


def turn_down(booking: Booking, *, by: AbstractBaseUser) -> None:
    """Free the seats of a booking that the office had to decide about, and tell its person what they can do.

    Whoever waits is offered them in the same transaction. Raises NothingToDecide where they are not, or no longer,
    waiting for the office, BookingRestricted, CourseBusy. Doing it twice changes nothing.
    """
    with seat_change():
        course, now, seats = begin(booking)
        asked = [seat for seat in seats if seat.state == SeatState.REQUESTED]
        is_done = bool(asked) or any(seat.cancel_reason == CancelReason.TURNED_DOWN for seat in seats)
        if asked:
            ask_no_longer([booking])
            move(*asked, to=SeatState.CANCELLED, now=now, cancel_reason=CancelReason.TURNED_DOWN)
            queue_mail("kurse.turned_down", booking, dedup=f"kurse.turned_down:{asked[0].pk}")
            record(by, StaffAction.CANCELLED, booking)
            announce(booking_cancelled, booking)
            settle(course, now)
    if not is_done:
        raise NothingToDecide


class Decision(Enum):
    """What the office can say; each with the mail that says it."""

    APPROVE = "kurse.booked"
    TURN_DOWN = "kurse.turned_down"

    @property
    def mail(self) -> str:
        return self.value


def decide_each(
    bookings: Sequence[Booking], decision: Decision, *, by: AbstractBaseUser
) -> tuple[list[Booking], list[tuple[Booking, str]]]:
    """Decide alike about several, each in a transaction of its own: one that is settled already stops no other.

    Returns those that are decided, and the others with what to say of them.
    """
    verb = approve if decision == Decision.APPROVE else turn_down
    done, left = [], []
    for booking in bookings:
        try:
            verb(booking, by=by)
        except BookingError as error:
            left.append((booking, str(error.message)))
        else:
            done.append(booking)
    return done, left


def begin(booking: Booking) -> tuple[Course, datetime, list[Seat]]:
    """Lock the course of a booking, let what is overdue lapse, and return the seats as they are then."""
    [course] = lock(Course, booking.course_id)
    now = timezone.now()
    lapse_overdue(course, now)
    return course, now, usable_seats(booking)


def undecided() -> QuerySet[Booking]:
    """The bookings about which the office has to decide, whoever asked first in front."""
    asked = Booking.objects.filter(seats__in=Seat.objects.undecided(), erased_at=None, restricted_at=None)
    return asked.distinct().order_by("created_at", "pk")
