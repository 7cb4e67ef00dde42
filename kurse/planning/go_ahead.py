"""Whether a course takes place: decided by its minimum at the day of decision, or by the office at any time."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from kurse.booking.settling import lapse_overdue
from kurse.errors import CourseNotCallable
from kurse.models import Course, Seat
from kurse.seats.steps import by_booking, seat_change
from kurse.seats.telling import tell_running
from kurse.states import CourseState, SeatState
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction


def undecided(now: datetime) -> QuerySet:
    """Courses to come with a minimum of which nobody has said yet that they take place, with `confirmed` counted."""
    confirmed = Count("seats", filter=Q(seats__state=SeatState.CONFIRMED))
    return Course.objects.filter(
        state=CourseState.OPEN, minimum__gt=0, runs_since=None, starts_at__gt=now, decide_at__isnull=False
    ).annotate(confirmed=confirmed)


def decide_due() -> int:
    """Let every course run whose day of decision has come and whose minimum is reached; return how many.

    The others wait for the office: nobody is called off by a clock.
    """
    now = timezone.now()
    reached = undecided(now).filter(decide_at__lte=now, confirmed__gte=F("minimum")).order_by("pk")
    return sum(let_run(course) for course in reached)


def let_run(course: Course, *, by: AbstractBaseUser | None = None) -> bool:
    """Say that a course takes place, tell everybody who has a sure seat, and return whether that was new.

    Raises CourseNotCallable unless it is still to come, CourseBusy.
    """
    with seat_change():
        [current] = lock(Course, course.pk)
        now = timezone.now()
        if not current.is_running(now):
            raise CourseNotCallable
        if current.runs_since is not None:
            return False
        lapse_overdue(current, now)
        Course.objects.filter(pk=course.pk).update(runs_since=now)
        confirmed = Seat.objects.filter(course=course, state=SeatState.CONFIRMED).select_related("booking")
        for booking, seats in by_booking(confirmed).items():
            queue_mail("kurse.runs", booking, dedup=f"kurse.runs:{seats[0].pk}")
        tell_running(confirmed)
        record(by, StaffAction.CHANGED, current)
    return True
