"""The mails of courses where the office decides who takes part; a yes is the mail "booked" of everybody."""

from django.utils.translation import gettext_lazy as _

from kurse.mails.kinds import calendar_attachment, context_while, kind
from kurse.models import Booking
from kurse.programme.related import related_courses
from kurse.states import CancelReason, SeatState
from vorgang.mails import MailKind


def was_turned_down(booking: Booking) -> bool:
    return booking.leading_seat.cancel_reason == CancelReason.TURNED_DOWN


def turned_down_context(booking: Booking) -> dict:
    context = context_while(SeatState.CANCELLED, when=was_turned_down)(booking)
    return {**context, "others": related_courses(booking.course)}


def undecided_context(booking: Booking) -> dict:
    return {**context_while(SeatState.LAPSED)(booking), "others": related_courses(booking.course)}


def approval_kinds() -> list[MailKind]:
    return [
        kind(
            "requested",
            _("Kurs: Anmeldung wird geprüft"),
            _("Wir prüfen Ihre Anmeldung: {kurs}"),
            _(
                "Guten Tag {name},\n\ndanke für Ihre Anmeldung zum Kurs „{kurs}“. Wer an diesem Kurs teilnimmt, "
                "entscheiden wir. Wir prüfen Ihre Anmeldung und schreiben Ihnen dann."
            ),
            context=context_while(SeatState.REQUESTED, upcoming=True),
        ),
        kind(
            "turned_down",
            _("Kurs: Absage an eine Person"),
            _("Leider keine Zusage: {kurs}"),
            _(
                "Guten Tag {name},\n\nvielen Dank für Ihr Interesse am Kurs „{kurs}“. Leider können wir Ihnen dort "
                "keinen Platz geben. Haben Sie Fragen dazu? Rufen Sie uns gern an: "
                "Wir suchen mit Ihnen etwas Passendes."
            ),
            context=turned_down_context,
            template="turned_down",
            attachments=calendar_attachment,
        ),
        kind(
            "undecided",
            _("Kurs: bis zum Beginn nicht entschieden"),
            _("Leider keine Zusage bis zum Beginn: {kurs}"),
            _(
                "Guten Tag {name},\n\nwir haben über Ihre Anmeldung zum Kurs „{kurs}“ nicht rechtzeitig entschieden. "
                "Bitte entschuldigen Sie das. Der Kurs hat begonnen, und Ihre Anmeldung gilt nicht mehr. "
                "Rufen Sie uns gern an: Wir suchen mit Ihnen etwas Passendes."
            ),
            context=undecided_context,
            template="turned_down",
            attachments=calendar_attachment,
        ),
    ]
