"""Who took one seat is forgotten at their own wish: their name, their address, and all that leads back to them."""

from datetime import datetime

from django.utils import timezone

from kurse.booking.erasure import empty_seats
from kurse.dates.choosing import dates_taken
from kurse.errors import BookingRestricted
from kurse.models import Course, NoticeCopy, Seat
from kurse.people.errors import SeatStillNeeded
from kurse.seats.steps import seat_change
from kurse.states import ACTIVE
from vorgang.disclosure.collecting import rows_pointing_to, with_parts
from vorgang.guards.locks import lock
from vorgang.keeping.erasure import record
from vorgang.keeping.erasure_log import note_erased


def forget_person(seat: Seat) -> None:
    """Empty what a seat tells of its person, once it is given up or the course is over; the booking stays as it is.

    Raises SeatStillNeeded, BookingRestricted, CourseBusy.
    """
    with seat_change():
        lock(Course, seat.course_id)
        now, current = timezone.now(), fresh(seat)
        if current.booking.restricted_at:
            raise BookingRestricted
        if is_needed(current, now):
            raise SeatStillNeeded
        empty(current)
        record("kurse.seat:asked", now, [current.pk])


def forget_again(seat: Seat) -> None:
    """Empty a seat that a backup brought back, whatever stands in it."""
    with seat_change():
        lock(Course, seat.course_id)
        empty(fresh(seat))


def is_needed(seat: Seat, now: datetime | None = None) -> bool:
    """Whether somebody is still expected on a seat, or waits for it."""
    dates = dates_taken(seat.booking)
    return seat.state in ACTIVE and (not dates or max(date.ends_at for date in dates) > (now or timezone.now()))


# ------------------------------------------------------------------ inner steps, under the caller's lock


def fresh(seat: Seat) -> Seat:
    return Seat.objects.select_related("booking", "course").get(pk=seat.pk)


def empty(seat: Seat) -> None:
    note_erased([seat], made_at="booked_at")
    # The links and mails, also those about a message of the office.
    for row in rows_pointing_to(with_parts([seat])):
        row.delete()
    NoticeCopy.objects.filter(seat=seat).delete()
    empty_seats(Seat.objects.filter(pk=seat.pk))
