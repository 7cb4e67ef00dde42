"""Importing a programme: every course of it, or none."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _
from wagtail.actions.create_page import CreatePageAction
from wagtail.log_actions import log

from kurse.errors import BookingError, CourseBusy
from kurse.importing.forms import course_form, page_form
from kurse.importing.plan import plan
from kurse.importing.tables import Table
from kurse.importing.written import Written
from kurse.models import Course, CourseIndexPage
from kurse.scheduling import refresh_span
from kurse.seats import seat_change


class ImportOutdated(BookingError):
    code = "import_outdated"
    message = _(
        "Seit der Vorschau hat sich etwas geändert, und es ist noch nichts angelegt. "
        "Bitte sehen Sie die Vorschau noch einmal durch."
    )


def import_programme(table: Table, parent: CourseIndexPage, *, digest: str, by: AbstractBaseUser) -> list[Course]:
    """Make the new courses of a table below a programme, all or none; each in preparation, its page a draft.

    `digest` is that of the Plan somebody has seen. What is planned now is another one where anything changed since,
    for instance because the same file was just imported. Raises ImportOutdated, CourseBusy.
    """
    with seat_change():
        # Two imports at once queue here, so that the second sees what the first has made.
        parent = CourseIndexPage.objects.select_for_update(no_key=True, of=["self"]).get(pk=parent.pk)
        planned = plan(table, parent, by)
        if planned.digest() != digest or not planned.is_ready:
            raise ImportOutdated
        try:
            return [make(each.written, parent, by) for each in planned.new]
        except IntegrityError as error:  # somebody beside this has just added a page here
            raise CourseBusy from error


def make(written: Written, parent: CourseIndexPage, by: AbstractBaseUser) -> Course:
    """Make one course by the forms and the action of the CMS."""
    of_page = page_form(written, parent, by)
    if not of_page.is_valid():
        raise ImportOutdated
    CreatePageAction(of_page.instance, parent, user=by, form=of_page).execute(skip_permission_checks=True)
    form = course_form(written, Course.objects.get(page=of_page.instance), by)
    if not form.is_valid():
        raise ImportOutdated
    form.instance.programme_number = written.number
    course = form.save()
    refresh_span(course)
    log(course, "wagtail.create", user=by)
    return course
