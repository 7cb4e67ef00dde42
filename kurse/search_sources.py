"""How courses are found: as long as they are on offer."""

from django.utils.translation import gettext_lazy as _

from kurse.models import CourseIndexPage, CoursePage
from kurse.programme.on_offer import courses_on_offer
from pages.searchable import SearchDocument, SearchSource, describe_page


def describe_course(page: CoursePage) -> SearchDocument | None:
    """Return a course that is on offer, until its last date is over."""
    course = page.course
    if course is None or not courses_on_offer().filter(pk=course.pk).exists():
        return None
    return describe_page(
        page,
        summary=page.summary,
        search_terms=tuple(sorted(page.tags.names())),
        municipality=course.place.municipality.slug if course.place else "",
        until=course.ends_at,
    )


def describe_programme(page: CourseIndexPage) -> SearchDocument:
    return describe_page(page, summary=page.introduction, fields=("introduction",))


def search_sources() -> list[SearchSource]:
    courses = {"kind": "kurse", "label": _("Kurse"), "badge": _("Kurs"), "order": 20}
    return [
        SearchSource(model=CoursePage, describe=describe_course, **courses),
        SearchSource(model=CourseIndexPage, describe=describe_programme, **courses),
    ]
