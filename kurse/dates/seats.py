"""The seats of a course whose dates are booked singly: counted on each date, under the course's lock (see ADR 24)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Count, F, Q

from kurse.models import Course, CourseDate
from kurse.models.pools import DatesPool
from kurse.states import HOLDING, SeatState

KEPT = Q(booked_dates__given_up_at=None)
# What counts on one date: as kurse.seats.counting counts on a course as a whole.
TAKEN = KEPT & Q(booked_dates__booking__seats__state__in=sorted(HOLDING))
IN_LINE = KEPT & Q(
    booked_dates__booking__seats__state=SeatState.WAITING,
    booked_dates__booking__confirmed_at__isnull=False,
    booked_dates__booking__is_too_large=False,
)
COUNTS = {
    "counted_taken": Count("booked_dates__booking__seats", filter=TAKEN),
    "counted_waiting": Count("booked_dates__booking__seats", filter=IN_LINE),
}
NUMBERS = ["seats_taken", "seats_waiting"]


class DateSeats:
    """All dates of one locked course; numbers change in memory and are written together."""

    def __init__(self, course: Course, dates: Sequence[CourseDate]):
        self.course, self.dates = course, list(dates)
        self.stored = {date.pk: (date.seats_taken, date.seats_waiting, date.limit) for date in self.dates}

    @classmethod
    def noted(cls, course: Course) -> "DateSeats":
        """Return the dates with the numbers on their rows, which verbs keep true; one query."""
        return cls(course, CourseDate.objects.filter(course=course).order_by("starts_at", "pk"))

    @classmethod
    def counted(cls, course: Course) -> "DateSeats":
        """Return the dates with the numbers of the seats there are; one query however many."""
        counted = cls(course, CourseDate.objects.filter(course=course).annotate(**COUNTS).order_by("starts_at", "pk"))
        for date in counted.dates:
            date.seats_taken, date.seats_waiting = date.counted_taken, date.counted_waiting
        return counted

    def chosen(self, keys: Collection[int]) -> DatesPool:
        """Return the seats of those dates with these keys."""
        dates = [date for date in self.dates if date.pk in keys]
        dropped = [date for date in dates if date.is_dropped]
        return DatesPool([date for date in dates if not date.is_dropped], self.seats, dropped)

    @property
    def seats(self) -> int:
        return self.course.capacity + self.course.overbooking

    def show(self, now: datetime) -> None:
        """Put on the course, in memory, the numbers of the date to come on which a newcomer finds most seats."""
        to_come = [date for date in self.dates if date.is_to_come(now)]
        best = max(to_come, key=self.roominess, default=None)
        self.course.seats_taken = best.seats_taken if best else 0
        self.course.seats_waiting = best.seats_waiting if best else 0
        self.course.next_at = min((date.starts_at for date in to_come), default=None)

    def roominess(self, date: CourseDate) -> tuple[int, ...]:
        pool = DatesPool([date], self.seats)
        return pool.free, pool.left, -date.seats_waiting, -date.pk

    def take(self, pool: DatesPool, number: int, now: datetime) -> None:
        """Count so many seats more on dates that have them free."""
        # Counted up in the database, so that the CHECK is a second wall even if the lock were missing.
        keys = [date.pk for date in pool.dates]
        CourseDate.objects.filter(pk__in=keys).update(seats_taken=F("seats_taken") + number)
        pool.take(number)
        self.write_course(now)

    def write(self, now: datetime) -> None:
        """Write the numbers that have changed to the dates, and what follows to the course."""
        changed = [
            date for date in self.dates if (date.seats_taken, date.seats_waiting, date.limit) != self.stored[date.pk]
        ]
        if changed:
            CourseDate.objects.bulk_update(changed, [*NUMBERS, "limit"])
        self.write_course(now)

    def write_course(self, now: datetime) -> None:
        self.show(now)
        Course.objects.filter(pk=self.course.pk).update(
            seats_taken=self.course.seats_taken, seats_waiting=self.course.seats_waiting, next_at=self.course.next_at
        )

    def limit(self, now: datetime) -> bool:
        """Put on every date that is not over how many may be taken, and return whether no more are."""
        for date in self.dates:
            date.limit = None if date.is_dropped or date.ends_at <= now else self.seats
        return all(date.limit is None or date.seats_taken <= date.limit for date in self.dates)


def is_stale(course: Course, now: datetime) -> bool:
    """Whether a date has begun since the course's row was written, which may have been the one with most seats."""
    return course.next_at is not None and course.next_at <= now
