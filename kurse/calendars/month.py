"""One month of the programme: every date of the courses that the list shows under the same filters."""

from calendar import Calendar
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kurse.models import CourseDate
from kurse.programme.facets import FACETS, facets_of, kept_filters, search, selected_values
from kurse.programme.filters import CourseFilter, first_of_month
from kurse.programme.narrowing import narrowings
from kurse.programme.on_offer import courses_on_offer
from kurse.programme.presentation import presented
from pages.facets import Facet, FacetValue, chips_of

# What a day shows of a course and no more: a whole page has sixty columns and a body.
SHOWN = ("course__state", *(f"course__page__{name}" for name in ("title", "url_path", "locale", "translation_key")))


@dataclass(frozen=True)
class Day:
    """One cell of the month; a day of the month before or after has no dates."""

    day: date
    is_inside: bool
    is_today: bool
    dates: list[CourseDate]


@dataclass(frozen=True)
class Step:
    """The way to another month under the same filters."""

    first: date
    url: str


@dataclass
class MonthCalendar:
    """What the page of a month shows. `query` holds the filters without the month, to be put behind an address."""

    first: date
    weeks: list[list[Day]]
    query: str = ""
    facets: list[Facet] = field(default_factory=list)
    chips: list[FacetValue] = field(default_factory=list)
    previous: Step | None = None
    next: Step | None = None
    error: str = ""

    @property
    def number(self) -> int:
        return sum(len(day.dates) for week in self.weeks for day in week)

    @property
    def reset_url(self) -> str:
        """The address of this month without filters."""
        return f"?month={self.first:%Y-%m}"


def month_calendar(query: QueryDict) -> MonthCalendar:
    """Read a month under the filters of a query string; an unusable filter finds nothing and says so.

    Over all months together these are the courses of the list. A month shows those too that began before it.
    """
    month = query.get("month", "")
    first = first_of_month(month) or timezone.localdate().replace(day=1)
    filters = query.copy()
    filters.pop("month", None)
    course_filter = CourseFilter(filters, queryset=courses_on_offer())
    if not course_filter.is_valid() or (month and first_of_month(month) is None):
        return MonthCalendar(first, weeks(first, []), error=_("Diesen Filter gibt es nicht. Bitte entfernen Sie ihn."))
    dates = CourseDate.objects.filter(course__in=course_filter.qs.order_by().values("pk"))
    asked, selected = search(course_filter), {name: selected_values(course_filter, name) for name in FACETS}
    facets = [uncounted(facet) for facet in facets_of(asked.rows(), selected, query)]
    previous, following = steps(dates, first, query)
    return MonthCalendar(
        first=first,
        weeks=weeks(first, dates_between(dates, first, following_month(first))),
        query=kept_filters(query, "month"),
        facets=[facet for facet in facets if facet.name != "month"],
        chips=chips_of(facets) + narrowings(asked, query),
        previous=previous,
        next=following,
    )


def uncounted(facet: Facet) -> Facet:
    """Return a facet without its numbers, which are those of the whole programme and not of a month."""
    return replace(facet, values=[replace(value, count=None) for value in facet.values])


def dates_between(dates: QuerySet, first: date, end: date) -> list[CourseDate]:
    """Return the dates that begin on these days, in order, each with its course and as `number` of `of`."""
    same_course = CourseDate.objects.filter(course=OuterRef("course")).order_by().values("course")
    begun, at_once = Q(starts_at__lt=OuterRef("starts_at")), Q(starts_at=OuterRef("starts_at"), pk__lte=OuterRef("pk"))
    earlier = same_course.filter(begun | at_once)
    found = list(
        dates.filter(starts_at__gte=midnight(first), starts_at__lt=midnight(end))
        .annotate(
            number=Subquery(earlier.annotate(n=Count("pk")).values("n")),
            of=Subquery(same_course.annotate(n=Count("pk")).values("n")),
        )
        .select_related("course__page")
        .only("starts_at", "state", *SHOWN)
        .order_by("starts_at", "pk")
    )
    presented(date.course for date in found)
    return found


def weeks(first: date, dates: list[CourseDate]) -> list[list[Day]]:
    """Return the weeks of a month, each from Monday to Sunday."""
    today = timezone.localdate()
    by_day: dict[date, list[CourseDate]] = {}
    for each in dates:
        by_day.setdefault(timezone.localdate(each.starts_at), []).append(each)
    return [
        [Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def steps(dates: QuerySet, first: date, query: QueryDict) -> tuple[Step | None, Step | None]:
    """Return the nearest months with a date before and after; a crawler finds no endless row of empty months."""
    found = dates.aggregate(
        before=Max("starts_at", filter=Q(starts_at__lt=midnight(first))),
        after=Min("starts_at", filter=Q(starts_at__gte=midnight(following_month(first)))),
    )
    months = [moment and timezone.localdate(moment).replace(day=1) for moment in (found["before"], found["after"])]
    previous, following = (month and Step(month, month_url(query, month)) for month in months)
    return previous, following


def month_url(query: QueryDict, month: date) -> str:
    kept = kept_filters(query, "month")
    return f"{kept}{'&' if kept else '?'}month={month:%Y-%m}"


def following_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
