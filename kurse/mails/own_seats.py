"""The mails to the people of a group whose own address whoever booked has given us."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kurse import conf
from kurse.attendance.certificates import issued_to
from kurse.calendars.files import seat_calendar
from kurse.links import SEAT_PURPOSE
from kurse.mails.kinds import booking_context, kind
from kurse.mails.next_steps import giving_up
from kurse.models import NoticeCopy, Seat
from kurse.notices.moving import changes_for
from kurse.programme.related import related_courses
from kurse.states import CancelReason, SeatState
from vorgang.mails import Attachment, MailKind, no_attachments
from vorgang.outbox.rendering import NothingToSend


def seat_context(seat: Seat) -> dict:
    """Return what every mail to one person shows, and nothing of the others; raises NothingToSend without address."""
    if not seat.is_written_to:
        raise NothingToSend
    context = booking_context(seat.booking)
    return {
        **context,
        "seat": seat,
        "link_label": _("Zu Ihrem Platz"),
        "registered_by": seat.told_by,
        "placeholders": {**context["placeholders"], "name": seat.name},
    }


def sure_context(seat: Seat) -> dict:
    """Return the same while the seat is sure and the course to come, with how to give it up."""
    if seat.state != SeatState.CONFIRMED or seat.booking.next_at() is None:
        raise NothingToSend
    return {**seat_context(seat), "step": giving_up(seat.booking, has_link=True)}


def first_context(seat: Seat) -> dict:
    """Return what somebody is told who may never have heard of us (Art. 14 DSGVO)."""
    return {**sure_context(seat), "is_first": True, "erase_days": conf.erase_after_course().days}


def certified_context(seat: Seat) -> dict:
    """Return what somebody is told whose certificate is ready, until it is withdrawn or the seat is not theirs."""
    if seat.state != SeatState.CONFIRMED or not issued_to([seat]):
        raise NothingToSend
    return {**seat_context(seat), "is_certified": True}


def notice_context(copy: NoticeCopy) -> dict:
    """Return what a message of the office to one person shows, while the seat is sure; of a course that is over too."""
    if copy.seat.state != SeatState.CONFIRMED:
        raise NothingToSend
    context = seat_context(copy.seat)
    return {
        **context,
        "notice": copy.notice,
        "written_in": settings.LANGUAGE_CODE,
        "placeholders": {**context["placeholders"], "betreff": copy.notice.subject},
    }


def moved_context(seat: Seat) -> dict:
    copy = seat.booking.move_copies.order_by("-pk").first()
    changes = changes_for(copy) if copy is not None else None
    if not changes:
        raise NothingToSend
    may_leave = copy.frees and seat.booking.is_cancellable()
    return {**sure_context(seat), "changes": changes, "reason": copy.move.note, "may_leave": may_leave}


def cancelled_context(seat: Seat) -> dict:
    if seat.state != SeatState.CANCELLED:
        raise NothingToSend
    # Somebody else has rebooked them: without a word they would think the workshop is lost.
    return {**seat_context(seat), "is_rebooked": seat.cancel_reason == CancelReason.REBOOKED}


def called_off_context(seat: Seat) -> dict:
    if seat.cancel_reason != CancelReason.CALLED_OFF:
        raise NothingToSend
    context = cancelled_context(seat)
    return {**context, "reason": seat.course.call_off_note, "others": related_courses(seat.course)}


def calendar_of_seat(seat: Seat) -> list[Attachment]:
    return [Attachment("kurs.ics", seat_calendar(seat), "text/calendar")]


def moved_attachment(seat: Seat) -> list[Attachment]:
    dropped = moved_context(seat)["changes"].dropped
    return [Attachment("kurs.ics", seat_calendar(seat, dropped), "text/calendar")]


def own_kind(key: str, label: str, subject: str, introduction: str, *, context, attachments=calendar_of_seat):
    made = kind(f"own_seat{key}", label, subject, introduction, context=context, template="own_seat")
    return replace(
        made,
        attachments=attachments,
        link_purpose=SEAT_PURPOSE,
        link_target=lambda seat: seat,
        link_page="kurse_seat",
    )


def own_seat_kinds() -> list[MailKind]:
    return [
        own_kind(
            "",
            _("Kurs, einzelne Person: ihr Platz"),
            _("Ihr Platz im Kurs: {kurs}"),
            _("Guten Tag {name},\n\nSie sind zum Kurs „{kurs}“ angemeldet. Wir freuen uns auf Sie."),
            context=first_context,
        ),
        own_kind(
            "_changed",
            _("Kurs, einzelne Person: Anmeldung geändert"),
            _("Ihr Platz hat sich geändert: {kurs}"),
            _("Guten Tag {name},\n\nfür Ihren Platz im Kurs „{kurs}“ hat sich etwas geändert. Das gilt jetzt:"),
            context=sure_context,
        ),
        own_kind(
            "_reminder",
            _("Kurs, einzelne Person: Erinnerung"),
            _("Erinnerung: {kurs} am {datum}"),
            _("Guten Tag {name},\n\nbald beginnt der Kurs „{kurs}“. Hier stehen noch einmal alle Angaben."),
            context=sure_context,
        ),
        own_kind(
            "_moved",
            _("Kurs, einzelne Person: verlegt oder geändert"),
            _("Geändert: {kurs}"),
            _("Guten Tag {name},\n\nwir haben den Kurs „{kurs}“ verlegt oder geändert. Das gilt jetzt:"),
            context=moved_context,
            attachments=moved_attachment,
        ),
        own_kind(
            "_runs",
            _("Kurs, einzelne Person: findet statt"),
            _("Der Kurs findet statt: {kurs}"),
            _(
                "Guten Tag {name},\n\nes sind genug Anmeldungen da: "
                "Der Kurs „{kurs}“ findet statt. Wir freuen uns auf Sie."
            ),
            context=sure_context,
        ),
        own_kind(
            "_certificate",
            _("Kurs, einzelne Person: Bescheinigung"),
            _("Ihre Teilnahmebescheinigung: {kurs}"),
            _("Guten Tag {name},\n\ndanke, dass Sie beim Kurs „{kurs}“ dabei waren. Ihre Bescheinigung liegt bereit."),
            context=certified_context,
            attachments=no_attachments,
        ),
        replace(
            own_kind(
                "_notice",
                _("Kurs, einzelne Person: Nachricht"),
                _("{betreff} – {kurs}"),
                _("Guten Tag {name},"),
                context=notice_context,
                attachments=no_attachments,
            ),
            link_target=lambda copy: copy.seat,
        ),
        replace(
            own_kind(
                "_cancelled",
                _("Kurs, einzelne Person: Platz storniert"),
                _("Ihr Platz ist storniert: {kurs}"),
                _("Guten Tag {name},\n\nIhr Platz im Kurs „{kurs}“ ist storniert. Damit können andere teilnehmen."),
                context=cancelled_context,
            ),
            link_purpose="",
        ),
        replace(
            own_kind(
                "_called_off",
                _("Kurs, einzelne Person: abgesagt"),
                _("Der Kurs ist abgesagt: {kurs}"),
                _(
                    "Guten Tag {name},\n\nder Kurs „{kurs}“ am {datum} fällt leider aus. Sie müssen nichts tun. "
                    "Es tut uns leid, dass wir Ihnen keine bessere Nachricht schicken können."
                ),
                context=called_off_context,
            ),
            link_purpose="",
        ),
    ]
