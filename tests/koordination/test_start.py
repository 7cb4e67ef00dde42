"""The collector of garbage rests while everything is loaded, and looks after every command."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.database_free, pytest.mark.slow]

ROOT = Path(__file__).resolve().parent.parent.parent
TOLD = "import gc; print('works' if gc.isenabled() else 'rests', gc.get_freeze_count() > 100_000)"


def told_by(*command: str) -> str:
    settings = {"DJANGO_SETTINGS_MODULE": "koordination.settings.test"}
    result = subprocess.run([sys.executable, *command], cwd=ROOT, env={**os.environ, **settings}, capture_output=True)
    assert result.returncode == 0, result.stderr
    return result.stdout.decode().strip().splitlines()[-1]


def test_a_command_has_its_collector_and_what_was_loaded_is_left_alone():
    assert told_by("manage.py", "shell", "--no-imports", "-c", TOLD) == "works True"


def test_a_web_service_has_it_too():
    assert told_by("-c", f"import koordination.wsgi; {TOLD}").startswith("works ")
