"""What a term came to, for the report on the use of grants: numbers only, and the same before and after erasure."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kurse.feedback.results import are_readable, rated
from kurse.models import Attendance, Certificate, Course, CourseDate, Seat
from kurse.states import CancelReason, CourseState, DateState, SeatMode, SeatState

# Who was only held and never confirmed is erased whole, so that nobody may count them: the numbers would change.
CERTAIN = Q(booking__confirmed_at__isnull=False) | Q(booking__erased_at__isnull=False)
# Whoever rebooked is counted where they went, and nobody twice.
REBOOKED = Q(cancel_reason=CancelReason.REBOOKED)
# Whoever waits for a seat or for our decision, or waited in vain.
WITHOUT_SEAT = (SeatState.WAITING, SeatState.OFFERED, SeatState.REQUESTED, SeatState.LAPSED)
OF_SEATS = {
    "registered": Count("pk"),
    "confirmed": Count("pk", filter=Q(state=SeatState.CONFIRMED)),
    "online": Count("pk", filter=Q(state=SeatState.CONFIRMED, mode=SeatMode.ONLINE)),
    "cancelled": Count("pk", filter=Q(state=SeatState.CANCELLED)),
    "waiting": Count("pk", filter=Q(state__in=WITHOUT_SEAT)),
}


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included, in local time."""

    first: date
    last: date

    @property
    def label(self) -> str:
        if self == half_year(self.first):
            number = 1 if self.first.month == 1 else 2
            return _("%(number)s. Halbjahr %(year)s") % {"number": number, "year": self.first.year}
        return f"{self.first:%d.%m.%Y} – {self.last:%d.%m.%Y}"


def half_year(day: date) -> Period:
    """Return the half-year a day lies in."""
    if day.month <= 6:
        return Period(date(day.year, 1, 1), date(day.year, 6, 30))
    return Period(date(day.year, 7, 1), date(day.year, 12, 31))


def recent_half_years(today: date, number: int = 4) -> list[Period]:
    """Return the half-year of a day and those before it, the latest first."""
    periods = [half_year(today)]
    while len(periods) < number:
        periods.append(half_year(periods[-1].first - timedelta(days=1)))
    return periods


@dataclass
class Figures:
    """What can be counted of one or several courses; `minutes` of teaching, `visits` are people times dates."""

    courses: int = 0
    called_off: int = 0
    dates: int = 0
    minutes: int = 0
    seats: int = 0
    registered: int = 0
    confirmed: int = 0
    online: int = 0
    cancelled: int = 0
    waiting: int = 0
    present: int = 0
    visits: int = 0
    certificates: int = 0
    answers: int = 0
    marks: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    @property
    def rating(self) -> float:
        """The mean of all marks people gave, of 5; 0 where none may be told."""
        return round(self.marks / self.answers, 1) if self.answers else 0

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class Line:
    """One course with its figures."""

    course: Course
    figures: Figures

    @property
    def municipality(self) -> str:
        return self.course.place.municipality.name if self.course.place else _("ohne Ort")

    @property
    def format(self) -> str:
        return self.course.get_format_display()


def courses_in(period: Period) -> QuerySet:
    """Return the announced courses that begin within a period."""
    return (
        Course.objects.announced()
        .filter(starts_at__date__gte=period.first, starts_at__date__lte=period.last)
        .select_related("page", "place__municipality")
        .order_by("starts_at", "pk")
    )


def lines(period: Period) -> list[Line]:
    """Return the courses of a period with their figures, in seven queries however many there are."""
    courses = list(courses_in(period))
    keys = [course.pk for course in courses]
    counted: dict[int, dict] = defaultdict(dict)
    seats = Seat.objects.filter(CERTAIN, ~REBOOKED, course__in=keys)
    marks = Attendance.objects.filter(seat__course__in=keys, is_present=True)
    papers = Certificate.objects.filter(course__in=keys, withdrawn_at=None)
    here = {"present": Count("seat", distinct=True), "visits": Count("pk")}
    for rows in (
        per_course(seats, "course", OF_SEATS),
        per_course(marks, "seat__course", here),
        per_course(papers, "course", {"certificates": Count("pk")}),
    ):
        for course_id, numbers in rows:
            counted[course_id] |= numbers
    for numbers in (time_taught(keys), rated([course.pk for course in courses if are_readable(course)])):
        for course_id, found in numbers.items():
            counted[course_id] |= found
    return [Line(course, figures_of(course, counted[course.pk])) for course in courses]


def per_course(rows: QuerySet, key: str, numbers: dict[str, Count]) -> Iterable[tuple[int, dict]]:
    for row in rows.order_by().values(key).annotate(**numbers):
        yield row.pop(key), row


def time_taught(course_ids: list[int]) -> dict[int, dict[str, int]]:
    """Return number and minutes of the dates that were not dropped, by course."""
    taught: dict[int, dict[str, int]] = {}
    dates = CourseDate.objects.filter(course__in=course_ids).exclude(state=DateState.DROPPED)
    for course_id, starts_at, ends_at in dates.values_list("course_id", "starts_at", "ends_at"):
        so_far = taught.setdefault(course_id, {"dates": 0, "minutes": 0})
        so_far["dates"] += 1
        so_far["minutes"] += int((ends_at - starts_at).total_seconds()) // 60
    return taught


def figures_of(course: Course, counted: dict) -> Figures:
    """Return the figures of one course; of one that was called off only that, and who had registered."""
    if course.state == CourseState.CALLED_OFF:
        return Figures(called_off=1, registered=counted.get("registered", 0))
    # Where dates are booked singly, each has as many seats.
    times = counted.get("dates", 0) if course.single_dates else 1
    return Figures(courses=1, seats=course.total_capacity * times, **counted)


def total(of: Iterable[Line]) -> Figures:
    return sum((line.figures for line in of), Figures())


def totals_by(of: Iterable[Line], name: Callable[[Line], str]) -> list[tuple[str, Figures]]:
    """Return the sums of the lines of one name, by name."""
    return [(label, total(part)) for label, part in groupby(sorted(of, key=name), name)]
