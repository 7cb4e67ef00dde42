"""Importing a programme: course by course, so that nobody who books waits for the whole of it."""

import logging
from time import sleep

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, connection
from django.utils.translation import gettext_lazy as _
from wagtail.actions.create_page import CreatePageAction
from wagtail.log_actions import log

from kurse.errors import BookingError, CourseBusy
from kurse.importing.existing import Existing
from kurse.importing.forms import course_form, page_form
from kurse.importing.plan import plan
from kurse.importing.tables import Table
from kurse.importing.written import Written
from kurse.models import Course, CourseIndexPage
from kurse.planning.scheduling import refresh_span
from kurse.seats.steps import seat_change

logger = logging.getLogger(__name__)
# Seconds between two courses on SQLite. Nobody stands in line for its write lock: whoever waits looks every 100 ms at
# most, and would find it taken each time.
PAUSE = 0.11


class ImportOutdated(BookingError):
    code = "import_outdated"
    message = _(
        "Seit der Vorschau hat sich etwas geändert, und es ist noch nichts angelegt. "
        "Bitte sehen Sie die Vorschau noch einmal durch."
    )


class ImportStopped(BookingError):
    """Raised where some courses are made and others are not; what follows it is the preview of the others."""

    code = "import_stopped"
    message = _(
        "%(made)s von %(number)s Kursen sind angelegt, bei Zeile %(row)s ging es nicht weiter. Es ist nichts doppelt. "
        "Unten steht, was noch fehlt: Bitte sehen Sie es durch und legen Sie es an."
    )

    def __init__(self, *, made: int, number: int, row: int):
        super().__init__(self.message % {"made": made, "number": number, "row": row})


def import_programme(table: Table, parent: CourseIndexPage, *, digest: str, by: AbstractBaseUser) -> list[Course]:
    """Make the new courses of a table below a programme; each in preparation, its page a draft.

    `digest` is that of the Plan somebody has seen. What is planned now is another one where anything changed since,
    for instance because the same file was just imported. Each course is made in a transaction of its own: SQLite has
    one write lock, and with one transaction for all, who booked meanwhile was refused after 20 seconds. Measured with
    150 courses in 200 rows on busy processors: the longest of 333 bookings took 0.5 s (PostgreSQL: 467, 0.6 s). Read
    again, a file makes what is still missing. Raises ImportOutdated, CourseBusy, and ImportStopped if some are made.
    """
    planned = plan(table, parent, by)
    if planned.digest() != digest or not planned.is_ready:
        raise ImportOutdated
    made: list[Course] = []
    for each in planned.new:
        if made:
            let_others_write()
        try:
            made.append(make_once(each.written, parent.pk, by))
        except Exception as error:
            if not made:
                raise
            # Whatever it was, half a programme is there: that is told, and not only written down.
            logger.exception("import stopped", extra={"row": each.written.row})
            raise ImportStopped(made=len(made), number=len(planned.new), row=each.written.row) from error
    return made


def let_others_write() -> None:
    if connection.vendor == "sqlite":
        sleep(PAUSE)


def make_once(written: Written, parent_id: int, by: AbstractBaseUser) -> Course:
    """Make one course durably; raises ImportOutdated where it has just been made by somebody else, CourseBusy."""
    with seat_change():
        # Two imports at once queue here, so that the second sees what the first has made.
        parent = CourseIndexPage.objects.select_for_update(no_key=True, of=["self"]).get(pk=parent_id)
        if Existing([written]).of(written):
            raise ImportOutdated
        try:
            return make(written, parent, by)
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
