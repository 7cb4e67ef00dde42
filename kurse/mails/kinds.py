"""The mails of bookings: what each is for and what it needs; the wording of subject and introduction is editable."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurse.attendance.certificates import certificates_of
from kurse.calendars.files import booking_calendar
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from kurse.programme.presentation import presented
from kurse.programme.related import related_courses
from kurse.states import SeatState
from vorgang.mails import Attachment, MailKind
from vorgang.outbox.rendering import NothingToSend


def booking_context(booking: Booking) -> dict:
    """Return what every mail of a booking may show; `placeholders` are offered to the CMS."""
    [course] = presented([booking.course])
    begins_at = booking.next_at() or booking.begins_at
    start = timezone.localtime(begins_at) if begins_at else None
    return {
        "booking": booking,
        "seat": booking.leading_seat,
        "course": course,
        "dates": booking.own_dates(),
        "link_label": _("Zu Ihrer Anmeldung"),
        "placeholders": {
            "kurs": course.presentation.title,
            "name": booking.name,
            "datum": date_format(start, gettext("l, j. F Y")) if start else "",
            "code": booking.code,
        },
    }


def always(booking: Booking) -> bool:
    return True


def is_certified(booking: Booking) -> bool:
    return bool(certificates_of(booking))


def context_while(
    *states: SeatState, upcoming: bool = False, when: Callable[[Booking], bool] = always
) -> Callable[[Booking], dict]:
    """Return a context that raises NothingToSend once the mail would no longer be true when it is sent."""

    def context(booking: Booking) -> dict:
        is_over = upcoming and booking.next_at() is None
        if booking.leading_seat.state not in states or is_over or not when(booking):
            raise NothingToSend
        return booking_context(booking)

    return context


def called_off_context(booking: Booking) -> dict:
    context = context_while(SeatState.CANCELLED)(booking)
    return {**context, "reason": booking.course.call_off_note, "others": related_courses(booking.course)}


def calendar_attachment(booking: Booking) -> list[Attachment]:
    return [Attachment("kurs.ics", booking_calendar(booking), "text/calendar")]


def kind(
    key: str, label: str, subject: str, introduction: str, *, context=booking_context, template="booking", **options
) -> MailKind:
    return MailKind(
        key=f"kurse.{key}",
        label=label,
        subject=subject,
        introduction=introduction,
        template=f"kurse/mail/{template}",
        context=context,
        placeholders=("kurs", "datum"),
        link_purpose=LINK_PURPOSE,
        link_lifetime=timedelta(days=120),
        **options,
    )


def mail_kinds() -> list[MailKind]:
    return [
        kind(
            "confirm",
            _("Kurs: bitte bestätigen"),
            _("Bitte bestätigen Sie Ihre Anmeldung: {kurs}"),
            _(
                "Guten Tag {name},\n\nIhre Anmeldung zum Kurs „{kurs}“ haben wir vorgemerkt. "
                "Bitte bestätigen Sie die Anmeldung mit dem Link in dieser E-Mail."
            ),
            context=context_while(SeatState.HELD, upcoming=True),
        ),
        kind(
            "booked",
            _("Kurs: Anmeldung bestätigt"),
            _("Ihre Anmeldung ist bestätigt: {kurs}"),
            _("Guten Tag {name},\n\nIhre Anmeldung zum Kurs „{kurs}“ ist bestätigt. Wir freuen uns auf Sie."),
            context=context_while(SeatState.CONFIRMED),
            attachments=calendar_attachment,
        ),
        kind(
            "cancelled",
            _("Kurs: Anmeldung storniert"),
            _("Ihre Anmeldung ist storniert: {kurs}"),
            _("Guten Tag {name},\n\nIhre Anmeldung zum Kurs „{kurs}“ ist storniert. Damit können andere teilnehmen."),
            template="farewell",
            attachments=calendar_attachment,
        ),
        kind(
            "runs",
            _("Kurs: findet statt"),
            _("Der Kurs findet statt: {kurs}"),
            _(
                "Guten Tag {name},\n\nes sind genug Anmeldungen da: "
                "Der Kurs „{kurs}“ findet statt. Wir freuen uns auf Sie."
            ),
            context=context_while(SeatState.CONFIRMED, upcoming=True),
            attachments=calendar_attachment,
        ),
        kind(
            "called_off",
            _("Kurs: abgesagt"),
            _("Der Kurs ist abgesagt: {kurs}"),
            _(
                "Guten Tag {name},\n\nder Kurs „{kurs}“ am {datum} fällt leider aus. Sie müssen nichts tun. "
                "Es tut uns leid, dass wir Ihnen keine bessere Nachricht schicken können."
            ),
            context=called_off_context,
            template="called_off",
            attachments=calendar_attachment,
        ),
        kind(
            "reminder",
            _("Kurs: Erinnerung"),
            _("Erinnerung: {kurs} am {datum}"),
            _("Guten Tag {name},\n\nbald beginnt der Kurs „{kurs}“. Hier stehen noch einmal alle Angaben."),
            context=context_while(SeatState.CONFIRMED, upcoming=True),
            attachments=calendar_attachment,
        ),
        kind(
            "certificate",
            _("Kurs: Bescheinigung"),
            _("Ihre Teilnahmebescheinigung: {kurs}"),
            _("Guten Tag {name},\n\ndanke, dass Sie beim Kurs „{kurs}“ dabei waren. Ihre Bescheinigung liegt bereit."),
            context=context_while(SeatState.CONFIRMED, when=is_certified),
            template="certificate",
        ),
        kind(
            "link",
            _("Kurs: Link zur Anmeldung"),
            _("Ihre Anmeldung zum Kurs: {kurs}"),
            _(
                "Guten Tag {name},\n\nfür den Kurs „{kurs}“ haben wir schon eine Anmeldung von Ihnen. "
                "Mit dem Link in dieser E-Mail sehen Sie sie."
            ),
        ),
    ]
