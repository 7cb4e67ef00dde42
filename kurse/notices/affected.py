"""Whom a change of a course concerns: who gets a mail, and who has to be called."""

from dataclasses import dataclass, field

from kurse.models import Booking, Course, Seat
from kurse.models.bookings import SeatQuerySet
from kurse.seats.steps import by_booking
from kurse.seats.telling import written_to


@dataclass(frozen=True)
class Affected:
    """Bookings that get a mail, those whose person has no address, and the seats of people who are told themselves."""

    by_mail: list[Booking]
    by_phone: list[Booking]
    people: list[Seat] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.by_mail) + len(self.by_phone)

    @property
    def bookings(self) -> list[Booking]:
        return self.by_mail + self.by_phone


def affected_by(course: Course, concerning: SeatQuerySet | None = None) -> Affected:
    """Return whom these seats of a course concern, by default all who have, are offered or wait for one.

    Who locked their data is in neither list.
    """
    concerned = Seat.objects.active() if concerning is None else concerning
    concerned = concerned.filter(course=course, booking__restricted_at=None).select_related("booking")
    seats = list(concerned.order_by("booking__name", "pk"))
    bookings = list(by_booking(seats))
    return Affected(
        [each for each in bookings if each.email], [each for each in bookings if not each.email], written_to(seats)
    )


def to_be_called(bookings: list[Booking], why: str) -> None:
    """Put people without a mail address into the inbox: a letter would come too late. `why` is for the office."""
    Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
        needs_answer=True, answered_at=None, next_action=why
    )
