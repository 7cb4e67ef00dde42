"""The forms by which an imported course is judged and saved: those of the CMS, without what a file does not fill."""

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.coreutils import find_available_slug

from kurse.attendance.certificates import german_ascii
from kurse.importing.written import Written
from kurse.models import Course, CourseIndexPage, CoursePage
from kurse.planning.copying import entered_fields
from kurse.planning.form import CourseForm


class ImportedPageForm(WagtailAdminPageForm):
    """The page of a course: what the office program knows of it."""

    class Meta:
        model = CoursePage
        fields = ["title", "slug", "summary", "tags", "prerequisites"]


class ImportedCourseForm(CourseForm):
    """A course with its dates, by the very form of the desk."""

    class Meta:
        model = Course
        fields = [*(field.name for field in entered_fields()), "state"]
        formsets = {"dates": {"fields": ["starts_at", "ends_at", "room"]}}


def page_form(written: Written, parent: CourseIndexPage, by: AbstractBaseUser) -> ImportedPageForm:
    """Return the form of a page below a programme, under the first address that is free there."""
    page = CoursePage(locale=parent.locale, owner=by)
    slug = find_available_slug(parent, slugify(german_ascii(written.title))[:200] or "kurs")
    return ImportedPageForm({**written.page, "slug": slug}, instance=page, parent_page=parent, for_user=by)


def course_form(written: Written, course: Course, by: AbstractBaseUser) -> ImportedCourseForm:
    """Return the form of a course; what no cell says is as a new course has it."""
    dates = {
        f"dates-{number}-{name}": getattr(date, name)
        for number, date in enumerate(written.dates)
        for name in ("starts_at", "ends_at", "room")
    }
    counted = {"dates-TOTAL_FORMS": str(len(written.dates)), "dates-INITIAL_FORMS": "0"}
    return ImportedCourseForm({**usual(course), **written.course, **dates, **counted}, instance=course, for_user=by)


def usual(course: Course) -> dict[str, object]:
    """Return what the form of a course shows before anybody has typed."""
    fields = [field for field in ImportedCourseForm.base_fields if field in {f.name for f in Course._meta.fields}]
    return {name: value for name, value in forms.model_to_dict(course, fields).items() if value is not None}
