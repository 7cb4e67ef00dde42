"""Courses that are over, with people who were there."""

from datetime import timedelta

from django.utils import timezone

from kurse.attendance.noting import Marks, note_attendance
from kurse.attendance.roster import dates_held, roster
from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course, CourseDate, CourseIndexPage, Seat
from kurse.planning.scheduling import refresh_span
from tests import factories
from tests.kurse.test_booking import person


def over_course(programme_page: CourseIndexPage, *, people: int = 1, dates: int = 1, **fields) -> Course:
    """Return a course with confirmed people whose last date was at noon two days ago, nobody noted yet."""
    course = factories.make_course(programme_page, capacity=people + 5, **fields)
    # Numbered on, so that nobody is in two courses of one test under the same address.
    first = Seat.objects.count() + 100
    for number in range(first, first + people):
        confirm(request_booking(course.pk, person(number)))
    CourseDate.objects.filter(course=course).delete()
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    for before in range(dates):
        end = noon - timedelta(days=2 + 7 * before)
        CourseDate.objects.create(course=course, starts_at=end - timedelta(hours=2), ends_at=end)
    refresh_span(course)
    course.refresh_from_db()
    return course


def seats_of(course: Course) -> list[Seat]:
    return list(roster(course))


def note(date: CourseDate, *present: Seat) -> int:
    """Note who was there on a date; all others were not."""
    people = {seat.pk for seat in roster(date.course)}
    came = {seat.pk for seat in present}
    return note_attendance(date, Marks(present=came, absent=people - came))


def attended_course(programme_page: CourseIndexPage, **fields) -> Course:
    """Return a course that is over, at all dates of which everybody was there."""
    course = over_course(programme_page, **fields)
    for date in dates_held(course):
        note(date, *seats_of(course))
    return course
