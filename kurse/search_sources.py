"""How courses are found: as long as they are on offer."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from kurse.models import CourseIndexPage, CoursePage
from kurse.programme.on_offer import courses_on_offer
from pages.searchable import SearchDocument, SearchSource, describe_page


def prepare_courses(pages: list[CoursePage]) -> None:
    """Fetch along what is on offer on many pages, or on those that they translate, and their tags."""
    prefetch_related_objects(pages, "tags", "alias_of")
    keys = {page.pk: (page.alias_of or page).translation_key for page in pages}
    courses = courses_on_offer().select_related("page", "place__municipality")
    offered = {
        course.page.translation_key: course for course in courses.filter(page__translation_key__in=keys.values())
    }
    for page in pages:
        page.offered = offered.get(keys[page.pk])


def describe_course(page: CoursePage) -> SearchDocument | None:
    """Return a course that is on offer, until its last date is over."""
    course = page.offered
    if course is None:
        return None
    town = course.place.municipality if course.place else None
    return describe_page(
        page,
        summary=page.summary,
        search_terms=tuple(sorted(tag.name for tag in page.tags.all())),
        municipality=town.slug if town else "",
        municipality_name=town.name if town else "",
        until=course.ends_at,
    )


def describe_programme(page: CourseIndexPage) -> SearchDocument:
    return describe_page(page, summary=page.introduction, fields=("introduction",))


def search_sources() -> list[SearchSource]:
    courses = {"kind": "kurse", "label": _("Kurse"), "badge": _("Kurs"), "order": 20}
    return [
        SearchSource(model=CoursePage, describe=describe_course, prepare=prepare_courses, **courses),
        SearchSource(model=CourseIndexPage, describe=describe_programme, **courses),
    ]
