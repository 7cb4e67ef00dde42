"""One course of an upload as it will become."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kurse.booking.head_start import opens_first
from kurse.importing.written import Written
from kurse.models import Course, CourseDate
from pages.table_faults import TableFault


@dataclass
class Planned:
    """One course of an upload as it will become; `existing` is the one it would only repeat, which is left alone."""

    written: Written
    course: Course
    existing: Course | None = None
    faults: list[TableFault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.existing is None

    @cached_property
    def course_dates(self) -> list[CourseDate]:
        """The dates, unsaved, in order."""
        return [
            CourseDate(course=self.course, starts_at=date.starts_at, ends_at=date.ends_at, room=date.room)
            for date in self.written.dates
        ]

    def dates(self) -> list[str]:
        """Return the dates in words, in the county's time."""
        return [
            f"{in_words(date.starts_at, 'l, j. F Y, H:i')}–{in_words(date.ends_at, 'H:i')}"
            + (f", {date.room}" if date.room else "")
            for date in self.written.dates
        ]

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield what else will stand at the course: labels of the desk and values."""
        page, course = self.course.page, self.course
        yield page._meta.get_field("summary").verbose_name, page.summary
        for name in ("format", "mode"):
            yield course._meta.get_field(name).verbose_name, getattr(course, f"get_{name}_display")()
        for name in ("place", "online_link", "trainer", "capacity", "minimum", "decide_at", "price_note"):
            yield from self.fact(name)
        if course.single_dates:
            yield from self.yes_or_no("single_dates")
        for name in ("opens_at", "closes_at", "cancel_until"):
            yield from self.fact(name)
        if opens_first(course):
            yield from self.fact("head_start_days")
        if course.trainer:
            yield from self.yes_or_no("shows_trainer")
        if self.written.tags:
            yield page._meta.get_field("tags").verbose_name, ", ".join(self.written.tags)
        if page.prerequisites:
            yield page._meta.get_field("prerequisites").verbose_name, page.prerequisites

    def yes_or_no(self, name: str) -> Iterator[tuple[str, str]]:
        says = _("ja") if getattr(self.course, name) else _("nein")
        yield self.course._meta.get_field(name).verbose_name, says

    def fact(self, name: str) -> Iterator[tuple[str, str]]:
        value = getattr(self.course, name)
        if value:
            text = in_words(value, "j. F Y, H:i") if hasattr(value, "tzinfo") else str(value)
            yield self.course._meta.get_field(name).verbose_name, text


def in_words(moment: datetime, spelling: str) -> str:
    return date_format(timezone.localtime(moment, timezone.get_default_timezone()), spelling)
