"""What is true of a booking once its dates are over: when they were, the certificate, the feedback."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurse import conf
from kurse.attendance.certificates import certificates_of
from kurse.attendance.roster import dates_held, has_earned, participants, unmarked
from kurse.dates.choosing import dates_taken
from kurse.feedback.boxes import is_open
from kurse.models import Booking, FeedbackBox
from kurse.states import SeatState


def is_behind(booking: Booking) -> bool:
    """Whether somebody had a seat and the last of their dates is over."""
    dates = dates_taken(booking) if booking.leading_seat.state == SeatState.CONFIRMED else []
    return bool(dates) and max(date.ends_at for date in dates) <= timezone.now()


def told_when_it_was(booking: Booking) -> str:
    """Return when a course was that these people booked."""
    dates = dates_taken(booking)
    day = date_format(timezone.localtime(max(date.starts_at for date in dates)), _("j. F Y"))
    if len(dates) == 1:
        return _("Der Kurs ist vorbei. Er war am %(day)s.") % {"day": day}
    return _("Der Kurs ist vorbei. Der letzte Termin war am %(day)s.") % {"day": day}


def told_afterwards(booking: Booking) -> list[str]:
    """Return what somebody can still expect of a course that is over; nothing while the data are locked."""
    if booking.restricted_at or not is_behind(booking):
        return []
    dates, everybody = dates_held(booking.course), participants(booking.course)
    own = [person for person in everybody if person.seat.booking_id == booking.pk]
    if certificates_of(booking):
        certificate = _("Ihre Bescheinigung ist da. Sie können sie hier herunterladen.")
    elif any(unmarked(person.own(dates), everybody) or has_earned(person, booking.course, dates) for person in own):
        certificate = _("Ihre Bescheinigung finden Sie hier, sobald feststeht, wer da war.")
    else:
        certificate = _(
            "Für eine Bescheinigung waren Sie nicht oft genug da. Stimmt das nicht? Dann rufen Sie uns bitte an."
        )
    was_there = any(any(person.marks.values()) for person in own)
    return [certificate, *told_of_feedback(booking, was_there)]


def told_of_feedback(booking: Booking, was_there: bool) -> list[str]:
    """Return where the link to the feedback is, while it counts; never the link: a ticket is for one answer."""
    box = FeedbackBox.objects.filter(course=booking.course_id, asked__gt=0).first() if was_there else None
    if box is None or not is_open(box) or not booking.email:
        return []
    until = date_format(box.asked_on + conf.feedback_time(), _("j. F Y"))
    return [
        _("Wie war der Kurs? Der Link zur Rückmeldung steht in einer E-Mail an Sie. Er gilt bis %(day)s.")
        % {"day": until}
    ]
