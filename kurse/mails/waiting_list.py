"""The mails of the waiting list."""

from django.utils.translation import gettext_lazy as _

from kurse.mails.kinds import context_while, kind
from kurse.models import Booking
from kurse.states import SeatState
from kurse.waiting.line import can_accept
from vorgang.mails import MailKind


def is_in_line(booking: Booking) -> bool:
    return booking.confirmed_at is not None


def is_unconfirmed(booking: Booking) -> bool:
    return not is_in_line(booking)


def waiting_list_kinds() -> list[MailKind]:
    return [
        kind(
            "wait_confirm",
            _("Warteliste: bitte bestätigen"),
            _("Bitte bestätigen Sie: Warteliste für {kurs}"),
            _(
                "Guten Tag {name},\n\nim Kurs „{kurs}“ ist für Ihre Anmeldung zurzeit nicht genug Platz. "
                "Sie möchten auf die Warteliste. "
                "Bitte bestätigen Sie das mit dem Link in dieser E-Mail."
            ),
            context=context_while(SeatState.WAITING, upcoming=True, when=is_unconfirmed),
        ),
        kind(
            "waiting",
            _("Warteliste: aufgenommen"),
            _("Sie stehen auf der Warteliste: {kurs}"),
            _(
                "Guten Tag {name},\n\nSie stehen auf der Warteliste für den Kurs „{kurs}“. "
                "Wird ein Platz frei, bieten wir ihn der Reihe nach an."
            ),
            context=context_while(SeatState.WAITING, upcoming=True, when=is_in_line),
        ),
        kind(
            "offer",
            _("Warteliste: Platz angeboten"),
            _("Ein Platz ist frei für Sie: {kurs}"),
            _(
                "Guten Tag {name},\n\nim Kurs „{kurs}“ ist ein Platz frei geworden, und Sie sind an der Reihe. "
                "Möchten Sie ihn haben? Bitte antworten Sie mit dem Link in dieser E-Mail."
            ),
            context=context_while(SeatState.OFFERED, upcoming=True),
        ),
        kind(
            "last_call",
            _("Warteliste: Platz kurz vor Beginn"),
            _("Kurzfristig ist ein Platz frei: {kurs}"),
            _(
                "Guten Tag {name},\n\nim Kurs „{kurs}“ ist kurzfristig ein Platz frei geworden. "
                "Weil der Kurs bald beginnt, fragen wir alle auf der Warteliste zugleich."
            ),
            context=context_while(SeatState.WAITING, upcoming=True, when=can_accept),
        ),
        kind(
            "left",
            _("Warteliste: gestrichen"),
            _("Sie stehen nicht mehr auf der Warteliste: {kurs}"),
            _("Guten Tag {name},\n\nwir haben Sie von der Warteliste für den Kurs „{kurs}“ gestrichen."),
            context=context_while(SeatState.CANCELLED),
            template="farewell",
        ),
        kind(
            "offer_lapsed",
            _("Warteliste: Angebot abgelaufen"),
            _("Das Angebot ist abgelaufen: {kurs}"),
            _(
                "Guten Tag {name},\n\nwir hatten Ihnen einen Platz im Kurs „{kurs}“ angeboten. Die Zeit zum Annehmen "
                "ist vorbei, und der Platz geht an die nächste Person. Sie können sich neu auf die Warteliste setzen."
            ),
            context=context_while(SeatState.LAPSED, upcoming=True),
            template="farewell",
        ),
        kind(
            "no_seat",
            _("Warteliste: kein Platz frei geworden"),
            _("Leider ist kein Platz frei geworden: {kurs}"),
            _(
                "Guten Tag {name},\n\nim Kurs „{kurs}“ ist bis zum Beginn leider kein Platz für Sie frei geworden. "
                "Danke für Ihre Geduld."
            ),
            context=context_while(SeatState.LAPSED),
            template="farewell",
        ),
    ]
