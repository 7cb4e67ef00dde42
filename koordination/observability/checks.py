"""What has to hold before visitors are sent here: database, migrations, queue, search, cache, media, disk, clock.

Only what keeps every booking from being stored is `failed`. A late worker or a full dead-letter box is
`warning`: taking the site away would help nobody, and no seat depends on them.
"""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from koordination.observability.health import Check, Readiness, State
from pages.caches.shared import is_shared_answering
from suche.engines.choice import is_answering as is_search_answering
from vorgang.inbox.listing import is_worker_late
from vorgang.models import DueJobRun, OutboxMail

CLOCK_TOLERANCE = timedelta(seconds=30)
MEGABYTE = 1024 * 1024


def ask_database() -> State:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return State.OK if cursor.fetchone() == (1,) else State.FAILED


def ask_migrations() -> State:
    """Failed while a migration of this code is missing in the database."""
    return State.FAILED if open_migrations() else State.OK


_planned: dict[tuple, int] = {}


def open_migrations() -> int:
    """Return how many migrations are missing; planned anew only when the table of the applied ones has changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), MAX(id) FROM django_migrations")
        applied = tuple(cursor.fetchone())
    if applied not in _planned:
        executor = MigrationExecutor(connection)
        _planned.clear()
        _planned[applied] = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return _planned[applied]


def ask_worker() -> State:
    return State.WARNING if is_worker_late() else State.OK


def ask_mails() -> State:
    """Warning while mails lie that nobody will get unless the office does something."""
    return State.WARNING if OutboxMail.objects.failed().exists() else State.OK


def ask_search() -> State:
    """Ask the site's search and that of the CMS; warning too while the embedded engine stands in for a server."""
    list(get_search_backend().search("ehrenamt", Page.objects.all())[:1])
    return State.OK if is_search_answering() else State.WARNING


def ask_cache() -> State:
    """Warning while processes keep pages and limits for themselves."""
    return State.OK if is_shared_answering() else State.WARNING


def ask_storage() -> State:
    """Warning while pictures and documents cannot be kept; in a bucket, ask for a file that need not exist."""
    if isinstance(default_storage, FileSystemStorage):
        folder = existing(Path(default_storage.location))
        return State.OK if os.access(folder, os.W_OK) else State.WARNING
    default_storage.exists("readyz")
    return State.OK


def ask_disk() -> State:
    """Return the state of the fuller one of the disks that hold database and media."""
    free = min(free_megabytes(Path(folder)) for folder in (settings.VAR_DIR, settings.MEDIA_ROOT))
    if free < settings.DISK_FAILED_MB:
        return State.FAILED
    return State.WARNING if free < settings.DISK_WARNING_MB else State.OK


def free_megabytes(folder: Path) -> float:
    """Return the space left where a folder is or will be made."""
    return shutil.disk_usage(existing(folder)).free / MEGABYTE


def existing(folder: Path) -> Path:
    """Return the folder or the nearest one above it that is there."""
    return folder if folder.exists() else existing(folder.parent)


def ask_clock() -> State:
    """Compare this clock with the database's, and with the last job: SQLite has no clock of its own."""
    now = timezone.now()
    latest = DueJobRun.objects.aggregate(latest=Max("last_finished_at"))["latest"]
    is_behind = latest is not None and latest - now > CLOCK_TOLERANCE
    is_apart = abs(now - database_time()) > CLOCK_TOLERANCE
    return State.WARNING if is_behind or is_apart else State.OK


def database_time() -> datetime:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%s', 'now')")
            return datetime.fromtimestamp(int(cursor.fetchone()[0]), UTC)
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


READINESS = Readiness(
    [
        Check("database", ask_database, State.FAILED),
        Check("migrations", ask_migrations, State.FAILED),
        Check("worker", ask_worker, State.WARNING),
        Check("mails", ask_mails, State.WARNING),
        Check("search", ask_search, State.WARNING),
        Check("cache", ask_cache, State.WARNING),
        Check("storage", ask_storage, State.WARNING),
        Check("disk", ask_disk, State.FAILED),
        Check("clock", ask_clock, State.WARNING),
    ]
)
