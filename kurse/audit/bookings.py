"""Whether courses, seats and waiting lists agree: read only, in a handful of queries however many there are."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from kurse import conf
from kurse.audit.findings import PATIENCE, Finding
from kurse.audit.single_dates import audit_dates
from kurse.booking.settling import overdue
from kurse.models import Course, Seat
from kurse.models.seating import NUMBERS, ONLINE_APART
from kurse.seats.counting import COUNTS, NOBODY
from kurse.states import CourseMode, CourseState, SeatState

logger = logging.getLogger(__name__)

READ = (
    *("mode", "state", "capacity", "overbooking", "online_capacity", "single_dates", "next_at"),
    *(name for pair in NUMBERS for name in pair),
)


def audit(courses: QuerySet | None = None, now: datetime | None = None) -> list[Finding]:
    """Return every contradiction in these courses (default: all), by rule and course.

    I1 the numbers on the course row are those of the seats; I2 no course is overbooked; I3 nobody is in a course
    twice; I4 no seats are free which the next could have; I5 nothing is long overdue; I6 nobody was passed over; I7
    whoever books single dates has some, and nobody else has any. Where dates are booked singly, I1, I2, I4 and I6
    hold for each of them.
    """
    courses = Course.objects.all() if courses is None else courses
    now = now or timezone.now()
    seats = Seat.objects.filter(course__in=courses)
    rows = list(courses.only(*READ).order_by())
    as_a_whole = courses.filter(single_dates=False)
    found = [
        *counts([course for course in rows if not course.single_dates], courses),
        *doubles(seats),
        *idle(as_a_whole, now),
        *late(seats, now),
        *passed_over(seats.filter(course__single_dates=False)),
        *audit_dates([course for course in rows if course.single_dates], now),
    ]
    return sorted(found, key=lambda finding: (finding.rule, finding.course_id))


def counts(rows: Sequence[Course], courses: QuerySet) -> Iterator[Finding]:
    """I1 and I2."""
    counted = Seat.objects.filter(course__in=courses).order_by().values("course_id").annotate(**COUNTS)
    by_course = {row.pop("course_id"): row for row in counted}
    for course in rows:
        noted = course.numbers
        course.take_numbers(by_course.get(course.pk, NOBODY))
        for taken, waiting in NUMBERS:
            found = {"taken": getattr(course, taken), "waiting": getattr(course, waiting)}
            told = {"row": noted[taken], "line": noted[waiting]}
            if [*found.values()] != [*told.values()]:
                text = _("gezählt %(taken)s belegt und %(waiting)s wartend, vermerkt %(row)s und %(line)s")
                yield Finding("I1", course.pk, text % (found | told))
        for pool in course.pools:
            if pool.taken > pool.seats:
                text = _("%(taken)s Plätze belegt, erlaubt sind %(allowed)s")
                yield Finding("I2", course.pk, text % {"taken": pool.taken, "allowed": pool.seats})


def doubles(seats: QuerySet) -> Iterator[Finding]:
    """I3."""
    twice = seats.active().order_by().values("course_id", "person_key").annotate(number=Count("pk"))
    for row in twice.filter(number__gt=1):
        yield Finding("I3", row["course_id"], _("eine Person steht %(number)s-mal im Kurs") % row)


def idle(courses: QuerySet, now: datetime) -> Iterator[Finding]:
    """I4, in each pool; shortly before the start a seat is free until somebody in line is the first to accept it."""
    due = courses.filter(state=CourseState.OPEN, starts_at__gt=now + conf.last_call_before())
    for pool, of_pool in (("room", ~ONLINE_APART), ("online", ONLINE_APART)):
        in_line = Seat.objects.in_line().filter(of_pool, course=OuterRef("pk"), booking__restricted_at=None)
        wanted = Seat.objects.filter(booking=OuterRef(f"next_{pool}"), state=SeatState.WAITING).order_by()
        number = wanted.values("booking_id").annotate(number=Count("pk")).values("number")
        due = due.annotate(**{f"next_{pool}": Subquery(in_line.values("booking_id")[:1])})
        due = due.annotate(**{f"wanted_{pool}": Subquery(number)})
    in_room = Q(wanted_room__lte=F("capacity") + F("overbooking") - F("seats_taken"))
    due = due.filter(in_room | Q(wanted_online__lte=F("online_capacity") - F("online_taken")))
    for course_id in due.order_by().values_list("pk", flat=True):
        yield Finding("I4", course_id, _("ein Platz ist frei, obwohl jemand wartet"))


def late(seats: QuerySet, now: datetime) -> Iterator[Finding]:
    """I5."""
    rows = overdue(now - PATIENCE).filter(pk__in=seats).order_by().values("course_id").annotate(number=Count("pk"))
    for row in rows:
        yield Finding("I5", row["course_id"], _("%(number)s Reservierungen sind längst abgelaufen") % row)


def passed_over(seats: QuerySet) -> Iterator[Finding]:
    """I6: somebody has an offer although somebody else was in the same line before them, and already confirmed then.

    Likewise somebody of a group in which others still wait.
    """
    same_line = Q(mode=OuterRef("mode")) | ~Q(course__mode=CourseMode.HYBRID, course__online_capacity__isnull=False)
    earlier = Seat.objects.filter(
        same_line,
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
