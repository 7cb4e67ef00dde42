"""Who is asked how it was, and when: after the course, or after the last of their own single dates."""

from datetime import datetime, timedelta

from django.utils import timezone

from kurse.models import Course, FeedbackBox
from kurse.presence import Participant, dates_held, participants, unmarked

# Among fewer everybody would know who said what: they are not asked.
FEWEST = 3
# So long we wait for attendance that is noted later; then those are asked who are noted.
PATIENCE = timedelta(days=3)


def those_present(course: Course) -> list[Participant]:
    """Return who was there on one date at least."""
    return [person for person in participants(course) if any(person.marks.values())]


def next_to_be_asked(course: Course, box: FeedbackBox | None, today: datetime, now: datetime) -> list[Participant]:
    """Return those present whose own dates ended before today and who were not asked yet; nobody while they are few.

    All are asked together whose dates are over, FEWEST at least, and never so that fewer are left for the last time:
    an answer that comes alone would say whose it is.
    """
    dates, people = dates_held(course), participants(course)
    ends = {person.seat.pk: person.ended_at(dates) for person in people}
    left = [person for person in people if (end := ends[person.seat.pk]) and end >= today]
    through = [person for person in people if (end := ends[person.seat.pk]) and end < today]
    fresh = [person for person in through if box is None or timezone.localdate(ends[person.seat.pk]) >= box.asked_on]
    waiting = [
        person for person in fresh if ends[person.seat.pk] > now - PATIENCE and unmarked(person.own(dates), people)
    ]
    present = [person for person in fresh if any(person.marks.values()) and person.seat.booking.email]
    if waiting or len(present) < FEWEST or 0 < len(left) < FEWEST:
        return []
    return present
