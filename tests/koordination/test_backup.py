"""What was saved while people book comes back whole, and whoever was forgotten since stays forgotten."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from koordination.backups import folders
from tests.goals import SOAK

ROOT = Path(__file__).resolve().parent.parent.parent
BOOKINGS, FILES_OF_10_MB = 100_000, 100
slow = pytest.mark.slow


class Installation:
    """An installation of its own: folder, database, environment."""

    def __init__(self, folder: Path, url: str):
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "koordination.settings.dev",
            "VAR_DIR": str(folder),
            "DATABASE_URL": url,
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=1800)
        assert process.returncode == 0, errors
        return output.strip()

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def step(self, *arguments: str) -> str:
        return self.run("-m", "tests.koordination.backup_steps", *arguments)

    def facts(self, step: str = "facts") -> SimpleNamespace:
        return SimpleNamespace(**json.loads(self.step(step).splitlines()[-1]))

    def lose_everything(self) -> None:
        """Leave nothing of database and media; the log of erasures lies elsewhere."""
        for path in self.folder.glob("db.sqlite3*"):
            path.unlink()
        shutil.rmtree(self.folder / "media")


@pytest.fixture
def installation(tmp_path) -> Installation:
    """An installation with one course."""
    url = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    if connection.vendor == "postgresql":
        name = "backup_test"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {name}")
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    made = Installation(tmp_path, url)
    made.step("county")
    return made


def wait_for(path: Path) -> int:
    deadline = time.monotonic() + 60
    while not path.exists() or not path.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return int(path.read_text())


@slow
@pytest.mark.django_db
@pytest.mark.goal("R11")
def test_a_backup_taken_while_people_book_comes_back_whole_and_without_whom_was_forgotten_since(installation, measured):
    writer = installation.start("-m", "tests.koordination.backup_steps", "write")
    acknowledged_before = wait_for(installation.folder / "started")
    backup = installation.manage("backup").splitlines()[-1]
    (installation.folder / "stop").touch()
    writer.communicate(timeout=60)
    live = installation.facts("forget")
    installation.lose_everything()

    said = installation.manage("restore", backup)
    restored = installation.facts()
    shutil.move(installation.folder / "erasures", installation.folder / "elsewhere")
    installation.manage("restore", backup)
    without_log = installation.facts()

    changed = {
        (label, key)
        for label, rows in without_log.rows.items()
        for key, digest in rows.items()
        if live.rows[label].get(key) != digest
    }
    numbers = [len(rows) for rows in without_log.rows.values()]
    measured(f"{sum(numbers)} Zeilen und {len(restored.files)} Dateien gleich, {len(changed)} verschieden")
    assert changed == set()
    assert {name: digest for name, digest in restored.files.items() if live.files.get(name) != digest} == {}
    for state in (restored, without_log):
        assert (state.missing_files, state.without_seat, state.miscounted) == ([], 0, [])
    assert acknowledged_before <= len(without_log.rows["kurse.Booking"])
    # Forgotten since: gone with the log, back without it, which is the negative control.
    assert ("Person 0x" in restored.names, "Person 0x" in without_log.names) == (False, True)
    assert (restored.writers, without_log.writers) == ([], ["Person 0x"])
    assert ("redaktion" in restored.accounts, "redaktion" in without_log.accounts) == (False, True)
    assert restored.rows["kurse.Booking"].keys() == without_log.rows["kurse.Booking"].keys()
    assert "Erneut gelöscht: 3 nach dem Löschprotokoll" in said


@slow
@pytest.mark.skipif(not SOAK, reason="make soak")
@pytest.mark.django_db
@pytest.mark.goal("R11")
def test_a_filled_site_is_saved_and_back_within_half_an_hour(installation, measured):
    installation.step("fill", str(BOOKINGS), str(FILES_OF_10_MB))
    before = installation.facts()

    started = time.monotonic()
    backup = Path(installation.manage("backup").splitlines()[-1])
    saved = time.monotonic() - started
    installation.lose_everything()
    started = time.monotonic()
    installation.manage("restore", str(backup))
    brought_back = time.monotonic() - started

    manifest = json.loads((backup / "manifest.json").read_text())
    sizes = [manifest["database"]["bytes"] / 1e6, manifest["media"]["bytes"] / 1e6]
    measured(
        f"{connection.vendor}, {BOOKINGS} Buchungen: gesichert in {saved:.1f} s, zurück in {brought_back:.1f} s; "
        f"Datenbank {sizes[0]:.0f} MB, Medien {sizes[1]:.0f} MB"
    )
    after = installation.facts()
    assert (after.rows, after.files) == (before.rows, before.files)
    assert brought_back < 30 * 60


# ------------------------------------------------------------------ the folder of a backup


@pytest.fixture
def backups(settings, tmp_path) -> Path:
    """The folder of the backups."""
    settings.VAR_DIR = tmp_path
    settings.VORGANG_ERASURE_LOG = tmp_path / "erasures"
    return folders.root()


def made_days_ago(backups: Path, days: float, suffix: str = "") -> str:
    moment = timezone.localtime() - timedelta(days=days)
    folder = backups / f"{moment:{folders.STAMP}}{suffix}"
    folder.mkdir(parents=True)
    return folder.name


def test_backups_are_removed_after_thirty_days_and_other_folders_stay(backups):
    old, young = made_days_ago(backups, 30.1), made_days_ago(backups, 29.9)
    broken, fresh = made_days_ago(backups, 1.1, folders.UNFINISHED), made_days_ago(backups, 0.1, folders.UNFINISHED)
    (backups / "vor-dem-umzug").mkdir()

    removed = folders.remove_old()

    assert sorted(removed) == sorted([old, broken])
    assert sorted(path.name for path in backups.iterdir()) == sorted([young, fresh, "vor-dem-umzug"])


def test_the_log_of_erasures_reaches_back_further_than_every_backup(backups, settings):
    log = settings.VORGANG_ERASURE_LOG
    log.mkdir()
    months = [f"{timezone.localtime() - timedelta(days=days):%Y-%m}" for days in (0, 30, 100)]
    for month in months:
        (log / f"{month}.jsonl").touch()

    assert folders.remove_old() == [f"{months[2]}.jsonl"]


@pytest.mark.parametrize("damage", ["no manifest", "no database", "one byte"])
@pytest.mark.django_db
def test_what_is_no_whole_backup_is_refused_before_anything_is_touched(backups, damage):
    folder = backups / "2026-11-24-120000"
    folder.mkdir(parents=True)
    database = folder / folders.database.file_name()
    database.write_bytes(b"snapshot")
    (folder / "manifest.json").write_text(
        json.dumps({"taken_at": timezone.now().isoformat(), "database": folders.described(database)})
    )
    if damage == "no manifest":
        (folder / "manifest.json").unlink()
    elif damage == "no database":
        database.unlink()
    else:
        database.write_bytes(b"snapshoT")

    with pytest.raises(CommandError, match="keine vollständige Sicherung|beschädigt"):
        call_command("restore", str(folder))
