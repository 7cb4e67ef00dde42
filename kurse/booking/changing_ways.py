"""Taking part the other way: one verb for the person and the office, which never loses anybody a seat."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from kurse.booking.approval import ask, asks_office
from kurse.booking.lifecycle import TAKEN, usable_seats
from kurse.booking.settling import lapse_overdue, settle
from kurse.errors import CourseNotBookable
from kurse.models import Booking, Course, Seat
from kurse.seats.steps import move, seat_change
from kurse.seats.telling import tell_changed, tell_of_seats, written_to
from kurse.states import CourseState, SeatMode, SeatState
from kurse.ways.errors import ModeNotOffered, WayFull
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction


def take_part(booking: Booking, mode: SeatMode, *, by: AbstractBaseUser | None = None) -> None:
    """Let everybody of a booking take part this way from now on, and tell them with a new calendar file.

    Their former seats go to whoever waits for them. Who waits in line gets a seat at once where one is free on the
    other way. Raises WayFull where there are too few or somebody waits for them, ModeNotOffered, CourseNotBookable
    once the course has begun, BookingRestricted, CourseBusy. Doing it twice changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        moving = movable(usable_seats(booking), mode)
        if moving:
            if mode not in course.ways:
                raise ModeNotOffered
            if not is_to_come(moving[0].booking, course, now):
                raise CourseNotBookable
            if course.has_pools and course.pool_of(mode).free < len(moving):
                raise WayFull
            told = written_to(moving)
            change(course, moving, mode, now, by)
            queue_mail("kurse.way", booking, dedup=f"kurse.way:{moving[0].pk}:{course.lock_version}")
            tell_changed(told, course.lock_version)
            record(by, StaffAction.CHANGED, booking)
        settle(course, now)


def change(course: Course, seats: Sequence[Seat], mode: SeatMode, now: datetime, by: AbstractBaseUser | None) -> None:
    """Write the other way to seats that are free there, under the caller's lock."""
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(mode=mode)
    waiting = [seat for seat in seats if seat.state == SeatState.WAITING]
    # In the pool they come to they have a seat; where the ways share one, who waits keeps the place in line.
    if not course.has_pools or not waiting:
        return
    if asks_office(course, by):
        ask(course, waiting, now)
    else:
        move(*waiting, to=SeatState.CONFIRMED, now=now)
        tell_of_seats(waiting)


def may_take_part(booking: Booking, mode: SeatMode) -> bool:
    """Whether a person can change to this way now."""
    course = booking.course
    if not course.is_hybrid or not is_to_come(booking, course, timezone.now()):
        return False
    moving = movable(booking.standing_seats, mode)
    return bool(moving) and (not course.has_pools or course.pool_of(mode).free >= len(moving))


def other_ways(booking: Booking) -> list[SeatMode]:
    """Return how everybody of a booking may take part instead."""
    return [mode for mode in booking.course.ways if may_take_part(booking, mode)]


def movable(seats: Sequence[Seat], mode: SeatMode) -> list[Seat]:
    """Return those of one booking that take part the other way, with a seat sure or asked for, or in line for one."""
    return [seat for seat in seats if seat.mode != mode and is_settled(seat)]


def is_settled(seat: Seat) -> bool:
    is_in_line = seat.state == SeatState.WAITING and seat.booking.confirmed_at is not None
    return is_in_line or seat.state in TAKEN


def is_to_come(booking: Booking, course: Course, now: datetime) -> bool:
    booking.course = course
    start = booking.begins_at
    return course.state == CourseState.OPEN and start is not None and now < start
