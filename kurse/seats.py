"""The steps every verb of kurse takes while it holds the lock on the course row."""

from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import Count, F
from django.utils import timezone

from kurse.errors import CourseBusy
from kurse.events import tell_seats
from kurse.models import Course, Seat
from kurse.states import SeatState, predecessors
from pages.page_cache import outdate_on_commit
from vorgang.locks import lock


class seat_change(transaction.Atomic):  # noqa: N801 - reads as a statement
    """A durable transaction that becomes CourseBusy where the database does not take it: locked, full or gone.

    Stored pages are outdated with its commit.
    """

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=True)

    def __enter__(self):
        try:
            super().__enter__()
            # Seats are counted by updates, which send no signal; every page may show how many are free.
            outdate_on_commit()
        except OperationalError as error:  # SQLite waits for its write lock here
            raise CourseBusy from error

    def __exit__(self, exc_type, exc_value, traceback):
        try:
            super().__exit__(exc_type, exc_value, traceback)
        except OperationalError as error:  # no room for the COMMIT
            raise CourseBusy from error
        if exc_type is not None and issubclass(exc_type, OperationalError):
            raise CourseBusy from exc_value


def lapse_holds(course_id: int) -> int:
    """Free the overdue holds of one course and return how many; the due job calls it for tidiness only."""
    with seat_change():
        [course] = lock(Course, course_id)
        return lapse_overdue(course, timezone.now())


def lapse_overdue(course: Course, now: datetime) -> int:
    """Let every overdue hold of a locked course lapse and return how many."""
    lapsed = Seat.objects.filter(course=course, state=SeatState.HELD, held_until__lte=now).update(
        state=SeatState.LAPSED, moved_at=now
    )
    if lapsed:
        recount(course)
    return lapsed


def lapse_overdue_in(courses: Sequence[Course], now: datetime) -> None:
    """Let every overdue hold of locked courses lapse; who calls counts their seats anew."""
    Seat.objects.filter(course__in=courses, state=SeatState.HELD, held_until__lte=now).update(
        state=SeatState.LAPSED, moved_at=now
    )


def recount_all(courses: Sequence[Course]) -> None:
    """Write the number of seats in a holding state to the locked courses where it has changed: one query to count."""
    counted = Seat.objects.holding().filter(course__in=courses).order_by().values_list("course_id")
    taken = dict(counted.annotate(Count("pk")))
    for course in courses:
        if course.seats_taken != taken.get(course.pk, 0):
            write_count(course, taken.get(course.pk, 0))


def recount(course: Course) -> None:
    """Write the number of seats in a holding state to the locked course row."""
    write_count(course, Seat.objects.holding().filter(course=course).count())


def write_count(course: Course, seats_taken: int) -> None:
    was_full = course.is_full
    course.seats_taken = seats_taken
    Course.objects.filter(pk=course.pk).update(seats_taken=seats_taken)
    tell_seats(course, was_full=was_full)


def take_seat(course: Course) -> None:
    """Count one seat more on the locked course row, which has one free."""
    # Counted up in the database, so that the CHECK is a second wall even if the lock were missing.
    Course.objects.filter(pk=course.pk).update(seats_taken=F("seats_taken") + 1)
    course.seats_taken += 1
    tell_seats(course, was_full=False)


def move(seat: Seat, *, to: SeatState, now: datetime, **fields) -> bool:
    """Move a seat by compare-and-set and return whether it moved; the row count decides, not the object."""
    moved = Seat.objects.filter(pk=seat.pk, state__in=predecessors(to)).update(state=to, moved_at=now, **fields)
    if moved:
        seat.state = to
    return bool(moved)
