"""Who is asked how it was, and when, where dates are booked singly: after the last of their own."""

from datetime import datetime

from django.utils import timezone

from kurse.attendance.roster import Participant, dates_held, participants, unmarked
from kurse.feedback.eligibility import FEWEST, PATIENCE
from kurse.models import Course, FeedbackBox


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
