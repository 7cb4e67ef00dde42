"""What lies in the folder of backups: old ones go, and what is no whole one is refused."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from koordination.backups import folders


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
