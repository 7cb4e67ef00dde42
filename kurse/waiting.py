"""The waiting list: a free seat is offered to whoever is next, inside the transaction that freed it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from kurse import conf
from kurse.models import Booking, Course, Seat
from kurse.offer_terms import offer_deadline
from kurse.seats import move
from kurse.states import CourseState, SeatState
from vorgang.outbox import queue_mail

# All who wait are not asked again for every seat that is given back within this time.
REPEAT_AFTER = timedelta(hours=1)


def promote(course: Course, now: datetime) -> None:
    """Offer the free seats of a locked, counted course to those next in line; who calls writes the counts.

    Shortly before the start nobody has time to be asked in turn: then all are asked, and the first one to accept
    gets the seat.
    """
    free = min(course.seats_left, course.seats_waiting)
    if not free or course.state != CourseState.OPEN or course.starts_at is None or course.starts_at <= now:
        return
    # Who has had their data locked (Art. 18 GDPR) gets no mail, so no offer either, and keeps the place in line.
    in_line = Seat.objects.in_line().filter(course=course, booking__restricted_at=None).select_related("booking")
    if is_last_call(course, now):
        ask_all(in_line, now)
        return
    until = offer_deadline(now, course.starts_at)
    for seat in in_line[:free]:
        if move(seat, to=SeatState.OFFERED, now=now, held_until=until, offered_at=now):
            course.seats_taken += 1
            course.seats_waiting -= 1
            queue_mail("kurse.offer", seat.booking, dedup=f"kurse.offer:{seat.pk}")
            ask_by_phone(seat.booking, until)


def is_last_call(course: Course, now: datetime) -> bool:
    """Whether all who wait may accept a free seat, the first one to do so getting it."""
    return course.starts_at is not None and course.starts_at - conf.last_call_before() <= now < course.starts_at


def ask_all(in_line: QuerySet, now: datetime) -> None:
    """Tell everybody in line that there is a seat for whoever accepts first."""
    for seat in in_line.exclude(offered_at__gt=now - REPEAT_AFTER):
        Seat.objects.filter(pk=seat.pk).update(offered_at=now)
        queue_mail("kurse.last_call", seat.booking, dedup=f"kurse.last_call:{seat.pk}:{now:%Y-%m-%d-%H-%M}")
        ask_by_phone(seat.booking, seat.course.starts_at)


def ask_by_phone(booking: Booking, until: datetime) -> None:
    """Put a person without a mail address into the inbox: a letter would come too late."""
    if booking.email:
        return
    day = date_format(timezone.localtime(until), "d.m.Y, H:i")
    with override(settings.LANGUAGE_CODE):
        call = gettext("Bitte anrufen: Platz von der Warteliste angeboten bis %(day)s Uhr.") % {"day": day}
    Booking.objects.filter(pk=booking.pk).update(needs_answer=True, answered_at=None, next_action=call)


def can_accept(seat: Seat, now: datetime | None = None) -> bool:
    """Whether a person can take a seat that is offered to them, or in the last call to everybody in line."""
    now = now or timezone.now()
    if seat.state == SeatState.OFFERED:
        return seat.held_until is None or now < seat.held_until
    is_in_line = seat.state == SeatState.WAITING and seat.booking.confirmed_at is not None
    return is_in_line and seat.course.seats_left > 0 and is_last_call(seat.course, now)


def position(seat: Seat) -> int | None:
    """Return the place in line, from 1; None for who is not in line."""
    if seat.state != SeatState.WAITING or seat.booking.confirmed_at is None:
        return None
    return Seat.objects.ahead_of(seat).count() + 1


def also_waiting(booking: Booking) -> QuerySet:
    """The bookings of the same address that wait in line for other courses."""
    if not booking.email:
        return Booking.objects.none()
    return (
        Booking.objects.of_address(booking.email)
        .filter(seats__state=SeatState.WAITING, confirmed_at__isnull=False)
        .exclude(pk=booking.pk)
        .select_related("course__page")
        .order_by("created_at", "pk")
    )
