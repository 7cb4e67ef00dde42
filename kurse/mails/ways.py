"""The mail about taking part the other way."""

from django.utils.translation import gettext_lazy as _

from kurse.mails.kinds import calendar_attachment, context_while, kind
from kurse.models import Booking
from kurse.states import SeatState
from vorgang.mails import Attachment, MailKind


def calendar_of_seats(booking: Booking) -> list[Attachment]:
    """Return the calendar file of who has a seat; who waits has none."""
    return calendar_attachment(booking) if booking.leading_seat.state == SeatState.CONFIRMED else []


def way_kind() -> MailKind:
    return kind(
        "way",
        _("Kurs: Teilnahme geändert"),
        _("So nehmen Sie jetzt teil: {kurs}"),
        _(
            "Guten Tag {name},\n\nfür den Kurs „{kurs}“ haben wir geändert, ob Sie vor Ort oder online teilnehmen. "
            "In dieser E-Mail steht, was jetzt gilt."
        ),
        context=context_while(SeatState.CONFIRMED, SeatState.REQUESTED, SeatState.WAITING, upcoming=True),
        attachments=calendar_of_seats,
    )
