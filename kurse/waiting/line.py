"""The waiting list: free seats are offered to whoever is next, inside the transaction that freed them.

Who booked for a group waits for all its seats: a group that does not fit yet keeps its place, and nobody passes it
unless it is larger than the course has become.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from kurse.models import Booking, Course, Seat
from kurse.models.pools import Pool
from kurse.seats.steps import by_booking
from kurse.states import CourseState, SeatState
from kurse.waiting.offering import REPEAT_AFTER, ask_at_once, is_shortly_before, offer
from kurse.waiting.single_dates import may_take
from kurse.waiting.terms import offer_deadline


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
        offer(booking, seats, pool, now, until)


def is_last_call(course: Course, now: datetime) -> bool:
    """Whether all who wait may accept a free seat, the first one to do so getting it."""
    return is_shortly_before(course.starts_at, now)


def ask_all(course: Course, pool: Pool, in_line: QuerySet, now: datetime) -> None:
    """Tell everybody in the line of a pool for whom there are seats enough that whoever accepts first has them."""
    for booking, seats in by_booking(in_line.exclude(offered_at__gt=now - REPEAT_AFTER)).items():
        if len(seats) <= pool.left:
            ask_at_once(booking, seats, now, course.starts_at)


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
    if course.single_dates:
        return waiting if may_take(course, waiting[0].booking_id, now) else []
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
