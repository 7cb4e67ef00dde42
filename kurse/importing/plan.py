"""What an upload will become: every course as it will stand, every fault, every warning. Nothing is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _

from kurse.importing.columns import BY_FIELD, DAY, STARTS, TITLE
from kurse.importing.entries import entries_of
from kurse.importing.existing import Existing
from kurse.importing.forms import course_form, page_form
from kurse.importing.planned import Planned
from kurse.importing.remarks import remarks, warnings
from kurse.importing.tables import Table
from kurse.importing.written import Places, Written, written
from kurse.models import Course, CourseIndexPage, CoursePage
from kurse.series.form import LOOK_AHEAD, LOOK_BACK
from pages.table_faults import TableFault


@dataclass(frozen=True)
class Plan:
    """The whole of an upload."""

    courses: list[Planned]
    faults: list[TableFault]
    remarks: list[str]

    @property
    def new(self) -> list[Planned]:
        return [planned for planned in self.courses if planned.is_new]

    @property
    def is_ready(self) -> bool:
        return bool(self.new) and not self.faults

    def digest(self) -> str:
        """Return what tells this plan from another; of what is shown nothing is left out."""
        shown = [
            [planned.written.page, planned.written.course, planned.dates(), planned.warnings, planned.is_new]
            for planned in self.courses
        ]
        return sha256(json.dumps([shown, list(map(str, self.faults)), self.remarks], default=str).encode()).hexdigest()


def plan(table: Table, parent: CourseIndexPage, by: AbstractBaseUser) -> Plan:
    """Return what becomes of a table below a programme; the number of queries grows with its courses."""
    entries, faults = entries_of(table)
    places = Places()
    courses = [planned(written(entry, places), parent, by) for entry in entries]
    faults += [fault for each in courses for fault in each.faults]
    faults += repeated(courses)
    if not faults:
        known = Existing([each.written for each in courses])
        for each in courses:
            each.existing = known.of(each.written)
        warnings([each for each in courses if each.is_new], known)
    return Plan(courses, sorted(set(faults)), remarks(courses))


def planned(course: Written, parent: CourseIndexPage, by: AbstractBaseUser) -> Planned:
    """Return a course as the forms of the CMS see it."""
    page_fields = page_form(course, parent, by)
    form = course_form(course, Course(page=page_fields.instance), by)
    faults = list(course.faults)
    told = {(fault.row, fault.column) for fault in faults}
    faults += [fault for fault in faults_of(course, page_fields, form) if (fault.row, fault.column) not in told]
    faults += list(impossible_dates(course))
    page: CoursePage = page_fields.instance
    page.title = course.title
    return Planned(course, form.instance, faults=faults)


def faults_of(course: Written, *forms) -> Iterator[TableFault]:
    """Yield what the forms of a course refuse, each at the cell it comes from."""
    for form in forms:
        form.is_valid()
        for name, messages in form.errors.items():
            column = BY_FIELD.get(name)
            heading = column.heading if column else ""
            yield from (TableFault(course.row, heading, message) for message in messages)
        for formset in form.formsets.values():
            yield from (TableFault(course.row, DAY.heading, message) for message in formset.non_form_errors())
            for date, of_date in zip(course.dates, formset.forms, strict=True):
                for name, messages in of_date.errors.items():
                    column = BY_FIELD.get(name, STARTS)
                    yield from (TableFault(date.row, column.heading, message) for message in messages)


def impossible_dates(course: Written) -> Iterator[TableFault]:
    """Yield dates that no form of one course refuses, and that are slips of the pen."""
    now = timezone.now()
    for number, date in enumerate(course.dates):
        if not now - LOOK_BACK < date.starts_at < now + LOOK_AHEAD:
            yield TableFault(date.row, DAY.heading, _("Das ist weit weg von heute. Bitte prüfen Sie das Jahr."))
        for earlier in course.dates[:number]:
            if date.starts_at < earlier.ends_at:
                message = _("Der Kurs hat dann schon den Termin von Zeile %(row)s.") % {"row": earlier.row}
                yield TableFault(date.row, STARTS.heading, message)


def repeated(courses: list[Planned]) -> Iterator[TableFault]:
    """Yield courses that stand in the table twice under different numbers."""
    seen: dict[tuple, int] = {}
    for each in courses:
        key = (each.written.title.casefold(), each.written.dates[0].starts_at if each.written.dates else None)
        if each.written.title and key in seen:
            message = _(
                "Derselbe Kurs mit demselben ersten Termin steht schon in Zeile %(row)s. Bitte löschen Sie einen davon."
            )
            yield TableFault(each.written.row, TITLE.heading, message % {"row": seen[key]})
        seen.setdefault(key, each.written.row)
