"""The mails about single people of a booking."""

from django.utils.translation import gettext_lazy as _

from kurse.mails.kinds import context_while, kind
from kurse.models import Booking
from kurse.states import ACTIVE
from vorgang.mails import MailKind


def who_left_context(booking: Booking) -> dict:
    """Return what the mail shows while somebody stays: they are named with the facts, who left beside them."""
    return {**context_while(*ACTIVE)(booking), "left": booking.cancelled_seats}


def people_kinds() -> list[MailKind]:
    return [
        kind(
            "partly_cancelled",
            _("Kurs: einzelne Plätze storniert"),
            _("Ihre Anmeldung hat sich geändert: {kurs}"),
            _(
                "Guten Tag {name},\n\nin Ihrer Anmeldung zum Kurs „{kurs}“ sind jetzt weniger Personen dabei. "
                "Für die anderen bleibt alles, wie es war."
            ),
            context=who_left_context,
            template="partly_cancelled",
        ),
    ]
