"""Courses that are there already: so that the same file, read twice, makes nothing twice."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from kurse.importing.written import Written
from kurse.models import Course


class Existing:
    """The courses that some of an upload may repeat: two queries, however many there are."""

    def __init__(self, courses: Sequence[Written]):
        titles = {course.title for course in courses}
        numbers = {course.number for course in courses if course.number}
        found = Course.objects.filter(
            Q(page__title__in=titles) | Q(page__draft_title__in=titles) | Q(programme_number__in=numbers)
        ).select_related("page")
        self._by_title: dict[str, list[Course]] = defaultdict(list)
        self._by_number: dict[str, list[Course]] = defaultdict(list)
        for course in found:
            for title in {course.page.title, course.page.draft_title}:
                self._by_title[title].append(course)
            if course.programme_number:
                self._by_number[course.programme_number].append(course)

    def of(self, written: Written) -> Course | None:
        """Return the course that a written one repeats.

        Two of three agree: number, title, first day. A number alone is used again each year, and a title too; and
        what the office has corrected since the first import, be it title or date, does not come a second time.
        """
        numbered = self._by_number[written.number] if written.number else []
        titled = self._by_title[written.title]
        day = first_day(written)
        same = [course for course in titled if day_of(course) == day]
        same += [course for course in numbered if course in titled or (day and day_of(course) == day)]
        return same[0] if same else None

    def under_the_number_of(self, written: Written) -> Course | None:
        """Return a course still to come that has the number of a written one, and nothing else of it."""
        now = timezone.now()
        numbered = self._by_number[written.number] if written.number else []
        return next((course for course in numbered if course.ends_at is None or course.ends_at > now), None)


def first_day(written: Written) -> date | None:
    return local_day(written.dates[0].starts_at) if written.dates else None


def day_of(course: Course) -> date | None:
    return local_day(course.starts_at) if course.starts_at else None


def local_day(moment) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
