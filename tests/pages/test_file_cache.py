"""The files that all processes of a host share: they count right, and a full disk is a miss."""

import os
import subprocess
import sys

import pytest
from django.core.cache.backends.filebased import FileBasedCache

from pages.caches.files import SharedFileCache

PROCESSES, TIMES = 4, 60
COUNTING = """
import sys
from django.conf import settings
settings.configure()
from django.utils.module_loading import import_string
cache = import_string(sys.argv[1])(sys.argv[2], {})
for _ in range(int(sys.argv[3])):
    cache.add("count", 0, 60)
    cache.incr("count")
"""


@pytest.fixture
def cache(tmp_path):
    return SharedFileCache(str(tmp_path), {})


def count_in_processes(kind: type, folder) -> int:
    """Count in several processes at once and return what stands there afterwards."""
    name = f"{kind.__module__}.{kind.__qualname__}"
    command = [sys.executable, "-c", COUNTING, name, str(folder), str(TIMES)]
    counting = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(PROCESSES)]
    for process in counting:
        process.wait(timeout=60)
    return kind(str(folder), {}).get("count")


@pytest.mark.database_free
def test_no_count_is_lost_between_processes(tmp_path):
    assert count_in_processes(SharedFileCache, tmp_path) == PROCESSES * TIMES


@pytest.mark.database_free
def test_djangos_own_files_lose_counts(tmp_path):
    """Negative control of the test above."""
    assert count_in_processes(FileBasedCache, tmp_path) != PROCESSES * TIMES


def test_counting_does_not_move_the_end(cache, time_machine):
    time_machine.move_to("2026-11-24T12:00:00Z", tick=False)
    cache.add("mails", 0, 3600)
    time_machine.move_to("2026-11-24T12:59:00Z", tick=False)

    assert cache.incr("mails") == 1
    time_machine.move_to("2026-11-24T13:01:00Z", tick=False)

    assert cache.get("mails") is None


def test_what_has_ended_cannot_be_counted_and_begins_anew(cache, time_machine):
    time_machine.move_to("2026-11-24T12:00:00Z", tick=False)
    cache.add("mails", 7, 60)
    time_machine.move_to("2026-11-24T12:02:00Z", tick=False)

    with pytest.raises(ValueError, match="ended"):
        cache.incr("mails")
    assert cache.add("mails", 1, 60) is True
    assert cache.get("mails") == 1


def test_only_the_first_is_told_that_it_was_added(cache):
    assert [cache.add("key", value) for value in ("first", "second")] == [True, False]
    assert cache.get("key") == "first"


def test_a_count_that_nobody_began_is_refused(cache):
    with pytest.raises(ValueError, match="is not there"):
        cache.incr("nothing")


def test_a_small_number_takes_the_place_of_a_large_one(cache):
    cache.add("count", 10**40)

    assert cache.incr("count", 1 - 10**40) == 1
    assert cache.incr("count") == 2


@pytest.fixture
def unusable(tmp_path):
    """A cache whose folder cannot be made, as on a disk that is full or read-only."""
    folder = tmp_path / "cache"
    cache = SharedFileCache(str(folder), {})
    cache.set("old", "value")
    folder.rename(tmp_path / "away")
    folder.write_text("a file in its place")
    return cache


def test_a_folder_that_cannot_be_used_is_a_miss_and_no_fault(unusable):
    unusable.set("new", "value")

    assert (unusable.get("old"), unusable.get("new")) == (None, None)
    assert unusable.add("count", 0) is True
    with pytest.raises(ValueError, match="is not there"):
        unusable.incr("count")


def test_a_value_that_cannot_be_replaced_is_taken_away(cache, tmp_path, monkeypatch):
    cache.set("version", "old")
    monkeypatch.setattr("tempfile.mkstemp", full_disk)

    cache.set("version", "new")

    assert cache.get("version") is None


def full_disk(**_options):
    raise OSError(28, os.strerror(28))
