"""Telling people of their seat themselves, where whoever booked gave an address of theirs.

Whose seat is not sure, or who has none any more, is told nothing: whoever booked knows how it stands.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from kurse.models import Seat
from kurse.states import SeatState
from vorgang.models import OutboxMail
from vorgang.outbox.queue import queue_mail

# Whoever booked may write to nobody as often as they like: so many mails about their choices in the days the outbox
# keeps them, and so many first mails by rebooking. What comes after that a reminder tells.
MOST_CHANGES = 3
MOST_FIRST_MAILS = 6


def written_to(seats: Iterable[Seat]) -> list[Seat]:
    """Return those of some seats, as they stand now, whose person is told directly; their bookings are fetched."""
    return [seat for seat in seats if seat.state == SeatState.CONFIRMED and seat.is_written_to]


def tell_of_seats(seats: Iterable[Seat]) -> None:
    """Tell people once that they have a seat, with their own link: each address that was given for it."""
    for seat in written_to(seats):
        queue_mail("kurse.own_seat", seat, dedup=f"kurse.own_seat:{seat.pk}:{seat.emails_given}")


def tell_changed(seats: Sequence[Seat], occasion: int) -> None:
    """Tell these people that whoever booked has chosen otherwise for them; `occasion` tells one time from another."""
    mails = OutboxMail.objects.about(*seats).filter(kind="kurse.own_seat_changed")
    times = Counter(mails.values_list("object_id", flat=True))
    for seat in seats:
        if times[seat.pk] < MOST_CHANGES:
            queue_mail("kurse.own_seat_changed", seat, dedup=f"kurse.own_seat_changed:{seat.pk}:{occasion}")


def tell_rebooked(seats: Iterable[Seat], moved: Iterable[Seat]) -> None:
    """Tell these people that they have no seat here any more but another there, which is among those `moved`."""
    told = {seat.person_key for seat in seats if seat.emails_given < MOST_FIRST_MAILS}
    tell_cancelled([seat for seat in seats if seat.person_key in told])
    tell_of_seats([seat for seat in moved if seat.person_key in told])


def tell_moved(seats: Iterable[Seat], move_key: int) -> None:
    """Tell these people that we moved their course."""
    for seat in seats:
        queue_mail("kurse.own_seat_moved", seat, dedup=f"kurse.own_seat_moved:{seat.pk}:{move_key}")


def tell_running(seats: Iterable[Seat]) -> None:
    """Tell those of some people whose seat is sure that their course takes place."""
    for seat in written_to(seats):
        queue_mail("kurse.own_seat_runs", seat, dedup=f"kurse.own_seat_runs:{seat.pk}")


def tell_certified(seats: Iterable[Seat], now: datetime) -> None:
    """Tell these people that their certificate is ready, each time one is issued to them."""
    for seat in written_to(seats):
        queue_mail("kurse.own_seat_certificate", seat, dedup=f"kurse.own_seat_certificate:{seat.pk}:{now.isoformat()}")


def tell_cancelled(seats: Iterable[Seat]) -> None:
    """Tell these people, who had a sure seat, that they have none any more."""
    for seat in seats:
        queue_mail("kurse.own_seat_cancelled", seat, dedup=f"kurse.own_seat_cancelled:{seat.pk}")


def tell_called_off(seats: Iterable[Seat]) -> None:
    """Tell these people, who had a sure seat, that the course does not take place."""
    for seat in seats:
        queue_mail("kurse.own_seat_called_off", seat, dedup=f"kurse.own_seat_called_off:{seat.pk}")


def remind_people(seats: Iterable[Seat], occasion: str, now: datetime) -> int:
    """Remind people of their seats at most once a day and occasion, and return how many mails that is."""
    keys = {seat: f"kurse.own_seat_reminder:{seat.pk}:{occasion}{now:%Y-%m-%d}" for seat in written_to(seats)}
    return sum(queue_mail("kurse.own_seat_reminder", seat, dedup=key) is not None for seat, key in keys.items())
