"""What was saved while people book comes back whole, and whoever was forgotten since stays forgotten."""

import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from tests.goals import SOAK
from tests.koordination.installations import make_installation

BOOKINGS, FILES_OF_10_MB = 100_000, 500
# Where somebody stood who was forgotten after the backup (backup_steps.forget).
FORGOTTEN = {"names": "Person 0x", "writers": "Person 0x", "accounts": "redaktion"}
slow = pytest.mark.slow


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
