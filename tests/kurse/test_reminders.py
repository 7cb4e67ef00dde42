"""Reminders: so many days before the start as settings or course say, each once, of the start as it stands."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import checks
from django.core.exceptions import ValidationError
from django.utils import timezone

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Course, CourseDate, Seat
from kurse.notices.reminders import remind
from kurse.planning.scheduling import refresh_span
from kurse.states import CancelReason, SeatState
from tests import factories
from tests.kurse.test_booking import person
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db
# The clocks change in the night before it.
START = datetime(2027, 3, 28, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(START - timedelta(days=20), tick=False) as clock:
        yield clock


@pytest.fixture
def booked(clock, programme_page) -> Booking:
    """A confirmed booking, made twenty days before the start."""
    course = factories.make_course(programme_page, reminder_days="7,1")
    begin_at(course, START)
    return book(course)


def begin_at(course: Course, start: datetime) -> None:
    CourseDate.objects.filter(course=course).update(starts_at=start, ends_at=start + timedelta(hours=2))
    refresh_span(course)


def book(course: Course, number: int = 1) -> Booking:
    booking = request_booking(course.pk, person(number))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


def reminded_when(clock, last: datetime, first: datetime | None = None) -> list[float]:
    """Let the hourly job run until a moment and return how many days before START it reminded somebody."""
    now, days = first or timezone.now(), []
    while now <= last:
        clock.move_to(now)
        days += [round((START - now) / timedelta(days=1), 1)] * remind()
        now += timedelta(hours=1)
    return days


def test_each_reminder_comes_once_at_its_moment(clock, booked):
    assert reminded_when(clock, START) == [7.0, 1.0]
    assert OutboxMail.objects.filter(kind="kurse.reminder").count() == 2


def test_without_days_of_its_own_a_course_takes_those_of_the_settings(clock, booked, settings):
    Course.objects.update(reminder_days="")
    usual = reminded_when(clock, START)
    Seat.objects.update(reminded_at=None)
    OutboxMail.objects.all().delete()
    settings.KURSE_REMINDER_DAYS = "3,2"

    assert (usual, reminded_when(clock, START, START - timedelta(days=5))) == ([2.0], [3.0, 2.0])


@pytest.mark.parametrize(("days_before", "reminded"), [(6, [1.0]), (0.5, [])], ids=["one to come", "none to come"])
def test_a_late_booker_gets_no_stale_reminder(clock, booked, days_before, reminded):
    Booking.objects.all().delete()
    clock.move_to(START - timedelta(days=days_before))
    book(Course.objects.get(), 2)

    assert reminded_when(clock, START) == reminded


def test_without_looking_at_when_they_booked_they_would_be_reminded_at_once(clock, booked):
    """Negative control: the moment of booking is what holds the stale reminder back."""
    clock.move_to(START - timedelta(hours=12))
    Seat.objects.update(moved_at=timezone.now())
    held_back = remind()
    Seat.objects.update(moved_at=START - timedelta(days=20))

    assert (held_back, remind()) == (0, 1)


def test_what_was_missed_while_the_worker_stood_still_comes_as_one(clock, booked):
    assert reminded_when(clock, START, START - timedelta(hours=20)) == [0.8]


def test_a_later_start_is_reminded_of_anew(clock, booked):
    first = reminded_when(clock, START - timedelta(hours=3))
    begin_at(booked.course, START + timedelta(days=30))

    assert (first, reminded_when(clock, START + timedelta(days=30))) == ([7.0, 1.0], [-23.0, -29.0])


def test_a_start_that_moves_by_an_hour_reminds_nobody_twice(clock, booked):
    first = reminded_when(clock, START - timedelta(days=6, hours=23))
    begin_at(booked.course, START + timedelta(hours=1))

    assert (first, reminded_when(clock, START)) == ([7.0], [1.0])


def test_an_earlier_start_whose_moments_are_past_reminds_once(clock, booked):
    clock.move_to(START - timedelta(days=10))
    begin_at(booked.course, START - timedelta(days=9))

    assert [remind(), remind()] == [1, 0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda booking: cancel(booking, reason=CancelReason.OFFICE),
        lambda booking: Seat.objects.update(state=SeatState.HELD),
        lambda booking: Course.objects.update(state="called_off"),
        lambda booking: Course.objects.update(starts_at=START + timedelta(days=20)),
        lambda booking: Course.objects.update(starts_at=START - timedelta(days=9)),
        lambda booking: Booking.objects.update(email=""),
    ],
    ids=["cancelled", "unconfirmed", "called off", "far away", "started", "no address"],
)
def test_nobody_else_is_reminded(clock, booked, spoil):
    clock.move_to(START - timedelta(days=7) + A_MINUTE)
    spoil(booked)

    assert (remind(), OutboxMail.objects.filter(kind="kurse.reminder").count()) == (0, 0)


@pytest.mark.parametrize("days", ["7,1", "60", "1, 2,3,4 ,5", "2"])
def test_days_are_numbers_with_commas(days, settings):
    settings.KURSE_REMINDER_DAYS = days
    course = Course(reminder_days=days)

    course.clean_fields(exclude=["page"])

    assert [error for error in checks.run_checks(tags=["settings"]) if "REMINDER" in error.msg] == []


@pytest.mark.parametrize("days", ["0", "61", "7;1", "7,7", "x", "-1", "1,2,3,4,5,6", "9" * 20, "²", "7,"])
def test_anything_else_is_refused_with_an_example(days, settings):
    settings.KURSE_REMINDER_DAYS = days

    with pytest.raises(ValidationError, match="zum Beispiel 7,1"):
        Course(reminder_days=days).clean_fields(exclude=["page"])

    [error] = [error for error in checks.run_checks(tags=["settings"]) if "REMINDER" in error.msg]
    assert "zum Beispiel 7,1" in error.msg
