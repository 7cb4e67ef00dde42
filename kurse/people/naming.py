"""Who comes: the names on the seats of a booking, which whoever booked may tell later and change until the start."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.utils import timezone

from kurse.booking.lifecycle import is_too_late, usable_seats
from kurse.booking.requests import nobodys_key, person_key, refuse_named_twice
from kurse.booking.settling import lapse_overdue
from kurse.errors import CourseHasBegun, SamePersonTwice, SeatGone
from kurse.links import mint_for_seat
from kurse.models import Booking, Course, Seat
from kurse.people.addresses import new_addresses, refuse_too_many, write_addresses
from kurse.seats.steps import seat_change
from kurse.states import ACTIVE
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.links import revoke_links
from vorgang.states import StaffAction


def name_people(
    booking: Booking,
    names: Mapping[int, str],
    emails: Mapping[int, str] = MappingProxyType({}),
    *,
    by: AbstractBaseUser | None = None,
) -> None:
    """Write who takes which seat, all or none: `names` has the clean name of each seat's key, "" for nobody yet.

    `emails` has their addresses likewise, "" for none: who has one is told of a sure seat, once. Who comes instead of
    somebody takes over no address, and who is not named has none. Staff (`by`) may do so after the start too, so that
    whoever came gets a certificate. What stays the same is no change. Raises SeatGone, CourseHasBegun,
    TooManyAddresses, NamedTwice, SamePersonTwice, BookingRestricted, CourseBusy.
    """
    try:
        with seat_change():
            [course] = lock(Course, booking.course_id)
            now = timezone.now()
            lapse_overdue(course, now)
            booking.course = course
            seats = {seat.pk: seat for seat in usable_seats(booking) if seat.state in ACTIVE}
            if not names.keys() | emails.keys() <= seats.keys():
                raise SeatGone
            changed = {seats[key]: name for key, name in names.items() if name != seats[key].name}
            addresses = new_addresses(seats.values(), changed, emails)
            if by is None and (changed or addresses) and has_begun(booking, now):
                raise CourseHasBegun
            if by is None:
                refuse_too_many(addresses)
            if changed or addresses:
                rename(list(seats.values()), changed, addresses)
                write_addresses(addresses)
                record(by, StaffAction.CHANGED, booking)
    except IntegrityError as error:
        raise SamePersonTwice from error


def make_own_link(booking: Booking, seat_id: int) -> str:
    """Make the link by which one person sees their own seat and nothing else, and return its token.

    An earlier one opens nothing any more. Raises SeatGone, BookingRestricted, CourseBusy.
    """
    with seat_change():
        lock(Course, booking.course_id)
        seat = next((seat for seat in usable_seats(booking) if seat.pk == seat_id and seat.state in ACTIVE), None)
        if seat is None:
            raise SeatGone
        revoke_links(seat)
        return mint_for_seat(seat)


def rename(seats: Sequence[Seat], changed: Mapping[Seat, str], readdressed: Collection[Seat]) -> None:
    """Write new names under the caller's lock; raises NamedTwice, and IntegrityError for somebody in the course."""
    keys = {seat: seat.person_key for seat in seats} | {seat: key_of(seat, name) for seat, name in changed.items()}
    refuse_named_twice(list(keys.values()))
    # Out of the way first, so that two people may change places.
    for seat in changed:
        Seat.objects.filter(pk=seat.pk).update(person_key=nobodys_key())
    for seat, name in changed.items():
        Seat.objects.filter(pk=seat.pk).update(name=name, person_key=keys[seat])
        seat.name = name
        # Whoever came before must not see who comes now; with the same address it is the same person, better spelt.
        if not seat.email or seat in readdressed:
            revoke_links(seat)


def key_of(seat: Seat, name: str) -> str:
    return person_key(name, seat.booking.email, seat.booking.phone) if name else nobodys_key()


def stands(booking: Booking) -> bool:
    """Whether there is somebody in a booking with whom one may work."""
    return booking.leading_seat.state in ACTIVE and not booking.restricted_at


def may_name(booking: Booking) -> bool:
    """Whether whoever booked may still write who comes."""
    return stands(booking) and not has_begun(booking, timezone.now())


def has_begun(booking: Booking, now: datetime) -> bool:
    """Whether the course has begun for these people, so that a list may already say who of them was there."""
    start = booking.begins_at
    return start is not None and start <= now


def may_give_up(booking: Booking) -> bool:
    """Whether the seats of a booking may be given up, all or some of them."""
    return stands(booking) and not is_too_late(booking, booking.leading_seat)


def may_give_up_some(booking: Booking) -> bool:
    """Whether there are several seats, some of which may be given up."""
    return len(booking.standing_seats) > 1 and may_give_up(booking)
