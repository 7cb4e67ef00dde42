"""The mail that tells somebody what was moved in their course."""

from django.utils.translation import gettext_lazy as _

from kurse.calendars.files import GIVEN_UP, moved_calendar
from kurse.mails.kinds import booking_context, kind
from kurse.models import MoveCopy
from kurse.notices.moving import changes_for
from kurse.programme.related import related_courses
from kurse.states import SeatState
from vorgang.mails import Attachment, MailKind
from vorgang.outbox.rendering import NothingToSend

# Whoever waits has nothing in their calendar yet.
IN_CALENDAR = frozenset({SeatState.HELD, SeatState.REQUESTED, SeatState.CONFIRMED})


def moved_context(copy: MoveCopy) -> dict:
    """Return what the mail shows: old and new, why, and what the person may do now."""
    context = booking_context(copy.booking)
    changes = changes_for(copy)
    # Whoever has changed from one way to the other meanwhile knows the course as it is.
    if context["seat"].state in GIVEN_UP or not changes:
        raise NothingToSend
    return {
        **context,
        "changes": changes,
        "reason": copy.move.note,
        "may_leave": copy.frees and context["seat"].state == SeatState.CONFIRMED and copy.booking.is_cancellable(),
        "others": related_courses(copy.booking.course) if copy.frees else [],
    }


def moved_attachment(copy: MoveCopy) -> list[Attachment]:
    if copy.booking.leading_seat.state not in IN_CALENDAR:
        return []
    dropped = changes_for(copy).dropped
    return [Attachment("kurs.ics", moved_calendar(copy.booking, dropped), "text/calendar")]


def moved_kind() -> MailKind:
    return kind(
        "moved",
        _("Kurs: verlegt oder geändert"),
        _("Geändert: {kurs}"),
        _("Guten Tag {name},\n\nwir haben den Kurs „{kurs}“ verlegt oder geändert. Das gilt jetzt:"),
        context=moved_context,
        template="moved",
        attachments=moved_attachment,
    )
