"""The limit of the API over several processes: it holds where they share a cache."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.database_free]
ROOT = Path(__file__).resolve().parent.parent.parent


def ask_in_two_processes(folder: Path, cache_url: str, times: int) -> list[list[str]]:
    """Ask in one process and then in another, and return what each was answered."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "koordination.settings.dev",
        "CACHE_URL": cache_url,
        "VAR_DIR": str(folder / "var"),
        "KOORDINATION_API_PER_MINUTE": "3",
        "LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-m", "tests.koordination.ask_api", str(times)]
    return [
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout.split()
        for _process in range(2)
    ]


def test_two_processes_with_one_cache_count_together(tmp_path, whole_minute):
    assert ask_in_two_processes(tmp_path, f"filecache://{tmp_path}/counts", 2) == [["405", "405"], ["405", "429"]]


def test_two_processes_without_one_count_for_themselves(tmp_path, whole_minute):
    """Negative control: the default cache lives in one process."""
    assert ask_in_two_processes(tmp_path, "locmemcache://", 2) == [["405", "405"], ["405", "405"]]


@pytest.fixture
def whole_minute():
    """Begin early enough in a minute of the clock that its count is not started anew halfway."""
    if time.time() % 60 > 30:
        time.sleep(60 - time.time() % 60)
