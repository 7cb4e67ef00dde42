"""Ways of passing seats on that the waiting list must not take, for negative controls."""

from collections.abc import Iterable
from datetime import datetime

from kurse.models import Course, Seat
from kurse.seats.steps import by_booking, move
from kurse.states import SeatState
from kurse.waiting.line import is_last_call, pass_on
from kurse.waiting.terms import offer_deadline


def seat_by_seat(course: Course, now: datetime) -> None:
    """Offer one seat of a group as soon as one is free."""
    offer(course, ([seat] for seat in line(course)), now)


def whoever_fits(course: Course, now: datetime) -> None:
    """Offer a seat to whoever it is enough for, past a group that needs more."""
    offer(course, by_booking(line(course)).values(), now)


def only_the_room(course: Course, now: datetime) -> None:
    """Forget those who wait for a seat online."""
    [room, *_online] = course.pools
    if min(room.left, room.waiting) and course.starts_at > now:
        pass_on(course, room, now)


def line(course: Course) -> Iterable[Seat]:
    return Seat.objects.in_line().filter(course=course).select_related("booking")


def offer(course: Course, parties: Iterable[list[Seat]], now: datetime) -> None:
    if course.starts_at <= now or is_last_call(course, now):
        return
    until = offer_deadline(now, course.starts_at)
    for seats in parties:
        pool = course.pool_of(seats[0].mode)
        if len(seats) <= pool.left:
            move(*seats, to=SeatState.OFFERED, now=now, held_until=until, offered_at=now)
            pool.take(len(seats))
            pool.leave_line(len(seats))
