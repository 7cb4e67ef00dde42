"""Offering free seats to one booking in line, whatever the line is for; who calls has decided who is next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from kurse import conf
from kurse.models import Booking, Seat
from kurse.models.pools import DatesPool, Pool
from kurse.seats.steps import move
from kurse.states import SeatState
from vorgang.outbox.queue import queue_mail

# All who wait are not asked again for every seat that is given back within this time.
REPEAT_AFTER = timedelta(hours=1)


def is_shortly_before(start: datetime | None, now: datetime) -> bool:
    """Whether nobody has the time any more to be asked in turn."""
    return start is not None and start - conf.last_call_before() <= now < start


def offer(booking: Booking, seats: Sequence[Seat], pool: Pool | DatesPool, now: datetime, until: datetime) -> None:
    """Offer seats that are free in a pool to those of one booking in line, and ask its person until when."""
    if move(*seats, to=SeatState.OFFERED, now=now, held_until=until, offered_at=now):
        pool.take(len(seats))
        pool.leave_line(len(seats))
        queue_mail("kurse.offer", booking, dedup=f"kurse.offer:{seats[0].pk}")
        ask_by_phone(booking, until)


def ask_at_once(booking: Booking, seats: Sequence[Seat], now: datetime, start: datetime) -> None:
    """Tell one booking in line that whoever accepts first has the seats."""
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(offered_at=now)
    queue_mail("kurse.last_call", booking, dedup=f"kurse.last_call:{seats[0].pk}:{now:%Y-%m-%d-%H-%M}")
    ask_by_phone(booking, start)


def ask_by_phone(booking: Booking, until: datetime) -> None:
    """Put a person without a mail address into the inbox: a letter would come too late."""
    if booking.email:
        return
    day = date_format(timezone.localtime(until), "d.m.Y, H:i")
    with override(settings.LANGUAGE_CODE):
        call = gettext("Bitte anrufen: Platz von der Warteliste angeboten bis %(day)s Uhr.") % {"day": day}
    Booking.objects.filter(pk=booking.pk).update(needs_answer=True, answered_at=None, next_action=call)
