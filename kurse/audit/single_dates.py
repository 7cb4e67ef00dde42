"""The audit of courses whose dates are booked singly: no query where there is none, else a handful however many."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from kurse.audit.findings import PATIENCE, Finding
from kurse.dates.seats import COUNTS, DateSeats
from kurse.models import BookedDate, Booking, Course, CourseDate, Seat
from kurse.states import ACTIVE, CourseState, SeatState
from kurse.waiting.single_dates import lines_of, next_of


def audit_dates(courses: Sequence[Course], now: datetime) -> list[Finding]:
    """Return every contradiction in these courses: see kurse.audit."""
    if not courses:
        return []
    rows = CourseDate.objects.filter(course__in=courses).annotate(**COUNTS).order_by("starts_at", "pk")
    dates = defaultdict(list)
    for date in rows:
        dates[date.course_id].append(date)
    rooms = [DateSeats(course, dates[course.pk]) for course in courses]
    keys = [course.pk for course in courses]
    return [
        *(finding for room in rooms for finding in counts(room, now)),
        *idle(rooms, now),
        *passed_over(keys),
        *without_dates(keys),
    ]


def counts(room: DateSeats, now: datetime) -> Iterator[Finding]:
    """I1 and I2: of each date, then of the course, whose row may not know yet that a date has just begun."""
    course = room.course
    for date in room.dates:
        found, noted = (date.counted_taken, date.counted_waiting), (date.seats_taken, date.seats_waiting)
        if found != noted:
            told = {"date": date, "taken": found[0], "waiting": found[1], "row": noted[0], "line": noted[1]}
            text = _("%(date)s: gezählt %(taken)s belegt und %(waiting)s wartend, vermerkt %(row)s und %(line)s")
            yield Finding("I1", course.pk, text % told)
        if date.is_to_come(now) and date.counted_taken > room.seats:
            text = _("%(date)s: %(taken)s Plätze belegt, erlaubt sind %(allowed)s")
            yield Finding("I2", course.pk, text % {"date": date, "taken": date.counted_taken, "allowed": room.seats})
    noted = (course.seats_taken, course.seats_waiting)
    shown = []
    for moment in (now, now - PATIENCE):
        room.show(moment)
        shown.append((course.seats_taken, course.seats_waiting))
    course.seats_taken, course.seats_waiting = noted
    if noted not in shown:
        text = _("gezählt %(taken)s belegt und %(waiting)s wartend, vermerkt %(row)s und %(line)s")
        told = {"taken": shown[0][0], "waiting": shown[0][1], "row": noted[0], "line": noted[1]}
        yield Finding("I1", course.pk, text % told)


def idle(rooms: Sequence[DateSeats], now: datetime) -> Iterator[Finding]:
    """I4: somebody in line could have seats on all their dates, and passes nobody."""
    lines = lines_of(rooms)
    for room in rooms:
        if room.course.state != CourseState.OPEN:
            continue
        if any(not is_at_once for _party, is_at_once in next_of(lines[room.course.pk], now)):
            yield Finding("I4", room.course.pk, _("ein Platz ist frei, obwohl jemand wartet"))


def passed_over(course_ids: Sequence[int]) -> Iterator[Finding]:
    """I6: somebody has an offer although somebody before them, confirmed by then, waits for one of the same dates."""
    offered = (
        Seat.objects.filter(course__in=course_ids, state=SeatState.OFFERED)
        .order_by()
        .values_list("course_id", "booking_id", "booking__created_at", "offered_at")
        .distinct()
    )
    waiting = (
        Seat.objects.in_line()
        .filter(course__in=course_ids, booking__restricted_at=None)
        .values_list(
            "course_id", "booking_id", "booking__created_at", "booking__confirmed_at", "booking__back_in_line_at"
        )
        .distinct()
    )
    offered, waiting = list(offered), list(waiting)
    chosen = defaultdict(set)
    keys = {row[1] for row in (*offered, *waiting)}
    for booking_id, date_id in BookedDate.objects.kept().filter(booking__in=keys).values_list("booking_id", "date_id"):
        chosen[booking_id].add(date_id)
    found = {
        course_id
        for course_id, booking_id, asked_at, offered_at in offered
        for of_course, other_id, before, confirmed_at, back_at in waiting
        if of_course == course_id
        and (before, other_id) <= (asked_at, booking_id)
        and confirmed_at < offered_at
        and (back_at is None or back_at < offered_at)
        and chosen[booking_id] & chosen[other_id]
    }
    for course_id in sorted(found):
        yield Finding("I6", course_id, _("jemand auf der Warteliste wurde übergangen"))


def without_dates(course_ids: Sequence[int]) -> Iterator[Finding]:
    """I7: whoever is in such a course has booked a date, and each date is one of that course."""
    kept = BookedDate.objects.kept().filter(booking=OuterRef("pk"))
    foreign = kept.exclude(date__course=OuterRef("course"))
    standing = Booking.objects.filter(course__in=course_ids, seats__state__in=sorted(ACTIVE))
    odd = standing.filter(~Exists(kept) | Exists(foreign)).order_by()
    rows = odd.values("course_id").annotate(number=Count("pk", distinct=True))
    for row in rows:
        text = _("%(number)s Anmeldungen haben keinen Termin dieses Kurses")
        yield Finding("I7", row["course_id"], text % row)
