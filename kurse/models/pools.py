"""Seats of a course that are counted together, and for which one line waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kurse.states import SeatMode

# So few free seats are told, and held for a shorter time.
SCARCE = 3


class Numbered(Protocol):
    """A course's row, which carries the numbers of all its pools."""

    seats_taken: int
    seats_waiting: int
    online_taken: int
    online_waiting: int


class Counted(Protocol):
    """A date's row, which carries the numbers of its own seats."""

    pk: int
    starts_at: datetime
    seats_taken: int
    seats_waiting: int


class Numbers:
    """What follows from how many seats there are, how many of them are taken, and how many people wait for one."""

    seats: int
    taken: int
    waiting: int

    @property
    def left(self) -> int:
        """Seats nobody has, whoever they may be for; never below 0."""
        return max(self.seats - self.taken, 0)

    @property
    def free(self) -> int:
        """Seats a newcomer can book: none while somebody waits, because those come first."""
        return 0 if self.waiting else self.left

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def is_scarce(self) -> bool:
        """Whether so few are left that a visitor should know, and a hold lasts less long."""
        return 0 < self.free <= SCARCE


@dataclass(frozen=True)
class Pool(Numbers):
    """All seats of a course, those in the room, or those online: the ways of taking part that share them.

    The numbers stand on the course's row, which is the one that verbs lock; a pool knows which of its columns to read
    and to count up. `capacity` is in seats, `overbooking` how many more may be booked.
    """

    course: Numbered
    modes: frozenset[SeatMode]
    capacity: int
    overbooking: int = 0
    taken_column: str = "seats_taken"
    waiting_column: str = "seats_waiting"

    @property
    def seats(self) -> int:
        return self.capacity + self.overbooking

    @property
    def taken(self) -> int:
        return getattr(self.course, self.taken_column)

    @property
    def waiting(self) -> int:
        return getattr(self.course, self.waiting_column)

    def take(self, number: int) -> None:
        """Count seats as taken on the course in memory; who calls writes its row."""
        setattr(self.course, self.taken_column, self.taken + number)

    def leave_line(self, number: int) -> None:
        """Count as many less in line on the course in memory; who calls writes its row."""
        setattr(self.course, self.waiting_column, self.waiting - number)


@dataclass(frozen=True)
class DatesPool(Numbers):
    """The seats of those dates that somebody chose: one is free if every one of them has one.

    `dropped` are those chosen that do not take place: nobody needs a seat there, but the same people are counted.
    """

    dates: Sequence[Counted]
    seats: int
    dropped: Sequence[Counted] = ()

    @property
    def taken(self) -> int:
        return max((date.seats_taken for date in self.dates), default=0)

    @property
    def waiting(self) -> int:
        return max((date.seats_waiting for date in self.dates), default=0)

    def take(self, number: int) -> None:
        """Count seats as taken on each date in memory; who calls writes the rows."""
        for date in (*self.dates, *self.dropped):
            date.seats_taken += number

    def leave_line(self, number: int) -> None:
        """Count as many less in line on each date in memory; who calls writes the rows."""
        for date in (*self.dates, *self.dropped):
            date.seats_waiting -= number
