"""How one takes part, on site or online: which way a course offers, and what becomes of seats when that changes."""

from kurse.errors import CapacityTooSmall
from kurse.models import Course, Seat
from kurse.seats.counting import NOBODY, counted
from kurse.states import SeatMode, SeatState
from kurse.ways.errors import ModeMissing, ModeNotOffered, ModeStillBooked, OffersOpen, OnlineCapacityTooSmall


def way_of_taking_part(course: Course, asked: str) -> SeatMode:
    """Return how somebody takes part who asked for this, or for nothing; raises ModeMissing, ModeNotOffered."""
    if asked and asked not in course.ways:
        raise ModeNotOffered
    if asked:
        return SeatMode(asked)
    if len(course.ways) > 1:
        raise ModeMissing
    return course.ways[0]


def keep_ways(current: Course, changed: Course) -> None:
    """Let seats follow a locked course that takes place otherwise from now on.

    A course on site that moves online, or back, takes everybody along. Where people had the choice, none is made for
    them: raises ModeStillBooked, or OffersOpen where two lines become one while somebody has an offer from one.
    """
    seats = Seat.objects.active().filter(course=current)
    lost = seats.exclude(mode__in=changed.ways)
    if current.is_hybrid and lost.exists():
        raise ModeStillBooked
    merges = current.has_pools and changed.is_hybrid and not changed.has_pools
    if merges and seats.filter(state=SeatState.OFFERED).exists():
        raise OffersOpen
    lost.update(mode=changed.ways[0])


def fit_seats(course: Course) -> None:
    """Count the seats of a changed course in its pools; raises CapacityTooSmall, OnlineCapacityTooSmall.

    Those of single dates are counted when the dates are saved (kurse.dates.switching.fit_dates).
    """
    course.take_numbers(NOBODY if course.single_dates else counted(course))
    for pool in course.pools:
        if pool.taken > pool.seats:
            raise OnlineCapacityTooSmall if pool.modes == {SeatMode.ONLINE} else CapacityTooSmall
