"""The form for feedback at each step, and the ends of its link."""

from datetime import timedelta

from django.urls import reverse

from kurse.feedback.tickets import new_ticket
from kurse.models import FeedbackBox
from tests.browser.state import State, send
from tests.kurse.feedback_boxes import asked_course


def feedback_states(programme_page) -> dict[str, State]:
    course, closed = (asked_course(programme_page, people=3, title=title) for title in ("Vereinsrecht", "Zu"))
    FeedbackBox.objects.filter(course=closed).update(asked_on=closed.ends_at.date() - timedelta(days=100))
    form, ended = (reverse("kurse_feedback", args=[new_ticket(each)]) for each in (course, closed))
    return {
        "feedback": State(form),
        "feedback with errors": State(form, 422, send),
        "feedback in Leichte Sprache": State(form.replace("/de/", "/de-simple/"), 422, send),
        "feedback closed": State(ended, 410),
        "feedback given": State(reverse("kurse_feedback_given")),
    }
