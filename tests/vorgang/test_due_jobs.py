"""Recurring work: it runs when it is due, catches up once, and one fault stops nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from vorgang import due_jobs
from vorgang.due_jobs import RETRY_AFTER_FAULT, DueJob, run_due_jobs
from vorgang.models import DueJobRun

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def install(monkeypatch):
    """Make these jobs the only ones of the house."""
    return lambda *jobs: monkeypatch.setattr(due_jobs, "due_jobs", lambda: list(jobs))


def fail():
    raise ValueError("Erika Beispiel ist schuld")


def test_a_new_job_runs_at_once_and_then_in_its_rhythm(install):
    ran = []
    install(DueJob("a", HOUR, lambda: ran.append(1)))

    names = [run_due_jobs(), run_due_jobs()]
    with time_machine.travel(timezone.now() + HOUR):
        names.append(run_due_jobs())

    assert names == [["a"], [], ["a"]]
    assert len(ran) == 2


def test_what_was_missed_is_caught_up_once(install):
    ran = []
    install(DueJob("a", HOUR, lambda: ran.append(1)))
    run_due_jobs()

    with time_machine.travel(timezone.now() + timedelta(days=5)):
        run_due_jobs()
        run_due_jobs()

    assert len(ran) == 2


def test_a_daily_job_waits_for_its_hour_and_catches_up_after_it(install):
    ran = []
    install(DueJob("a", DAY, lambda: ran.append(1), at_hour=3))
    evening, early, late = (
        datetime(2026, 11, 24, 18, tzinfo=UTC),
        datetime(2026, 11, 25, 1, tzinfo=UTC),
        datetime(2026, 11, 25, 14, tzinfo=UTC),
    )

    counts = []
    for moment in (evening, early, late, late):
        with time_machine.travel(moment, tick=False):
            run_due_jobs()
            counts.append(len(ran))

    assert counts == [0, 0, 1, 1]


@pytest.mark.parametrize("begun", [datetime(2026, 11, 25, 3, 10, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)])
def test_missed_nights_are_made_up_in_the_order_of_a_night(install, begun):
    """A worker that began at ten past four had the job of five o'clock before it a day earlier than that of three."""
    install(DueJob("tidy", DAY, lambda: None, at_hour=5), DueJob("erase", DAY, lambda: None, at_hour=3))

    with time_machine.travel(begun):
        run_due_jobs()
    with time_machine.travel(begun + timedelta(days=5)):
        names = run_due_jobs()

    assert names == ["erase", "tidy"]


@pytest.mark.parametrize("day", [datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2027, 3, 27, 12, tzinfo=UTC)])
def test_the_hour_is_local_on_both_sides_of_the_clock_change(day):
    job = DueJob("a", DAY, lambda: None, at_hour=3)

    first = job.after(day)
    second = job.after(first)

    assert [timezone.localtime(moment).hour for moment in (second,)] == [3]
    assert second > first


def test_a_fault_is_recorded_without_its_words_and_stops_no_other_job(install):
    ran = []
    install(DueJob("a", HOUR, fail), DueJob("b", HOUR, lambda: ran.append(1)))

    names = run_due_jobs()

    assert (names, ran) == (["b"], [1])
    assert DueJobRun.objects.get(name="a").last_error == "ValueError"


def test_a_failed_daily_job_is_tried_again_soon(install):
    install(DueJob("a", DAY, fail, at_hour=3))
    DueJobRun.objects.create(name="a")
    now = timezone.now()

    with time_machine.travel(now, tick=False):
        run_due_jobs()

    assert DueJobRun.objects.get().next_run_at <= now + RETRY_AFTER_FAULT


def test_the_job_of_a_killed_worker_runs_again_after_its_lease(install):
    ran = []
    install(DueJob("a", DAY, lambda: ran.append(1)))
    DueJobRun.objects.create(name="a", next_run_at=timezone.now() + due_jobs.LEASE)

    run_due_jobs()
    with time_machine.travel(timezone.now() + due_jobs.LEASE + timedelta(seconds=1)):
        run_due_jobs()

    assert ran == [1]


def test_the_house_brings_its_own_jobs():
    names = {job.name for job in due_jobs.due_jobs()}

    assert {
        "vorgang.publish_scheduled",
        "vorgang.erase",
        "vorgang.tidy_framework",
        "vorgang.digest",
        "vorgang.escalate",
    } <= names
    assert len(names) == len(due_jobs.due_jobs())
