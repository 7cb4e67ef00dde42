"""Other dates for a booking: one verb for the person and the office, which takes the new and frees the old at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from kurse.booking.approval import ask, asks_office
from kurse.booking.lifecycle import TAKEN, usable_seats
from kurse.booking.settling import lapse_overdue, settle
from kurse.dates.choosing import may_be_chosen
from kurse.dates.errors import (
    DateNotBookable,
    DatesFull,
    DatesMissing,
    DatesNotChangeable,
    DatesNotOffered,
    DateTooLateToGiveUp,
    NoMoreDatesInLine,
)
from kurse.dates.seats import DateSeats
from kurse.dates.switching import first_start
from kurse.models import BookedDate, Booking, Course, CourseDate, Seat
from kurse.seats.steps import move, seat_change
from kurse.seats.telling import tell_changed, tell_of_seats, written_to
from kurse.states import CourseState, SeatState
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction


@dataclass(frozen=True)
class Change:
    """What a new choice means for a booking: dates it gets, and dates it gives up; those over stay as they are."""

    added: list[CourseDate]
    given_up: list[CourseDate]

    def __bool__(self):
        return bool(self.added or self.given_up)


def change_dates(booking: Booking, asked: Collection[int], *, by: AbstractBaseUser | None = None) -> None:
    """Let all people of a booking come on these dates (keys) instead, and tell them with a new calendar file.

    All of the new ones are free, or nothing changes; what is given up goes to whoever waits for it. Who waits in line
    may wait for fewer dates and keeps the place, or takes other dates on which seats are free, and has them at once.
    Dates that can be chosen no longer stay as they are. People themselves give up a date within its time to cancel,
    staff (`by`) until it is over. Doing it twice changes nothing. Raises DatesMissing, DatesNotOffered,
    DatesNotChangeable, DateNotBookable, DateTooLateToGiveUp, DatesFull, NoMoreDatesInLine, BookingRestricted,
    CourseBusy.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        if not course.single_dates:
            raise DatesNotOffered
        seats = [seat for seat in usable_seats(booking) if is_settled(seat)]
        if not seats or course.state != CourseState.OPEN:
            raise DatesNotChangeable
        room = DateSeats.noted(course)
        change = change_of(booking, room.dates, asked, now, by_staff=by is not None)
        if change:
            refuse_late(course, change, now, by)
            told = written_to(seats)
            is_waiting = seats[0].state == SeatState.WAITING
            if is_waiting and change.added:
                take_free(course, room, seats, asked, now, by)
            elif not is_waiting and room.chosen([date.pk for date in change.added]).free < len(seats) and change.added:
                raise DatesFull
            write(booking, change, now)
            Seat.objects.until_the_start().filter(booking=booking).update(held_until=first_start())
            queue_mail("kurse.dates", booking, dedup=f"kurse.dates:{seats[0].pk}:{course.lock_version}")
            tell_changed(told, course.lock_version)
            record(by, StaffAction.CHANGED, booking)
        settle(course, now)


def change_of(
    booking: Booking, dates: Collection[CourseDate], asked: Collection[int], now: datetime, *, by_staff: bool
) -> Change:
    """Return what a choice changes; raises DatesMissing, DateNotBookable."""
    kept = set(booking.booked_dates.kept().values_list("date_id", flat=True))
    open_to_choice = {date.pk for date in dates if may_be_chosen(date, now, by_staff=by_staff)}
    if not set(asked) <= open_to_choice | kept:
        raise DateNotBookable
    wanted = set(asked) | (kept - open_to_choice)
    if not wanted:
        raise DatesMissing
    return Change(
        [date for date in dates if date.pk in wanted - kept], [date for date in dates if date.pk in kept - wanted]
    )


def refuse_late(course: Course, change: Change, now: datetime, by: AbstractBaseUser | None) -> None:
    """Raise DateTooLateToGiveUp where people themselves give up a date after its time to cancel."""
    if by is None and any(course.cancellable_until(date.starts_at) <= now for date in change.given_up):
        raise DateTooLateToGiveUp


def take_free(
    course: Course,
    room: DateSeats,
    seats: list[Seat],
    asked: Collection[int],
    now: datetime,
    by: AbstractBaseUser | None,
) -> None:
    """Give seats at once to who waited in line and now chooses dates on which seats are free; never past somebody.

    Raises NoMoreDatesInLine.
    """
    own = set(seats[0].booking.booked_dates.kept().values_list("date_id", flat=True))
    for date in room.dates:
        if date.pk in own:
            # Nobody stands in their own way.
            date.seats_waiting -= len(seats)
    if room.chosen(asked).free < len(seats):
        raise NoMoreDatesInLine
    if asks_office(course, by):
        ask(course, seats, now)
    else:
        move(*seats, to=SeatState.CONFIRMED, now=now)
        tell_of_seats(seats)


def write(booking: Booking, change: Change, now: datetime) -> None:
    """Note what was given up and what came instead; a date given up before is taken up again."""
    given_up = [date.pk for date in change.given_up]
    booking.booked_dates.filter(date__in=given_up).update(given_up_at=now)
    BookedDate.objects.bulk_create(
        [BookedDate(booking=booking, date=date) for date in change.added],
        update_conflicts=True,
        unique_fields=["booking", "date"],
        update_fields=["given_up_at", "reminded_at"],
    )


def is_settled(seat: Seat) -> bool:
    """Whether a seat is sure, asked for or waited for: an address that is unconfirmed or an offer is answered first."""
    return seat.state in TAKEN or (seat.state == SeatState.WAITING and seat.booking.confirmed_at is not None)


def may_change_dates(booking: Booking) -> bool:
    """Whether a person may choose other dates now."""
    course, seat = booking.course, booking.leading_seat
    if not course.single_dates or course.state != CourseState.OPEN or booking.restricted_at:
        return False
    return is_settled(seat) and any(may_be_chosen(date) for date in course.dates.all())
