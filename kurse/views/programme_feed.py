"""The programme as an Atom feed, under the same facets as its page; who leads a course is not told."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kurse.models import Course, CourseIndexPage
from kurse.programme.filters import CourseFilter
from kurse.programme.on_offer import courses_on_offer, with_presentation
from kurse.programme.presentation import presented
from kurse.states import CourseState
from pages.feeds import LENGTH, LONG_AGO, AtomFeed, office_name
from pages.open_pages import open_pages


@dataclass(frozen=True)
class Offer:
    """What the feed tells: the next courses, and the page of the programme in this language."""

    title: str
    url: str
    courses: list[Course]
    author: str


def programme_address(request: HttpRequest) -> tuple[str, str]:
    """Return title and address of the programme in the language of a request; the home page where it has none."""
    return programme_page_of(request) or (_("Kursprogramm"), "/")


def programme_page_of(request: HttpRequest) -> tuple[str, str] | None:
    """Return title and address of the programme in the language of a request."""
    opened = open_pages(request)
    page = opened.within(CourseIndexPage.objects.all(), request.LANGUAGE_CODE).order_by("path").first()
    return (page.title, opened.url(page.path, page.url_path)) if page else None


class ProgrammeFeed(AtomFeed):
    """The next courses, the soonest first; an unusable filter is a 404."""

    def get_object(self, request: HttpRequest) -> Offer:
        course_filter = CourseFilter(request.GET, queryset=courses_on_offer())
        if not course_filter.is_valid():
            raise Http404
        courses = presented(with_presentation(course_filter.qs.distinct())[:LENGTH])
        title, url = programme_address(request)
        return Offer(title, url, courses, office_name(request))

    def title(self, found: Offer) -> str:
        return found.title

    def link(self, found: Offer) -> str:
        return found.url

    def items(self, found: Offer) -> list[Course]:
        return found.courses

    def item_title(self, course: Course) -> str:
        title = course.presentation.title
        return _("Abgesagt: %(title)s") % {"title": title} if course.state == CourseState.CALLED_OFF else title

    def item_description(self, course: Course) -> str:
        when = date_format(localtime(course.starts_at), _("j. F Y, H:i \\U\\h\\r")) if course.starts_at else ""
        where = course.place.name if course.place else _("online")
        return f"{when}, {where}. {course.presentation.summary}"

    def item_link(self, course: Course) -> str:
        return course.presentation.get_url() or "/"

    def item_guid(self, course: Course) -> str:
        # Not the address of the page, which an editor may change.
        return f"urn:koordination:kurs:{course.pk}"

    def item_updateddate(self, course: Course) -> datetime:
        return course.presentation.last_published_at or LONG_AGO
