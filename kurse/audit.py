"""Whether courses, seats and waiting lists agree: read only, in a handful of queries however many there are."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from kurse import conf
from kurse.models import Course, Seat
from kurse.settling import COUNTS, overdue
from kurse.states import CourseState, SeatState

logger = logging.getLogger(__name__)

# The worker lets holds lapse every five minutes; what is overdue for this long nobody tidies up any more.
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Finding:
    """One place where the data contradict themselves: the rule I1 to I6, the course, and what is wrong."""

    rule: str
    course_id: int
    text: str

    def __str__(self):
        return f"{self.rule}, Kurs {self.course_id}: {self.text}"


def audit(courses: QuerySet | None = None, now: datetime | None = None) -> list[Finding]:
    """Return every contradiction in these courses (default: all), by rule and course.

    I1 the numbers on the course row are those of the seats; I2 no course is overbooked; I3 nobody is in a course
    twice; I4 no seats are free which the next could have; I5 nothing is long overdue; I6 nobody was passed over.
    """
    courses = Course.objects.all() if courses is None else courses
    now = now or timezone.now()
    seats = Seat.objects.filter(course__in=courses)
    found = [*counts(courses), *doubles(seats), *idle(courses, now), *late(seats, now), *passed_over(seats)]
    return sorted(found, key=lambda finding: (finding.rule, finding.course_id))


def counts(courses: QuerySet) -> Iterator[Finding]:
    """I1 and I2."""
    counted = Seat.objects.filter(course__in=courses).order_by().values("course_id").annotate(**COUNTS)
    by_course = {row["course_id"]: (row["taken"], row["waiting"]) for row in counted}
    for course in courses.only("capacity", "overbooking", "seats_taken", "seats_waiting").order_by():
        taken, waiting = by_course.get(course.pk, (0, 0))
        if (course.seats_taken, course.seats_waiting) != (taken, waiting):
            text = _("gezählt %(taken)s belegt und %(waiting)s wartend, vermerkt %(row)s und %(line)s")
            told = {"taken": taken, "waiting": waiting, "row": course.seats_taken, "line": course.seats_waiting}
            yield Finding("I1", course.pk, text % told)
        allowed = course.capacity + course.overbooking
        if taken > allowed:
            text = _("%(taken)s Plätze belegt, erlaubt sind %(allowed)s") % {"taken": taken, "allowed": allowed}
            yield Finding("I2", course.pk, text)


def doubles(seats: QuerySet) -> Iterator[Finding]:
    """I3."""
    twice = seats.active().order_by().values("course_id", "person_key").annotate(number=Count("pk"))
    for row in twice.filter(number__gt=1):
        yield Finding("I3", row["course_id"], _("eine Person steht %(number)s-mal im Kurs") % row)


def idle(courses: QuerySet, now: datetime) -> Iterator[Finding]:
    """I4; shortly before the start a seat is free until somebody in line is the first to accept it."""
    in_line = Seat.objects.in_line().filter(course=OuterRef("pk"), booking__restricted_at=None)
    wanted = Seat.objects.filter(booking=OuterRef("next_booking"), state=SeatState.WAITING).order_by()
    free = F("capacity") + F("overbooking") - F("seats_taken")
    due = (
        courses.filter(state=CourseState.OPEN, starts_at__gt=now + conf.last_call_before())
        .annotate(next_booking=Subquery(in_line.values("booking_id")[:1]))
        .annotate(wanted=Subquery(wanted.values("booking_id").annotate(number=Count("pk")).values("number")))
        .filter(wanted__lte=free)
    )
    for course_id in due.order_by().values_list("pk", flat=True):
        yield Finding("I4", course_id, _("ein Platz ist frei, obwohl jemand wartet"))


def late(seats: QuerySet, now: datetime) -> Iterator[Finding]:
    """I5."""
    rows = overdue(now - PATIENCE).filter(pk__in=seats).order_by().values("course_id").annotate(number=Count("pk"))
    for row in rows:
        yield Finding("I5", row["course_id"], _("%(number)s Reservierungen sind längst abgelaufen") % row)


def passed_over(seats: QuerySet) -> Iterator[Finding]:
    """I6: somebody has an offer although somebody else was in line before them, and already confirmed then.

    Likewise somebody of a group in which others still wait.
    """
    earlier = Seat.objects.filter(
        Q(booking__created_at__lt=OuterRef("booking__created_at"))
        | Q(booking__created_at=OuterRef("booking__created_at"), booking_id__lte=OuterRef("booking_id")),
        course=OuterRef("course"),
        state=SeatState.WAITING,
        booking__restricted_at=None,
        booking__is_too_large=False,
        booking__confirmed_at__lt=OuterRef("offered_at"),
    ).exclude(booking__back_in_line_at__gte=OuterRef("offered_at"))
    offered = seats.filter(Exists(earlier), state=SeatState.OFFERED).order_by()
    for course_id in offered.values_list("course_id", flat=True).distinct():
        yield Finding("I6", course_id, _("jemand auf der Warteliste wurde übergangen"))


def log_findings() -> int:
    """Audit all courses, log what contradicts itself, and return how much that is: the nightly job."""
    findings = audit()
    for finding in findings:
        logger.error("audit of bookings: %s", finding)
    return len(findings)
