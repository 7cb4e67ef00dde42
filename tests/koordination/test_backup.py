"""What was saved while people book comes back whole, and whoever was forgotten since stays forgotten."""

import json
import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from koordination.backups import folders
from tests.goals import SOAK
from tests.koordination.installations import Installation, make_installation, wait_for

BOOKINGS, FILES_OF_10_MB = 100_000, 100
# Where somebody stood who was forgotten after the backup (backup_steps.forget).
FORGOTTEN = {"names": "Person 0x", "writers": "Person 0x", "accounts": "redaktion"}
slow = pytest.mark.slow


@dataclass(frozen=True)
class Restored:
    """Facts before everything was lost, after a restore, and after one without the log of erasures."""

    installation: Installation
    acknowledged_before: int
    live: SimpleNamespace
    with_log: SimpleNamespace
    without_log: SimpleNamespace
    said: str


@pytest.fixture(scope="module")
def restored(tmp_path_factory, django_db_blocker) -> Restored:
    """Save while people book, forget somebody, lose everything, and bring it back twice."""
    with django_db_blocker.unblock():
        installation = make_installation(tmp_path_factory.mktemp("installation"), "backup_test")
    writer = installation.start("-m", "tests.koordination.backup_steps", "write")
    acknowledged_before = wait_for(installation.folder / "started")
    backup = installation.manage("backup").splitlines()[-1]
    (installation.folder / "stop").touch()
    writer.communicate(timeout=60)
    live = installation.facts("forget")
    installation.lose_everything()
    said = installation.manage("restore", backup)
    with_log = installation.facts()
    shutil.move(installation.folder / "erasures", installation.folder / "elsewhere")
    installation.manage("restore", backup)
    return Restored(installation, acknowledged_before, live, with_log, installation.facts(), said)


def changed_rows(live: SimpleNamespace, found: SimpleNamespace) -> list[tuple[str, str]]:
    """Return (table, key) of what was not so before; what came after the backup is not there at all."""
    return [
        (label, key)
        for label, rows in found.rows.items()
        for key, digest in rows.items()
        if live.rows[label].get(key) != digest
    ]


def changed_files(live: SimpleNamespace, found: SimpleNamespace) -> list[str]:
    return [name for name, digest in found.files.items() if live.files.get(name) != digest]


def torn(found: SimpleNamespace) -> dict[str, list]:
    """Return what does not agree with the rest: documents without a file, bookings without a seat, wrong counts."""
    kinds = ("missing_files", "without_seat", "miscounted")
    return {kind: getattr(found, kind) for kind in kinds if getattr(found, kind)}


def come_back(found: SimpleNamespace) -> list[str]:
    """Return where somebody stands again who was forgotten."""
    return [kind for kind, name in FORGOTTEN.items() if name in getattr(found, kind)]


@slow
@pytest.mark.xdist_group("backup")
@pytest.mark.goal("R11")
def test_a_backup_taken_while_people_book_comes_back_whole_and_without_whom_was_forgotten_since(restored, measured):
    live, with_log, without_log = restored.live, restored.with_log, restored.without_log

    changed = changed_rows(live, without_log)
    numbers = [len(rows) for rows in without_log.rows.values()]
    measured(f"{sum(numbers)} Zeilen und {len(with_log.files)} Dateien gleich, {len(changed)} verschieden")
    assert changed == []
    assert changed_files(live, with_log) == []
    assert (torn(with_log), torn(without_log)) == ({}, {})
    assert restored.acknowledged_before <= len(without_log.rows["kurse.Booking"])
    assert (come_back(with_log), with_log.writers) == ([], [])
    assert with_log.rows["kurse.Booking"].keys() == without_log.rows["kurse.Booking"].keys()
    assert "Erneut gelöscht: 3 nach dem Löschprotokoll" in restored.said


@slow
@pytest.mark.xdist_group("backup")
@pytest.mark.goal("R11")
def test_without_the_log_of_erasures_whoever_was_forgotten_is_back(restored, measured):
    """Negative control: it is the log beside the database that keeps them away."""
    found = come_back(restored.without_log)

    measured(f"ohne Löschprotokoll wieder da: {len(found)} von {len(FORGOTTEN)} Gelöschten")
    assert found == list(FORGOTTEN)
    assert restored.without_log.writers == ["Person 0x"]


@slow
@pytest.mark.xdist_group("backup")
@pytest.mark.goal("R11")
def test_what_a_restore_leaves_out_or_changes_is_found(restored):
    """Negative control: a file and a seat are lost, a remark and another file are not as they were."""
    spoilt = restored.installation.facts("spoil")

    faults, [course] = spoilt.spoilt, spoilt.courses
    assert changed_rows(restored.live, spoilt) == [("kurse.Booking", faults["booking"])]
    assert changed_files(restored.live, spoilt) == [faults["file"]]
    assert torn(spoilt) == {
        "missing_files": [faults["missing"]],
        "without_seat": [faults["alone"]],
        "miscounted": [course],
    }


@slow
@pytest.mark.skipif(not SOAK, reason="make soak")
@pytest.mark.django_db
@pytest.mark.goal("R11")
def test_a_filled_site_is_saved_and_back_within_half_an_hour(tmp_path, measured):
    installation = make_installation(tmp_path, "large_backup_test")
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
