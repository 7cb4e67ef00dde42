"""The mail of the day after: thanks, the way to the certificate, and a ticket for feedback for each who was there."""

from django.utils.translation import gettext_lazy as _

from kurse import conf
from kurse.attendance.certificates import certificates_of
from kurse.feedback.boxes import is_open
from kurse.feedback.eligibility import those_present
from kurse.feedback.tickets import feedback_url, new_ticket
from kurse.mails.kinds import booking_context, kind
from kurse.models import Booking, FeedbackBox
from vorgang.mails import MailKind
from vorgang.outbox.rendering import NothingToSend


def feedback_context(booking: Booking) -> dict:
    """Return what the mail shows; raises NothingToSend once nobody may answer, or nobody of a booking was there."""
    box = FeedbackBox.objects.filter(course=booking.course_id).first()
    present = [person for person in those_present(booking.course) if person.seat.booking_id == booking.pk]
    if box is None or not is_open(box) or not present:
        raise NothingToSend
    return {
        **booking_context(booking),
        "tickets": [feedback_url(new_ticket(booking.course), booking.language) for _person in present],
        "until": box.asked_on + conf.feedback_time(),
        "has_certificate": bool(certificates_of(booking)),
    }


def feedback_kind() -> MailKind:
    return kind(
        "feedback",
        _("Kurs: Dank und Rückmeldung"),
        _("Wie war es? {kurs}"),
        _(
            "Guten Tag {name},\n\ndanke, dass Sie beim Kurs „{kurs}“ dabei waren. Wie hat er Ihnen gefallen? "
            "Sagen Sie es uns in vier kurzen Fragen."
        ),
        context=feedback_context,
        template="feedback",
    )
