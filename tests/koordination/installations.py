"""An installation of its own, each command of it in a process: what a backup is taken from and brought back to."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from django.db import connection

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent.parent


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

    def refusal(self, *arguments: str) -> str:
        """Return what a command of manage.py says that has to fail."""
        process = self.start("manage.py", *arguments)
        _output, errors = process.communicate(timeout=60)
        assert process.returncode == 1, errors
        return errors.strip()

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


def make_installation(folder: Path, name: str) -> Installation:
    """Return an installation with one course; on PostgreSQL with a database of this name, made anew."""
    url = migrated.postgresql(name) if connection.vendor == "postgresql" else migrated.sqlite(folder / "db.sqlite3")
    made = Installation(folder, url)
    made.step("county")
    return made


def wait_for(path: Path) -> int:
    deadline = time.monotonic() + 60
    while not path.exists() or not path.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return int(path.read_text())
