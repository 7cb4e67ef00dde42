"""A restore is refused while anybody works with the data, and says what to do."""

import fcntl
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from koordination.backups import in_use
from tests.koordination.installations import Installation, wait_for

PROGRAMS = {
    "worker": ["manage.py", "worker"],
    "web": ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", "127.0.0.1:0", "koordination.wsgi"],
}


def beside(test):
    """Mark what needs the installation that was saved and brought back."""
    for mark in (pytest.mark.slow, pytest.mark.xdist_group("backup"), pytest.mark.goal("R11")):
        test = mark(test)
    return test


def newest_backup(installation: Installation) -> str:
    return str(max((installation.folder / "backups").iterdir()))


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_held(lock: Path) -> bool:
    """Whether a program shares the lock by which a restore knows of it."""
    try:
        with lock.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@contextmanager
def running(installation: Installation, program: str):
    """Run one of the site's programs; yields when it works, and ends it."""
    process = installation.start(*PROGRAMS[program])
    try:
        until(lambda: process.poll() is not None or is_held(installation.folder / "in-use.lock"))
        assert process.poll() is None, process.stderr.read()
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


@beside
def test_a_restore_beside_a_running_program_is_refused_and_changes_nothing(restored, measured):
    installation = restored.installation
    (installation.folder / "media" / "nach-der-sicherung.txt").write_text("fällt beim Wiederherstellen weg")
    before, told = installation.facts(), []

    for program in PROGRAMS:
        with running(installation, program):
            told.append(installation.refusal("restore", newest_backup(installation)))

    assert ["systemctl stop 'koordination-web@*' koordination-worker" in text for text in told] == [True, True]
    after = installation.facts()
    assert (after.rows["kurse.Booking"], after.files) == (before.rows["kurse.Booking"], before.files)
    measured("neben Worker und Webdienst abgelehnt, nichts geändert")


@beside
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite liegt auf einem Rechner")
def test_a_worker_on_another_host_is_known_by_its_connection(restored, tmp_path):
    installation = restored.installation
    elsewhere = Installation(tmp_path, installation.environment["DATABASE_URL"])

    with running(elsewhere, "worker"):
        told = installation.refusal("restore", newest_backup(installation))

    assert "Mit der Datenbank sind noch Programme verbunden (127.0.0.1)" in told


@beside
def test_a_restore_that_asks_nobody_loses_what_is_booked_meanwhile(restored, measured):
    """Negative control: people go on booking while the database is replaced under them."""
    installation = restored.installation
    for name in ("started", "stop"):
        (installation.folder / name).unlink()
    writer = installation.start("-m", "tests.koordination.backup_steps", "write", "1000000")
    wait_for(installation.folder / "started")

    restoring = installation.start(
        "-m", "tests.koordination.backup_steps", "restore_unguarded", newest_backup(installation)
    )
    restoring.communicate(timeout=60)
    since = wait_for(installation.folder / "started")
    until(lambda: writer.poll() is not None or wait_for(installation.folder / "started") > since + 3)
    (installation.folder / "stop").touch()
    writer.communicate(timeout=60)

    acknowledged = [f"Person {number}x" for number in range(since, wait_for(installation.folder / "started"))]
    lost = set(acknowledged) - set(installation.facts().names)
    measured(f"ohne Sperre: {len(lost)} von {len(acknowledged)} danach bestätigten Buchungen fort")
    assert lost or writer.returncode or restoring.returncode


@beside
def test_a_worker_that_was_killed_is_in_no_restores_way(restored):
    """The last one: it leaves the installation as the backup has it."""
    installation = restored.installation

    with running(installation, "worker") as worker:
        worker.kill()
        worker.wait(timeout=60)
        said = installation.manage("restore", newest_backup(installation))

    assert "Wiederhergestellt aus" in said


@pytest.mark.django_db
def test_whoever_starts_during_a_restore_waits_for_its_end(settings, tmp_path):
    settings.VAR_DIR = tmp_path

    with in_use.alone():
        starting = Thread(target=in_use.hold)
        starting.start()
        starting.join(timeout=0.3)
        waited = starting.is_alive()
    starting.join(timeout=10)

    assert (waited, starting.is_alive()) == (True, False)
    with pytest.raises(in_use.InUse), in_use.alone():
        pass
