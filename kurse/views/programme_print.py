"""The programme on paper: every course of the list under its filters, month by month, and the way back to the site."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

import segno
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurse.models import Course, CourseDate
from kurse.programme.facets import kept_filters, search
from kurse.programme.filters import CourseFilter
from kurse.programme.narrowing import labels_of
from kurse.programme.on_offer import courses_on_offer, for_cards
from kurse.programme.presentation import presented
from kurse.views.programme_feed import programme_address
from vorgang.conf import site_url

# Some thirty pages of paper; more nobody prints by mistake.
MOST_COURSES = 200


@dataclass(frozen=True)
class PrintedCourse:
    """A course with all its dates, and its address as somebody types it."""

    course: Course
    dates: list[CourseDate]

    @property
    def address(self) -> str:
        return without_scheme(site_url() + (self.course.presentation.get_url() or ""))


@dataclass
class PrintedProgramme:
    """What the page shows; `months` pairs the first day of a month with the courses that begin in it."""

    months: list[tuple[date, list[PrintedCourse]]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    query: str = ""
    is_cut: bool = False
    error: str = ""


@require_safe
def print_page(request: HttpRequest) -> HttpResponse:
    """Show the whole programme under the filters of the list, to be printed by the browser."""
    printed = printed_programme(request.GET)
    title, url = programme_address(request)
    address = site_url() + url + printed.query
    context = {
        "printed": printed,
        "most": MOST_COURSES,
        "programme_url": url,
        "address": without_scheme(address),
        "qr": qr_code(address),
        "trail": [(title, url), (_("Drucken"), request.path)],
    }
    return TemplateResponse(request, "kurse/print.html", context)


def printed_programme(query: QueryDict) -> PrintedProgramme:
    """Read the programme under the filters of a query string; an unusable filter finds nothing and says so."""
    course_filter = CourseFilter(query, queryset=courses_on_offer())
    if not course_filter.is_valid():
        return PrintedProgramme(error=_("Diesen Filter gibt es nicht. Bitte entfernen Sie ihn."))
    # By date, whatever the order of the list: it is grouped by months.
    found = presented(for_cards(course_filter.qs.order_by("starts_at", "pk").distinct())[: MOST_COURSES + 1])
    courses = found[:MOST_COURSES]
    dates = defaultdict(list)
    for each in CourseDate.objects.filter(course__in=[course.pk for course in courses]):
        dates[each.course_id].append(each)
    return PrintedProgramme(
        months=[
            (month, [PrintedCourse(course, dates[course.pk]) for course in beginning])
            for month, beginning in groupby(courses, month_of)
        ],
        labels=labels_of(search(course_filter)),
        query=kept_filters(query, "sort"),
        is_cut=len(found) > MOST_COURSES,
    )


def month_of(course: Course) -> date:
    return timezone.localdate(course.starts_at).replace(day=1)


def qr_code(url: str) -> SafeString:
    """Return a QR code as an SVG that carries no style of its own."""
    drawing = segno.make(url, error="m", micro=False)
    return mark_safe(drawing.svg_inline(border=2, omitsize=True, svgclass="k-qr", lineclass=None))  # nosec B308 B703 # no text in it


def without_scheme(url: str) -> str:
    return url.partition("://")[2] or url
