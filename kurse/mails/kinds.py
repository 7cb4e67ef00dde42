"""The mails of kurse: what each is for and what it needs; the wording of subject and introduction is editable."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurse.calendars.files import booking_calendar
from kurse.certificates import certificates_of
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from kurse.programme.presentation import presented
from kurse.programme.related import related_courses
from kurse.states import SeatState
from kurse.waiting import can_accept
from vorgang.mails import Attachment, MailKind
from vorgang.rendering import NothingToSend


def booking_context(booking: Booking) -> dict:
    """Return what every mail of a booking may show; `placeholders` are offered to the CMS."""
    [course] = presented([booking.course])
    start = timezone.localtime(course.starts_at) if course.starts_at else None
    return {
        "booking": booking,
        "seat": booking.leading_seat,
        "course": course,
        "dates": list(course.dates.all()),
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


def is_in_line(booking: Booking) -> bool:
    return booking.confirmed_at is not None


def is_unconfirmed(booking: Booking) -> bool:
    return not is_in_line(booking)


def is_certified(booking: Booking) -> bool:
    return bool(certificates_of(booking))


def context_while(
    *states: SeatState, upcoming: bool = False, when: Callable[[Booking], bool] = always
) -> Callable[[Booking], dict]:
    """Return a context that raises NothingToSend once the mail would no longer be true when it is sent."""

    def context(booking: Booking) -> dict:
        is_over = upcoming and (booking.course.starts_at is None or booking.course.starts_at <= timezone.now())
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
                "Guten Tag {name},\n\nfür den Kurs „{kurs}“ haben wir einen Platz für Sie reserviert. "
                "Bitte bestätigen Sie die Anmeldung mit dem Link in dieser E-Mail."
            ),
            context=context_while(SeatState.HELD, upcoming=True),
        ),
        kind(
            "booked",
            _("Kurs: Anmeldung bestätigt"),
            _("Ihre Anmeldung ist bestätigt: {kurs}"),
            _("Guten Tag {name},\n\nIhr Platz im Kurs „{kurs}“ ist fest gebucht. Wir freuen uns auf Sie."),
            context=context_while(SeatState.CONFIRMED),
            attachments=calendar_attachment,
        ),
        kind(
            "cancelled",
            _("Kurs: Anmeldung storniert"),
            _("Ihre Anmeldung ist storniert: {kurs}"),
            _("Guten Tag {name},\n\nIhre Anmeldung zum Kurs „{kurs}“ ist storniert. Der Platz ist wieder frei."),
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
        *waiting_list_kinds(),
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


def waiting_list_kinds() -> list[MailKind]:
    return [
        kind(
            "wait_confirm",
            _("Warteliste: bitte bestätigen"),
            _("Bitte bestätigen Sie: Warteliste für {kurs}"),
            _(
                "Guten Tag {name},\n\nder Kurs „{kurs}“ ist zurzeit ausgebucht. Sie möchten auf die Warteliste. "
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
