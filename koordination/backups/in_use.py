"""Who works with the data: whatever runs shares a lock on a file in VAR_DIR, and whoever replaces them wants it alone.

The system takes the lock from a process that ends, however it ends; nothing is left behind that somebody must clear.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

logger = logging.getLogger(__name__)

WHAT_TO_DO = (
    "Beenden Sie Webdienste und Worker (systemctl stop 'koordination-web@*' koordination-worker, bei „make serve“ mit "
    "Strg+C), und geben Sie den Befehl noch einmal. Es wurde nichts geändert."
)
held: list[IO] = []


class InUse(Exception):
    """Raised while others work with the data; its text says in German what to do."""


def lock_file() -> Path:
    return Path(settings.VAR_DIR) / "in-use.lock"


def opened() -> IO:
    path = lock_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Reading is enough for a lock: the file may belong to whoever was the first to run a command.
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_CREAT, 0o644))


def hold() -> None:
    """Share the lock until this process and its forks have ended; waits for the end of a restore."""
    file = opened()
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        logger.warning("the data are being replaced, waiting for the end of it")
        fcntl.flock(file, fcntl.LOCK_SH)
    held.append(file)


@contextmanager
def alone() -> Iterator[None]:
    """Keep everybody else from the data; raises InUse at once if somebody has them already."""
    with opened() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise InUse(
                f"Website, Worker oder eine Sicherung arbeiten gerade mit diesen Daten. {WHAT_TO_DO}"
            ) from fault
        if connected := others_connected():
            raise InUse(f"Mit der Datenbank sind noch Programme verbunden ({', '.join(connected)}). {WHAT_TO_DO}")
        yield


def others_connected() -> list[str]:
    """Return from which addresses this site's account is connected: programs on other hosts share no file."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT coalesce(host(client_addr), 'dieser Rechner') FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' ORDER BY 1"
        )
        return [address for (address,) in cursor.fetchall()]
