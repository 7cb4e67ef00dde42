"""Clocks that jump, days that exist every fourth year, and a worker that was off for a week (reliability R16)."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from kurse.booking.erasure import erase_date
from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course, CourseDate, Seat
from kurse.planning.scheduling import refresh_span
from kurse.states import SeatState
from pages.caches.pages import next_change
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from vorgang import due_jobs
from vorgang.due_jobs import DueJob, run_due_jobs
from vorgang.models import DueJobRun, OutboxMail
from vorgang.outbox.queue import send_due

pytestmark = [pytest.mark.django_db, pytest.mark.goal("R16")]
STEP, A_WEEK = timedelta(minutes=20), timedelta(days=7)
# The nights around which clocks and calendars are odd.
NIGHTS = {
    "clocks go forward": date(2027, 3, 28),
    "clocks go back": date(2027, 10, 31),
    "leap day": date(2028, 2, 29),
    "year end": date(2027, 12, 31),
}


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


class JobOfEvery24Hours(DueJob):
    """A nightly job as one writes it first."""

    def after(self, now: datetime) -> datetime:
        return now + self.rhythm

    def first_run(self, now: datetime) -> datetime:
        return super().after(now)


@pytest.fixture
def runs_around(monkeypatch):
    """Return a function that lets a worker look every twenty minutes and counts a job's runs on each local day."""

    def count(night: date, hour: int, kind: type[DueJob] = DueJob) -> Counter:
        days = Counter()
        job = kind("nightly", timedelta(days=1), lambda: days.update([timezone.localdate()]), at_hour=hour)
        monkeypatch.setattr(due_jobs, "due_jobs", lambda: [job])
        moment = local(night - timedelta(days=1), 12).astimezone(UTC)
        while moment < local(night + timedelta(days=2), 12):
            with time_machine.travel(moment, tick=False):
                run_due_jobs()
            moment += STEP
        return days

    return count


@pytest.mark.parametrize("hour", [0, 2, 3])
@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS)
def test_a_nightly_job_runs_once_a_day_whatever_the_clock_does(runs_around, measured, night, hour):
    """The hour from 2 to 3 does not exist on one of these nights and comes twice on another."""
    days = runs_around(night, hour)

    measured(f"{len(days)} Nächte, {sum(days.values())} Läufe")
    assert days == {night + timedelta(days=number): 1 for number in range(3)}


def test_a_job_of_every_24_hours_runs_twice_on_one_day(runs_around):
    """Negative control: on the day of 25 hours."""
    days = runs_around(NIGHTS["clocks go back"], 0, JobOfEvery24Hours)

    assert days[NIGHTS["clocks go back"]] == 2


@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS)
def test_no_page_is_kept_over_midnight(home, night):
    with time_machine.travel(local(night, 23, 59).astimezone(UTC), tick=False):
        assert next_change() == local(night + timedelta(days=1), 0)


@pytest.fixture
def course_in_spring(course) -> Course:
    """A course at ten on the Sunday on which clocks go forward: a night of seven hours before it."""
    start = local(NIGHTS["clocks go forward"], 10)
    CourseDate.objects.filter(course=course).update(starts_at=start, ends_at=start + timedelta(hours=2))
    refresh_span(course)
    return Course.objects.get(pk=course.pk)


def test_a_deadline_in_hours_counts_hours_and_not_the_hands_of_the_clock(course_in_spring):
    until = course_in_spring.cancellable_until()

    assert timezone.localtime(until).isoformat() == "2027-03-27T09:00:00+01:00"
    assert course_in_spring.starts_at - until == timedelta(hours=24)
    with time_machine.travel(local(date(2027, 3, 1), 12).astimezone(UTC), tick=False):
        booking = request_booking(course_in_spring.pk, person())
    assert booking.is_cancellable(until - timedelta(seconds=1))
    assert not booking.is_cancellable(until)


def test_a_hold_over_the_missing_hour_lapses_after_as_many_hours_as_were_promised(course_in_spring):
    with time_machine.travel(local(date(2027, 3, 27), 9, 30).astimezone(UTC), tick=False) as clock:
        booking = request_booking(course_in_spring.pk, person())
        held_until = booking.leading_seat.held_until
        clock.move_to(held_until - timedelta(seconds=1))
        before = due_lapses()
        clock.move_to(held_until)
        after = due_lapses()

    assert timezone.localtime(held_until).isoformat() == "2027-03-28T10:00:00+02:00"
    assert (before, after) == (0, 1)


def due_lapses() -> int:
    return Seat.objects.filter(state=SeatState.HELD, held_until__lte=timezone.now()).count()


def test_somebody_is_forgotten_on_a_day_that_exists(course):
    end = local(NIGHTS["leap day"], 12)
    course.ends_at = end

    day = erase_date(course, confirmed=True, now=end)

    assert day == date(2028, 3, 30)


def test_a_worker_that_was_off_for_a_week_catches_up_once(home, course, measured):
    """Everything of the house that falls due in a week: it happens, once, and a second look changes nothing."""
    monday = local(date(2027, 10, 27), 12).astimezone(UTC)
    back = monday + A_WEEK
    with time_machine.travel(monday, tick=False):
        start = monday + timedelta(days=8)
        CourseDate.objects.filter(course=course).update(starts_at=start, ends_at=start + timedelta(hours=2))
        refresh_span(course)
        held = request_booking(course.pk, person(1))
        confirmed = request_booking(course.pk, person(2))
        confirm(confirmed)
        make_message()
        run_due_jobs()
        send_due()
        mail.outbox.clear()

    with time_machine.travel(back, tick=False):
        ran = [run_due_jobs(), run_due_jobs()]
        sent = [send_due(), send_due()]
        states = {run.name: run.next_run_at for run in DueJobRun.objects.all()}

    subjects = Counter(OutboxMail.objects.filter(sent_at=back).values_list("kind", flat=True))
    measured(f"{len(ran[0])} Aufgaben nach 7 Tagen: je einmal nachgeholt")
    assert set(ran[0]) == {job.name for job in due_jobs.due_jobs() if job.rhythm <= A_WEEK}
    assert ran[1] == []
    assert all(moment > back for moment in states.values())
    assert subjects == {"kurse.reminder": 1, "vorgang.digest": 1, "vorgang.escalation": 1}
    assert sent == [3, 0]
    assert not Seat.objects.filter(booking_id=held.pk, state=SeatState.HELD).exists()
