"""Copying a course for the next term: its page and what it is, never who booked it."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction

from kurse.models import Course, CourseDate
from kurse.planning.errors import CopyHasNoAddress
from kurse.planning.scheduling import refresh_span
from kurse.questions.asked import note_edition
from kurse.questions.ready_made import copy_questions
from kurse.seats.steps import seat_change
from kurse.states import DateState
from vorgang.guards.locks import lock

# What a copy has of its own, however it was made.
OWN = {"id", "page", "state"}


def may_copy(user: AbstractBaseUser, course: Course) -> bool:
    """Whether somebody may change courses, and put a page beside this one's."""
    return user.has_perm("kurse.change_course") and course.page.permissions_for_user(user).can_copy_to(
        course.page.get_parent()
    )


def copy_course(course: Course, *, slug: str, weeks: int | None, by: AbstractBaseUser) -> Course:
    """Return a copy of a course in preparation, its page an unpublished copy beside the page of the course.

    Dates and deadlines move by so many weeks at the same local time; with None there are none. Translations are
    not copied: they are made of the new text. Raises CopyHasNoAddress where another page has the slug, CourseBusy.
    """
    with seat_change():
        [source] = lock(Course, course.pk)
        try:
            page = CopyPageAction(
                source.page, update_attrs={"slug": slug}, copy_revisions=False, keep_live=False, user=by
            ).execute(skip_permission_checks=True)
        except ValidationError as error:
            raise CopyHasNoAddress from error
        # Whatever makes a page makes its course.
        copy = Course.objects.get(page=page)
        for field in entered_fields():
            value = getattr(source, field.attname)
            is_deadline = isinstance(field, models.DateTimeField)
            setattr(copy, field.attname, moved(value, weeks) if is_deadline else value)
        copy.save()
        CourseDate.objects.bulk_create(dates_of(source, copy, weeks))
        refresh_span(copy)
        copy_questions(source, copy)
        note_edition(copy)
    return copy


def entered_fields() -> list[models.Field]:
    """Return what the office enters for a course; counters, and what verbs note, begin anew."""
    return [field for field in Course._meta.concrete_fields if field.editable and field.name not in OWN]


def dates_of(source: Course, copy: Course, weeks: int | None) -> list[CourseDate]:
    """Return the dates of the source that took place, moved and unsaved; none without weeks."""
    if weeks is None:
        return []
    return [
        CourseDate(
            course=copy, starts_at=moved(date.starts_at, weeks), ends_at=moved(date.ends_at, weeks), room=date.room
        )
        for date in source.dates.exclude(state=DateState.DROPPED)
    ]


def moved(moment: datetime | None, weeks: int | None) -> datetime | None:
    """Return the same weekday and local time of the county so many weeks later, wherever the office travels."""
    if moment is None or weeks is None:
        return None
    # Python reckons by the clock on the wall within one zone, also when it is changed in between.
    return timezone.localtime(moment, timezone.get_default_timezone()) + timedelta(weeks=weeks)
