"""Limits over several processes at once: they hold in files and in a server, by default and without losing one."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests import valkey

pytestmark = [pytest.mark.slow, pytest.mark.database_free]
ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES, TIMES, LIMIT = 4, 30, 50
REFUSED = PROCESSES * TIMES - LIMIT


def ask_at_once(folder: Path, *kinds: str, **environment: str) -> list[Counter]:
    """Ask in several processes at once and return for each kind how often each status was the answer."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "CACHE_URL"},
        "DJANGO_SETTINGS_MODULE": "koordination.settings.dev",
        "VAR_DIR": str(folder / "var"),
        "KOORDINATION_API_PER_MINUTE": str(LIMIT),
        "VORGANG_NETWORK_PER_MINUTE": str(LIMIT),
        "VORGANG_MAIL_PER_HOUR": "1000",
        "VORGANG_MAIL_PER_DAY": "1000",
        "LOG_LEVEL": "CRITICAL",
        **environment,
    }
    command = [sys.executable, "-m", "tests.koordination.ask_api", str(PROCESSES), str(TIMES), *kinds]
    answered = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return [Counter(line.split()) for line in answered.stdout.splitlines()]


@pytest.mark.goal("S9")
def test_four_processes_count_together_without_any_setting(tmp_path, measured):
    api, forms = ask_at_once(tmp_path, "api", "forms")

    measured(f"{PROCESSES} Prozesse, Grenze {LIMIT}: {api['405']} von {PROCESSES * TIMES} durchgelassen")
    assert api == {"405": LIMIT, "429": REFUSED}
    assert forms == {"200": LIMIT, "429": REFUSED}


@pytest.mark.goal("S9")
@pytest.mark.skipif(not (valkey.find_program() or os.environ.get("CI")), reason="apt-get install redis-server")
def test_four_processes_count_together_in_a_server(tmp_path):
    with valkey.server() as server:
        [answered] = ask_at_once(tmp_path, "api", CACHE_URL=server.url)

    assert answered == {"405": LIMIT, "429": REFUSED}


@pytest.mark.goal("S9")
def test_with_a_cache_for_each_process_the_limit_does_not_hold(tmp_path):
    """Negative control."""
    [answered] = ask_at_once(tmp_path, "api", CACHE_URL="locmemcache://")

    assert answered["405"] > LIMIT
