"""The recurring work of this room, run by `manage.py worker`."""

from datetime import timedelta

from django.utils import timezone

from kurse.attendance.certificates import forget_expired, issue_due
from kurse.audit.bookings import log_findings
from kurse.booking.erasure import forget_trainers
from kurse.booking.settling import lapse_holds, overdue
from kurse.calendars.mine import forget_calendars
from kurse.feedback.boxes import ask_due, forget_texts
from kurse.interest.inviting import tell_interested
from kurse.models import Course
from kurse.notices.moving import tell_due
from kurse.notices.reminders import remind
from kurse.planning.go_ahead import decide_due
from kurse.questions.erasure import erase_answers
from vorgang.due_jobs import DueJob


def lapse_all() -> int:
    """Let every overdue seat lapse; bookings do not wait for this, those on a waiting list do.

    Likewise a course counts anew of which a single date has begun: what is free on it is free no more.
    """
    now = timezone.now()
    courses = {*overdue(now).values_list("course_id", flat=True).distinct()}
    begun = Course.objects.filter(single_dates=True, next_at__lte=now).values_list("pk", flat=True)
    return sum(lapse_holds(course_id) for course_id in sorted(courses | {*begun}))


def due_jobs() -> list[DueJob]:
    return [
        DueJob("kurse.lapse_holds", timedelta(minutes=5), lapse_all),
        DueJob("kurse.tell_moved", timedelta(minutes=5), tell_due),
        DueJob("kurse.tell_interested", timedelta(minutes=5), tell_interested),
        DueJob("kurse.ask_feedback", timedelta(days=1), ask_due, at_hour=10),
        DueJob("kurse.forget_feedback", timedelta(days=1), forget_texts, at_hour=3),
        DueJob("kurse.decide", timedelta(hours=1), decide_due),
        DueJob("kurse.remind", timedelta(hours=1), remind),
        DueJob("kurse.audit", timedelta(days=1), log_findings, at_hour=4),
        DueJob("kurse.erase_answers", timedelta(days=1), erase_answers, at_hour=3),
        DueJob("kurse.certificates", timedelta(hours=1), issue_due),
        DueJob("kurse.forget_certificates", timedelta(days=1), forget_expired, at_hour=3),
        DueJob("kurse.forget_trainers", timedelta(days=1), forget_trainers, at_hour=3),
        DueJob("kurse.forget_calendars", timedelta(days=1), forget_calendars, at_hour=3),
    ]
