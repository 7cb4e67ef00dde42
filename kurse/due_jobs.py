"""The recurring work of this room, run by `manage.py worker`."""

from datetime import timedelta

from django.utils import timezone

from kurse.erasure import forget_trainers
from kurse.models import Seat
from kurse.reminders import remind
from kurse.seats import lapse_holds
from kurse.states import SeatState
from vorgang.due_jobs import DueJob


def lapse_all() -> int:
    """Free every overdue hold; bookings do not wait for this, the list of free seats looks better for it."""
    overdue = Seat.objects.filter(state=SeatState.HELD, held_until__lte=timezone.now())
    return sum(lapse_holds(course_id) for course_id in overdue.values_list("course_id", flat=True).distinct())


def due_jobs() -> list[DueJob]:
    return [
        DueJob("kurse.lapse_holds", timedelta(minutes=5), lapse_all),
        DueJob("kurse.remind", timedelta(hours=1), remind),
        DueJob("kurse.forget_trainers", timedelta(days=1), forget_trainers, at_hour=3),
    ]
