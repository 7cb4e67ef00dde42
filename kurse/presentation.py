"""The page that presents a course to this reader: in the active language where it is translated."""

from collections.abc import Iterable

from django.utils.translation import get_language

from kurse.models import Course, CoursePage
from pages import site_map


def presented(courses: Iterable[Course]) -> list[Course]:
    """Return the courses, each with its page in the active language; one query more where that is not theirs."""
    shown = list(courses)
    locale = site_map.current().locales.get(site_map.content_language(get_language()))
    foreign = {course.page.translation_key: course for course in shown if locale and course.page.locale_id != locale.pk}
    if foreign:
        translations = CoursePage.objects.live().filter(locale=locale, translation_key__in=foreign, alias_of=None)
        for page in translations.select_related("image"):
            foreign[page.translation_key].presentation = page
    return shown
