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


@pytest.fixture
def whole(backups) -> Path:
    """A whole backup with one picture."""
    folder = backups / "2026-11-24-120000"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "bild.jpg").write_bytes(b"bild")
    database = folder / folders.database.file_name()
    database.write_bytes(b"snapshot")
    manifest = {
        "taken_at": timezone.now().isoformat(),
        "database": folders.described(database),
        "media": {"files": 1, "bytes": 4},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


DAMAGES = {
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "liegen: 2026-11-24-120000."),
    "no database": (lambda folder: database_of(folder).unlink(), "keine vollständige Sicherung"),
    "one byte": (lambda folder: database_of(folder).write_bytes(b"snapshoT"), "Die Prüfsumme stimmt nicht"),
    "cut manifest": (
        lambda folder: (folder / "manifest.json").write_text('{"taken_at'),
        "manifest.json ist beschädigt",
    ),
    "empty manifest": (lambda folder: (folder / "manifest.json").write_text("{}"), "manifest.json ist beschädigt"),
    "no picture": (lambda folder: (folder / "media" / "bild.jpg").unlink(), "0 von 1 Dateien"),
    "half a picture": (lambda folder: (folder / "media" / "bild.jpg").write_bytes(b"bi"), "2 von 4 Bytes"),
}


def database_of(folder: Path) -> Path:
    return folder / folders.database.file_name()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.django_db
def test_what_is_no_whole_backup_is_refused_before_anything_is_touched(whole, damage):
    spoil, told = DAMAGES[damage]
    spoil(whole)

    with pytest.raises(CommandError, match=told):
        call_command("restore", str(whole))


@pytest.mark.django_db
def test_a_folder_that_is_not_there_is_answered_with_those_that_are(whole):
    with pytest.raises(CommandError, match="liegen: 2026-11-24-120000."):
        call_command("restore", str(whole.parent / "2026-01-01-000000"))


def test_a_whole_backup_is_taken_as_such_and_one_may_do_without_its_pictures(whole):
    """Negative control."""
    manifest = folders.read_manifest(whole)

    folders.check_media(whole, manifest)
    folders.check_media(whole, manifest | {"media": None})
