"""What was saved comes back, on the database the suite runs on, while somebody writes."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.django_db]

COUNT = "from kurse.models import Booking; print(sorted(Booking.objects.values_list('code', flat=True)))"
WRITE = (
    "from django.contrib.auth.models import Group\n"
    "for n in range(200): Group.objects.update_or_create(name='Probe', defaults={})"
)


@pytest.fixture
def installation(tmp_path):
    """An installation of its own: folder, database, environment; returns a function that runs manage.py."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "koordination.settings.dev",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
    }
    if connection.vendor == "postgresql":
        name = "backup_test"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    def manage(*arguments: str) -> str:
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    return manage


def test_a_backup_taken_while_writing_restores_every_booking(installation, tmp_path):
    installation("migrate", "--verbosity", "0")
    installation("load_demo")
    before = installation("shell", "-v", "0", "-c", COUNT)
    writer = threading.Thread(target=installation, args=("shell", "-v", "0", "-c", WRITE))
    writer.start()
    folder = installation("backup").splitlines()[-1]
    writer.join()
    pictures = sorted(path.name for path in (tmp_path / "media").rglob("*.jpg"))
    installation("shell", "-v", "0", "-c", "from kurse.models import Seat, Booking; Booking.objects.all().delete()")
    lost = installation("shell", "-v", "0", "-c", COUNT)

    installation("restore", folder)

    assert lost == "[]"
    assert installation("shell", "-v", "0", "-c", COUNT) == before
    assert sorted(path.name for path in (Path(folder) / "media").rglob("*.jpg")) == pictures
