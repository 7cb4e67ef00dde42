"""The mail to whoever rebooked: the new course, and a file that takes the former one out of the calendar."""

from django.utils.translation import gettext_lazy as _

from kurse.calendars.files import booking_calendar
from kurse.dates.words import days_of, when
from kurse.mails.kinds import calendar_attachment, context_while, kind
from kurse.models import Booking
from kurse.programme.presentation import presented
from kurse.questions.asked import asked_in
from kurse.states import CancelReason, SeatState
from vorgang.mails import Attachment, MailKind


def rebooked_context(booking: Booking) -> dict:
    context = context_while(SeatState.CONFIRMED)(booking)
    former = booking.rebooked_from
    if former is not None:
        presented([former.course])
    return {**context, "former": former, "former_when": former and when_of(former), "asks": leaves_open(booking)}


def when_of(former: Booking) -> str:
    """Return when somebody would have come: on the days they chose, where dates are booked singly."""
    return days_of(former.own_dates()) if former.course.single_dates else when(former.course)


def both_calendars(booking: Booking) -> list[Attachment]:
    """Return the new calendar file, and of a seat one had a second one that cancels: a file has one METHOD."""
    former = booking.rebooked_from
    if former is None or former.leading_seat.cancel_reason != CancelReason.REBOOKED:
        return calendar_attachment(booking)
    return [*calendar_attachment(booking), Attachment("bisher.ics", booking_calendar(former), "text/calendar")]


def rebooked_kind() -> MailKind:
    return kind(
        "rebooked",
        _("Kurs: umgebucht"),
        _("Umgebucht: {kurs}"),
        _("Guten Tag {name},\n\nIhre Anmeldung ist umgebucht. Sie haben jetzt einen festen Platz im Kurs „{kurs}“."),
        context=rebooked_context,
        template="rebooked",
        attachments=both_calendars,
    )


def leaves_open(booking: Booking) -> bool:
    """Whether the course asks something, and nothing was answered yet: staff may leave that to the person."""
    return bool(asked_in(booking.course)) and not booking.answers.exists()
