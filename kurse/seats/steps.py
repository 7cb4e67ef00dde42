"""The steps every verb of kurse takes while it holds the lock on the course row."""

from collections.abc import Iterable
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import F

from kurse.errors import CourseBusy
from kurse.events import tell_seats
from kurse.models import Booking, Course, Seat
from kurse.states import SeatMode, SeatState, predecessors
from pages.caches.pages import outdate_on_commit


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


def take_seats(course: Course, number: int, mode: SeatMode) -> None:
    """Count so many seats more on the locked course row, which has them free for this way of taking part."""
    pool = course.pool_of(mode)
    # Counted up in the database, so that the CHECK is a second wall even if the lock were missing.
    Course.objects.filter(pk=course.pk).update(**{pool.taken_column: F(pool.taken_column) + number})
    pool.take(number)
    tell_seats(course, was_full=False)


def move(*seats: Seat, to: SeatState, now: datetime, **fields) -> bool:
    """Move seats by one compare-and-set and return whether all moved; the row count decides, not the objects.

    Who moves several holds the lock and has read them under it. What is sure or given up has no deadline any more.
    """
    if to in (SeatState.CONFIRMED, SeatState.CANCELLED):
        fields["held_until"] = None
    keys = [seat.pk for seat in seats]
    moved = Seat.objects.filter(pk__in=keys, state__in=predecessors(to)).update(state=to, moved_at=now, **fields)
    if moved != len(seats):
        return False
    for seat in seats:
        seat.state = to
    return True


def by_booking(seats: Iterable[Seat]) -> dict[Booking, list[Seat]]:
    """Return seats under the booking they belong to, which is fetched already: people are told once a booking."""
    grouped: dict[Booking, list[Seat]] = {}
    for seat in seats:
        grouped.setdefault(seat.booking, []).append(seat)
    return grouped
