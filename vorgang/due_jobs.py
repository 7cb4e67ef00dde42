"""Recurring work: each room answers the hook `register_due_job`; the worker runs what is due."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail import hooks

from vorgang.models import DueJobRun

logger = logging.getLogger(__name__)

# A worker that vanished in the middle of a job is followed by another one after this time.
LEASE = timedelta(minutes=30)
RETRY_AFTER_FAULT = timedelta(minutes=15)


@dataclass(frozen=True)
class DueJob:
    """Idempotent work with a rhythm; `at_hour` ties it to a local hour of the day (0 to 23)."""

    name: str
    rhythm: timedelta
    function: Callable[[], object]
    at_hour: int | None = None

    def after(self, now: datetime) -> datetime:
        """Return the first time to run after a run at `now`; a missed run is caught up once, not many times."""
        if self.at_hour is None:
            return now + self.rhythm
        day = timezone.localdate(now)
        if self.at_that_hour(day) <= now:
            day += max(self.rhythm, timedelta(days=1))
        return self.at_that_hour(day)

    def at_that_hour(self, day) -> datetime:
        return datetime.combine(day, time(self.at_hour), tzinfo=timezone.get_current_timezone())

    def first_run(self, now: datetime) -> datetime:
        return now if self.at_hour is None else self.after(now)


def due_jobs() -> list[DueJob]:
    """Return the due jobs of all installed rooms; those on this floor answer (name, rhythm, function)."""
    answers = (job for answer in hooks.get_hooks("register_due_job") for job in answer())
    return [job if isinstance(job, DueJob) else DueJob(*job) for job in answers]


def run_due_jobs() -> list[str]:
    """Run every job that is due, and return the names of those this process ran without a fault."""
    now = timezone.now()
    jobs = {job.name: job for job in due_jobs()}
    known = dict(DueJobRun.objects.filter(name__in=jobs).values_list("name", "next_run_at"))
    DueJobRun.objects.bulk_create(
        [DueJobRun(name=name, next_run_at=job.first_run(now)) for name, job in jobs.items() if name not in known],
        ignore_conflicts=True,
    )
    due = DueJobRun.objects.filter(name__in=jobs, next_run_at__lte=now).order_by("next_run_at")
    return [run.name for run in in_their_order(due, jobs) if run_one(jobs[run.name], run)]


def in_their_order(due: Iterable[DueJobRun], jobs: dict[str, DueJob]) -> list[DueJobRun]:
    """Return runs by the hour their jobs are tied to, what has none first: a missed night is made up as it would be.

    What tidies up after an erasure would else come before it, where the worker began between the two hours.
    """
    return sorted(due, key=lambda run: -1 if jobs[run.name].at_hour is None else jobs[run.name].at_hour)


def run_one(job: DueJob, run: DueJobRun) -> bool:
    """Claim a job by compare-and-set, run it and record the outcome; no fault gets out."""
    started = timezone.now()
    claimed = DueJobRun.objects.filter(pk=run.pk, next_run_at=run.next_run_at).update(
        next_run_at=started + LEASE, last_started_at=started
    )
    if not claimed:
        return False
    fault = ""
    try:
        result = job.function()
    except Exception as error:
        # The message may name a person, so only the kind of fault is kept.
        fault = type(error).__name__
        logger.exception("job %s failed", job.name)
    else:
        logger.info("job %s done: %s", job.name, result)
    finished = timezone.now()
    next_run = job.after(finished)
    if fault:
        next_run = min(next_run, finished + RETRY_AFTER_FAULT)
    DueJobRun.objects.filter(pk=run.pk, next_run_at=started + LEASE).update(
        next_run_at=next_run, last_finished_at=finished, last_error=fault
    )
    return not fault
