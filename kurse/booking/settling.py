"""How every verb begins and ends: overdue seats lapse, free ones are passed on, and the course row says how many."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from kurse.dates.seats import DateSeats, is_stale
from kurse.events import tell_seats
from kurse.models import Booking, Course, Seat
from kurse.seats.counting import COUNTS, NOBODY, counted, write_numbers
from kurse.seats.steps import by_booking, seat_change
from kurse.states import PASSING, SeatState
from kurse.waiting.line import promote
from kurse.waiting.single_dates import offer_dates
from vorgang.guards.locks import lock
from vorgang.outbox.queue import queue_mail


def lapse_holds(course_id: int) -> int:
    """Let what is overdue in one course lapse and return how many; the due job calls it for tidiness only."""
    with seat_change():
        [course] = lock(Course, course_id)
        return lapse_overdue(course, timezone.now())


def overdue(now: datetime, **named):
    """Seats that are held, offered or waited for beyond their time, among those `named` by columns."""
    return Seat.objects.filter(state__in=sorted(PASSING), held_until__lte=now, **named)


def lapse_overdue(course: Course, now: datetime) -> int:
    """Let every overdue seat of a locked course lapse, pass on what is free then, and return how many lapsed."""
    lapsed = overdue(now, course=course).update(state=SeatState.LAPSED, moved_at=now)
    if lapsed:
        tell_lapsed([course], now)
    if lapsed or is_stale(course, now):
        settle(course, now)
    return lapsed


def lapse_overdue_in(courses: Sequence[Course], now: datetime) -> None:
    """Let every overdue seat of locked courses lapse; who calls settles them."""
    if overdue(now, course__in=courses).update(state=SeatState.LAPSED, moved_at=now):
        tell_lapsed(courses, now)


def tell_lapsed(courses: Sequence[Course], now: datetime) -> None:
    """Tell those who waited, for a seat or for the office to decide, what became of it.

    Who never confirmed an address is told nothing.
    """
    ended = Seat.objects.filter(
        course__in=courses, state=SeatState.LAPSED, moved_at=now, booking__confirmed_at__isnull=False
    )
    for booking, [seat, *_] in by_booking(ended.select_related("booking", "course")).items():
        booking.course = seat.course
        start = booking.begins_at
        has_begun = start is not None and start <= now
        kind = "kurse.no_seat" if has_begun else "kurse.offer_lapsed"
        if seat.requested_at is not None:
            kind = "kurse.undecided"
            Booking.objects.filter(pk=booking.pk).update(next_action="")
        queue_mail(kind, booking, dedup=f"{kind}:{seat.pk}")


def settle(course: Course, now: datetime) -> None:
    """Count the seats of a locked course, pass the free ones on, and write the numbers to its row."""
    if course.single_dates:
        settle_dates(course, now)
    else:
        write_counts(course, counted(course), now)


def settle_dates(course: Course, now: datetime) -> None:
    """The same for each date of a course that books them singly."""
    was_full, seats = course.is_full, DateSeats.counted(course)
    offer_dates(course, seats, now)
    seats.write(now)
    tell_seats(course, was_full=was_full)


def settle_all(courses: Sequence[Course], now: datetime) -> None:
    """Settle locked courses whose numbers have changed: one query to count."""
    grouped = Seat.objects.filter(course__in=courses).order_by().values("course_id").annotate(**COUNTS)
    counted = {row.pop("course_id"): row for row in grouped}
    for course in courses:
        if course.single_dates:
            settle_dates(course, now)
            continue
        counts = counted.get(course.pk, NOBODY)
        if course.numbers_of(counts) != course.numbers:
            write_counts(course, counts, now)


def write_counts(course: Course, counts: dict[str, int], now: datetime) -> None:
    was_full = course.is_full
    course.take_numbers(counts)
    promote(course, now)
    write_numbers(course)
    tell_seats(course, was_full=was_full)
