"""The waiting list: free seats are offered to whoever is next, inside the transaction that freed them.

Who booked for a group waits for all its seats: a group that does not fit yet keeps its place, and nobody passes it
unless it is larger than the course has become.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from kurse import conf
from kurse.models import Booking, Course, Seat
from kurse.offer_terms import offer_deadline
from kurse.pools import Pool
from kurse.seats import by_booking, move
from kurse.states import CourseState, SeatState
from vorgang.outbox import queue_mail

# All who wait are not asked again for every seat that is given back within this time.
REPEAT_AFTER = timedelta(hours=1)


def promote(course: Course, now: datetime) -> None:
    """Offer the free seats of a locked, counted course to those next in line; who calls writes the counts.

    Each pool has a line of its own. Shortly before the start nobody has time to be asked in turn: then all are asked,
    and the first one to accept gets the seat.
    """
    if course.state != CourseState.OPEN or course.starts_at is None or course.starts_at <= now:
        return
    for pool in course.pools:
        if pool.left and pool.waiting:
            pass_on(course, pool, now)


def pass_on(course: Course, pool: Pool, now: datetime) -> None:
    """Offer the free seats of one pool to those who wait for it."""
    # Who has had their data locked (Art. 18 GDPR) gets no mail, so no offer either, and keeps the place in line.
    in_line = Seat.objects.in_line().filter(course=course, mode__in=pool.modes, booking__restricted_at=None)
    in_line = in_line.select_related("booking")
    if is_last_call(course, now):
        ask_all(course, pool, in_line, now)
        return
    until = offer_deadline(now, course.starts_at)
    # One more than are free: a booking that is cut off here does not fit, as it would not whole.
    for booking, seats in by_booking(in_line[: pool.left + 1]).items():
        if len(seats) > pool.left:
            break
        if move(*seats, to=SeatState.OFFERED, now=now, held_until=until, offered_at=now):
            pool.take(len(seats))
            pool.leave_line(len(seats))
            queue_mail("kurse.offer", booking, dedup=f"kurse.offer:{seats[0].pk}")
            ask_by_phone(booking, until)


def is_last_call(course: Course, now: datetime) -> bool:
    """Whether all who wait may accept a free seat, the first one to do so getting it."""
    return course.starts_at is not None and course.starts_at - conf.last_call_before() <= now < course.starts_at


def ask_all(course: Course, pool: Pool, in_line: QuerySet, now: datetime) -> None:
    """Tell everybody in the line of a pool for whom there are seats enough that whoever accepts first has them."""
    for booking, seats in by_booking(in_line.exclude(offered_at__gt=now - REPEAT_AFTER)).items():
        if len(seats) > pool.left:
            continue
        Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(offered_at=now)
        queue_mail("kurse.last_call", booking, dedup=f"kurse.last_call:{seats[0].pk}:{now:%Y-%m-%d-%H-%M}")
        ask_by_phone(booking, course.starts_at)


def ask_by_phone(booking: Booking, until: datetime) -> None:
    """Put a person without a mail address into the inbox: a letter would come too late."""
    if booking.email:
        return
    day = date_format(timezone.localtime(until), "d.m.Y, H:i")
    with override(settings.LANGUAGE_CODE):
        call = gettext("Bitte anrufen: Platz von der Warteliste angeboten bis %(day)s Uhr.") % {"day": day}
    Booking.objects.filter(pk=booking.pk).update(needs_answer=True, answered_at=None, next_action=call)


def can_accept(booking: Booking) -> bool:
    """Whether a person can take what is offered to them, or in the last call to everybody in line."""
    return bool(acceptable(booking.course, booking.standing_seats, timezone.now()))


def acceptable(course: Course, seats: Sequence[Seat], now: datetime) -> list[Seat]:
    """Return those seats of one booking that are offered; in the last call all it waits for, if there are as many."""
    offered = [
        seat for seat in seats if seat.state == SeatState.OFFERED and (seat.held_until is None or now < seat.held_until)
    ]
    waiting = [seat for seat in seats if seat.state == SeatState.WAITING and seat.booking.confirmed_at is not None]
    if offered or not waiting:
        return offered
    fits = len(waiting) <= course.pool_of(waiting[0].mode).left and is_last_call(course, now)
    return waiting if fits else []


def waits(booking: Booking) -> bool:
    """Whether somebody is on the waiting list, their address confirmed."""
    return booking.confirmed_at is not None and booking.leading_seat.state == SeatState.WAITING


def position(booking: Booking) -> int | None:
    """Return the place in line, from 1, of which a group has one; None for who is not in line, or passed over."""
    if not waits(booking) or booking.is_too_large:
        return None
    ahead = Seat.objects.ahead_of(booking).order_by().aggregate(number=Count("booking", distinct=True))
    return ahead["number"] + 1


def also_waiting(booking: Booking) -> QuerySet:
    """The bookings of the same address that wait in line for other courses."""
    if not booking.email:
        return Booking.objects.none()
    return (
        Booking.objects.of_address(booking.email)
        .filter(seats__state=SeatState.WAITING, confirmed_at__isnull=False)
        .exclude(pk=booking.pk)
        .distinct()
        .select_related("course__page")
        .order_by("created_at", "pk")
    )
