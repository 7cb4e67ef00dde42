"""The page that presents a course to this reader: in the active language where it is translated."""

from collections.abc import Iterable
from types import SimpleNamespace

from django.db.models import F, QuerySet
from django.utils.translation import get_language
from wagtail.models import Locale

from kurse.models import Course, CoursePage
from kurse.programme.on_offer import OF_COURSE
from pages import site_map

# What a list for programs tells of the page.
COLUMNS = ("title", "summary", "path", "url_path")


def presented(courses: Iterable[Course]) -> list[Course]:
    """Return the courses, each with its page in the active language; one query more where that is not theirs."""
    shown = list(courses)
    locale = active_locale()
    foreign = {course.page.translation_key: course for course in shown if locale and course.page.locale_id != locale.pk}
    if foreign:
        for page in translations(locale, foreign).select_related("image"):
            foreign[page.translation_key].presentation = page
    return shown


class CourseRow(SimpleNamespace):
    """A course of a list for programs: columns instead of objects, answering by the rules of Course and no others.

    Making a Course costs as much as all that a list says of it.
    """

    is_hybrid, has_pools, ways, pools = Course.is_hybrid, Course.has_pools, Course.ways, Course.pools
    total_capacity, seats_free, is_full = Course.total_capacity, Course.seats_free, Course.is_full
    pool_of, offers_waiting, offers_waiting_for = Course.pool_of, Course.offers_waiting, Course.offers_waiting_for
    is_open_for_booking = Course.is_open_for_booking


def presented_as_columns(courses: QuerySet) -> list[CourseRow]:
    """Return the courses as `presented` does, page and place as columns: `page_title` …, `place_slug` ….

    A whole page has sixty columns and a body; making twenty of them would cost more than the rest of a list.
    """
    of_page = {f"page_{name}": F(f"page__{name}") for name in (*COLUMNS, "locale_id", "translation_key")}
    of_place = {
        "place_slug": F("place__slug"),
        "place_name": F("place__name"),
        "municipality_slug": F("place__municipality__slug"),
    }
    shown = [CourseRow(**row) for row in courses.values("pk", "place_id", *OF_COURSE, **of_page, **of_place)]
    locale = active_locale()
    foreign = {course.page_translation_key: course for course in shown if locale and course.page_locale_id != locale.pk}
    if foreign:
        for row in translations(locale, foreign).values("translation_key", *COLUMNS):
            for name in COLUMNS:
                setattr(foreign[row["translation_key"]], f"page_{name}", row[name])
    return shown


def active_locale() -> Locale | None:
    """Return the content locale of the reader; None where the site has no such language."""
    return site_map.current().locales.get(site_map.content_language(get_language()))


def translations(locale: Locale, keys: Iterable) -> QuerySet:
    """The published pages in a language that translate those with these keys."""
    return CoursePage.objects.live().filter(locale=locale, translation_key__in=keys, alias_of=None)
