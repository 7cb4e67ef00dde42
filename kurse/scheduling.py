"""Changing a course: its dates, capacity and window, under the same lock as its bookings."""

from django.db.models import Max, Min, Q
from django.utils import timezone

from kurse.course_form import CourseForm
from kurse.erasure import erase_date
from kurse.errors import CapacityTooSmall, CourseChanged
from kurse.events import snapshot, tell_changes, tell_seats
from kurse.models import Booking, Course, CourseDate
from kurse.seats import lapse_overdue, recount, seat_change
from kurse.states import DateState
from vorgang.locks import lock


def save_course(form: CourseForm) -> Course:
    """Save a valid form of a course with its dates; raises CapacityTooSmall, CourseChanged, CourseBusy.

    Nobody is ever evicted: a capacity below the seats taken is refused. Nobody's change is overwritten: a
    form that was opened before somebody else saved is refused.
    """
    course: Course = form.instance
    with seat_change():
        [current] = lock(Course, course.pk)
        lapse_overdue(current, timezone.now())
        recount(current)
        if form.is_of_another_edition():
            raise CourseChanged
        if course.capacity + course.overbooking < current.seats_taken:
            raise CapacityTooSmall
        was_full, before = current.is_full, snapshot(course.pk)
        # The form was read before the lock; what only verbs write is taken from the locked row.
        course.seats_taken, course.lock_version = current.seats_taken, current.lock_version
        form.save()
        refresh_span(course)
        tell_seats(course, was_full=was_full)
        tell_changes(course, before)
    return course


def refresh_span(course: Course) -> None:
    """Repeat the first and last date on the course, and move the erase date of its bookings along."""
    span = CourseDate.objects.filter(~Q(state=DateState.DROPPED), course=course).aggregate(
        starts_at=Min("starts_at"), ends_at=Max("ends_at")
    )
    Course.objects.filter(pk=course.pk).update(**span)
    course.starts_at, course.ends_at = span["starts_at"], span["ends_at"]
    Booking.objects.filter(course=course, confirmed_at__isnull=False, erased_at__isnull=True).update(
        erase_after=erase_date(course, confirmed=True, now=timezone.now())
    )
