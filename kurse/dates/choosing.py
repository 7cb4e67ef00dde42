"""Which dates somebody may choose, and how a choice is kept: inner steps under the caller's lock."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils import timezone

from kurse.dates.errors import DateNotBookable, DatesMissing, DatesNotOffered
from kurse.dates.seats import DateSeats
from kurse.models import BookedDate, Booking, Course, CourseDate
from kurse.models.pools import DatesPool


def may_be_chosen(date: CourseDate, now: datetime | None = None, *, by_staff: bool = False) -> bool:
    """Whether a date can be booked, whatever is free on it: staff enter somebody while it runs."""
    now = now or timezone.now()
    return date.is_to_come(now) or (by_staff and not date.is_dropped and now < date.ends_at)


def seats_on(course: Course, asked: Collection[int], now: datetime, *, by_staff: bool) -> tuple[DateSeats, DatesPool]:
    """Return the seats of a locked course with those on the dates that are asked for.

    Raises DatesMissing, DateNotBookable.
    """
    if not asked:
        raise DatesMissing
    room = DateSeats.noted(course)
    pool = room.chosen(asked)
    if len(pool.dates) < len(set(asked)) or not all(may_be_chosen(date, now, by_staff=by_staff) for date in pool.dates):
        raise DateNotBookable
    return room, pool


def refuse_dates(course: Course, asked: Collection[int]) -> None:
    """Raise DatesNotOffered where somebody names dates of a course that is booked as a whole."""
    if asked and not course.single_dates:
        raise DatesNotOffered


def keep_dates(booking: Booking, dates: Iterable[CourseDate]) -> None:
    """Write which dates a new booking is for."""
    BookedDate.objects.bulk_create(BookedDate(booking=booking, date=date) for date in dates)


def dates_taken(booking: Booking) -> list[CourseDate]:
    """Return the dates these people booked, without those that were dropped."""
    return [date for date in booking.own_dates() if not date.is_dropped]
