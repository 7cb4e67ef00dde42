"""Somebody on the interest list."""

from kurse.interest.joining import InterestRequest, ask_to_be_told, confirm
from kurse.models import Course, Interest


def make_interest(course: Course, *, email: str = "interesse@beispiel.example", **asked) -> Interest:
    """Return the interest of somebody who has switched the reminder on."""
    interest = ask_to_be_told(InterestRequest(email=email, course_id=course.pk, consent="Ja.", **asked))
    confirm(interest)
    interest.refresh_from_db()
    return interest
