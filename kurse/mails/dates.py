"""The mail about other dates of a booking; its calendar file takes the former ones away."""

from django.utils.translation import gettext_lazy as _

from kurse.mails.kinds import context_while, kind
from kurse.mails.ways import calendar_of_seats
from kurse.states import SeatState
from vorgang.mails import MailKind


def dates_kind() -> MailKind:
    return kind(
        "dates",
        _("Kurs: Termine geändert"),
        _("Ihre Termine: {kurs}"),
        _(
            "Guten Tag {name},\n\nfür den Kurs „{kurs}“ gelten jetzt andere Termine. "
            "In dieser E-Mail stehen alle, für die Ihre Anmeldung jetzt gilt."
        ),
        context=context_while(SeatState.CONFIRMED, SeatState.REQUESTED, SeatState.WAITING),
        attachments=calendar_of_seats,
    )
