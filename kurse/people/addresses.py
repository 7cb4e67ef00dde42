"""The addresses of single people of a booking: whoever booked may give them, so that we tell each person ourselves."""

from collections.abc import Collection, Mapping

from kurse.models import Seat
from kurse.people.errors import TooManyAddresses
from kurse.seats.telling import tell_of_seats
from vorgang.links import revoke_links
from vorgang.outbox.queue import take_back

# So many addresses whoever booked may give for one seat; each gets a mail that its owner has not asked for.
MOST_ADDRESSES = 3


def new_addresses(seats: Collection[Seat], renamed: Mapping[Seat, str], emails: Mapping[int, str]) -> dict[Seat, str]:
    """Return the addresses of those seats that are to have another one, "" for none any more.

    An address belongs to its person: it goes with the name, unless another one is told at the same time.
    """
    wanted = {seat: wanted_address(seat, renamed.get(seat, seat.name), emails) for seat in seats}
    return {seat: email for seat, email in wanted.items() if email.casefold() != seat.email.casefold()}


def wanted_address(seat: Seat, name: str, emails: Mapping[int, str]) -> str:
    if not name:
        return ""
    stays = name == seat.name or not seat.name
    return emails.get(seat.pk, seat.email if stays else "")


def refuse_too_many(addresses: Mapping[Seat, str]) -> None:
    """Raise TooManyAddresses for a seat that has had as many as whoever booked may give."""
    for seat, email in addresses.items():
        if email and seat.emails_given >= MOST_ADDRESSES:
            raise TooManyAddresses(seat.pk)


def write_addresses(addresses: Mapping[Seat, str]) -> None:
    """Write other addresses under the caller's lock, and tell each new one of a sure seat.

    What was on its way to a former one is not sent, and the links sent to it open nothing any more.
    """
    for seat, email in addresses.items():
        if seat.email:
            take_back(seat, *seat.notice_copies.all())
            revoke_links(seat)
        seat.email, seat.emails_given = email, seat.emails_given + bool(email)
        Seat.objects.filter(pk=seat.pk).update(email=email, emails_given=seat.emails_given)
    tell_of_seats(addresses)
