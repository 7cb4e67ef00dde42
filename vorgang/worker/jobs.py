"""The recurring work of vorgang itself."""

from datetime import timedelta
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from vorgang import conf
from vorgang.due_jobs import DueJob
from vorgang.inbox.listing import Pile, listed, number_waiting
from vorgang.keeping.erasure import erase_due
from vorgang.outbox.bounces import read_bounces
from vorgang.outbox.queue import queue_mail
from vorgang.states import Audience
from vorgang.worker import queued_tasks

DAILY = timedelta(days=1)


def send_digest() -> bool:
    """Queue today's overview for the office; nothing waits, nothing is sent."""
    if not number_waiting():
        return False
    key = f"vorgang.digest:{timezone.localdate()}"
    return queue_mail("vorgang.digest", None, audience=Audience.OFFICE, dedup=key) is not None


def escalate() -> bool:
    """Queue today's mail about what has waited too long; it comes again every day until somebody answers."""
    overdue = listed(Pile.OVERDUE)
    if overdue is None or not overdue.exists():
        return False
    key = f"vorgang.escalation:{timezone.localdate()}"
    return queue_mail("vorgang.escalation", None, audience=Audience.ESCALATION, dedup=key) is not None


def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)


def tidy_framework() -> None:
    """Remove expired sessions and the rows of finished tasks, which both may name somebody."""
    if apps.is_installed("django.contrib.sessions"):
        call_command("clearsessions", verbosity=0)
    if queued_tasks.are_rows():
        call_command("prune_db_task_results", min_age_days=7, verbosity=0)


def tidy_mail_folder() -> int:
    """Remove the mails of development after the time for which the outbox keeps a sent mail; return how many files."""
    folder = conf.mail_folder()
    last = (timezone.now() - conf.erase_outbox_after()).timestamp()
    old = [path for path in Path(folder).glob("*") if path.stat().st_mtime <= last] if folder else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def tidy_database() -> None:
    """Empty SQLite's write-ahead log, where whatever was erased still stands; freed pages it overwrites at once."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def due_jobs() -> list[DueJob]:
    return [
        DueJob("vorgang.publish_scheduled", timedelta(minutes=5), publish_scheduled),
        DueJob("vorgang.read_bounces", timedelta(minutes=5), read_bounces),
        DueJob("vorgang.erase", DAILY, erase_due, at_hour=3),
        DueJob("vorgang.tidy_framework", DAILY, tidy_framework, at_hour=4),
        DueJob("vorgang.tidy_mail_folder", DAILY, tidy_mail_folder, at_hour=4),
        # After everything that erases.
        DueJob("vorgang.tidy_database", DAILY, tidy_database, at_hour=5),
        DueJob("vorgang.digest", DAILY, send_digest, at_hour=conf.digest_hour()),
        DueJob("vorgang.escalate", DAILY, escalate, at_hour=conf.digest_hour()),
    ]
