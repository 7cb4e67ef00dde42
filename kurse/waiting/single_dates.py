"""The waiting list of a course whose dates are booked singly: everybody waits for all the dates they chose.

Nobody is passed by somebody who wants one of the same dates; who waits for others is in nobody's way.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from kurse.dates.seats import DateSeats
from kurse.models import BookedDate, Booking, Course, Seat
from kurse.models.pools import DatesPool
from kurse.seats.steps import by_booking
from kurse.states import CourseState
from kurse.waiting.offering import REPEAT_AFTER, ask_at_once, is_shortly_before, offer
from kurse.waiting.terms import offer_deadline


@dataclass(frozen=True)
class Party:
    """The people of one booking in line, with the dates for which they wait."""

    booking: Booking
    seats: list[Seat]
    pool: DatesPool

    @property
    def keys(self) -> set[int]:
        return {date.pk for date in self.pool.dates}

    @property
    def begins_at(self) -> datetime:
        return min(date.starts_at for date in self.pool.dates)

    @property
    def fits(self) -> bool:
        return len(self.seats) <= self.pool.left


def offer_dates(course: Course, seats: DateSeats, now: datetime) -> None:
    """Offer what is free to those next in line, under the caller's lock; who calls writes the numbers."""
    if course.state != CourseState.OPEN or not any(date.seats_waiting for date in seats.dates):
        return
    for party, is_at_once in next_parties(course, seats, now):
        if not is_at_once:
            until = offer_deadline(now, party.begins_at)
            offer(party.booking, party.seats, party.pool, now, until)
        elif party.seats[0].offered_at is None or party.seats[0].offered_at <= now - REPEAT_AFTER:
            ask_at_once(party.booking, party.seats, now, party.begins_at)


def may_take(course: Course, booking_id: int, now: datetime) -> bool:
    """Whether a booking in line may take its seats now, because its first date is near and nobody is passed by it."""
    for party, is_at_once in next_parties(course, DateSeats.noted(course), now):
        if is_at_once and party.booking.pk == booking_id:
            return True
        if not is_at_once:
            party.pool.take(len(party.seats))
    return False


def next_parties(course: Course, seats: DateSeats, now: datetime) -> Iterator[tuple[Party, bool]]:
    """Yield in order who can have seats on all their dates, and whether they are asked together with others.

    Who calls takes the seats of those who are not, before asking for the next.
    """
    yield from next_of(lines_of([seats])[course.pk], now)


def next_of(line: list[Party], now: datetime) -> Iterator[tuple[Party, bool]]:
    """The same of one line."""
    wanted, wanted_in_turn = set(), set()
    for party in line:
        is_at_once = is_shortly_before(party.begins_at, now)
        if not is_at_once and party.fits and not party.keys & wanted:
            yield party, False
            continue
        # Shortly before the start whoever accepts first has the seat, but not one that is somebody's turn.
        if is_at_once and party.fits and not party.keys & wanted_in_turn:
            yield party, True
        wanted |= party.keys
        if not is_at_once:
            wanted_in_turn |= party.keys


def lines_of(rooms: Sequence[DateSeats]) -> dict[int, list[Party]]:
    """Return who waits in each of some courses, in the order in which they asked; dropped dates nobody waits for."""
    # Who has had their data locked (Art. 18 GDPR) gets no mail, so no offer either, and keeps the place in line.
    in_line = Seat.objects.in_line().filter(course__in=[room.course.pk for room in rooms], booking__restricted_at=None)
    waiting = by_booking(in_line.select_related("booking"))
    chosen = defaultdict(set)
    for booking_id, date_id in (
        BookedDate.objects.kept().filter(booking__in=waiting).values_list("booking_id", "date_id")
    ):
        chosen[booking_id].add(date_id)
    room_of = {room.course.pk: room for room in rooms}
    lines: dict[int, list[Party]] = {room.course.pk: [] for room in rooms}
    for booking, found in waiting.items():
        pool = room_of[booking.course_id].chosen(chosen[booking.pk])
        if pool.dates:
            lines[booking.course_id].append(Party(booking, found, pool))
    return lines
