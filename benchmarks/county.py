"""A demo county of its own for a measurement, made in a folder that is thrown away."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import HOST, ROOT, Server, served


def environment(folder: Path) -> dict[str, str]:
    """Return the environment that deploy/koordination.env.example describes, without limits per visitor."""
    return {
        "DJANGO_SETTINGS_MODULE": "koordination.settings.production",
        "SECRET_KEY": "only-for-this-measurement-3bJx9Qw7Lm2Zr8Tn5Vk1Hy6Pd4Gs0Cf",
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "EMAIL_URL": f"filemail:///{folder / 'mails'}",
        "DEFAULT_FROM_EMAIL": "ehrenamt@musterkreis.example",
        "VAR_DIR": str(folder),
        "VORGANG_TRUSTED_PROXIES": "1",
        "VORGANG_NETWORK_PER_MINUTE": "100000",
        "KOORDINATION_API_PER_MINUTE": "100000",
    }


def manage(folder: Path, *arguments: str) -> float:
    """Run one command of manage.py in the county and return how many seconds it took; raises CalledProcessError."""
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment(folder)},
        check=True,
        capture_output=True,
    )
    return time.monotonic() - begun


def build(folder: Path) -> float:
    """Make the county ready to be served and return the seconds that `migrate` took on the empty database."""
    seconds = manage(folder, "migrate", "-v0")
    manage(folder, "load_demo")
    manage(folder, "collectstatic", "--noinput", "-v0")
    return seconds


@dataclass(frozen=True)
class Sites:
    """A county that is served beside the bare site; in its course everybody finds a seat."""

    ours: Server
    bare: Server
    folder: Path
    course: int
    migrate_seconds: float


@contextmanager
def sites() -> Iterator[Sites]:
    """Build a county and serve it beside the bare site until the block ends."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "county").mkdir()
        migrate_seconds = build(folder / "county")
        bare = stack.enter_context(served(f"benchmarks.bare:make('{folder}')", "/", "--preload"))
        # A process that is replaced under load answers nothing for a second.
        options = ("-c", "deploy/gunicorn.conf.py", "--max-requests", "0")
        ours = stack.enter_context(served("koordination.wsgi", "/de/", *options, **environment(folder / "county")))
        yield Sites(ours, bare, folder, course_for_everybody(folder / "county"), migrate_seconds)


def course_for_everybody(folder: Path) -> int:
    """Give a course of the county in this folder a million seats and return its key."""
    code = (
        "from kurse.models import Course; from django.utils import timezone;"
        "c = Course.objects.announced().upcoming().filter(starts_at__gt=timezone.now()).order_by('starts_at').last();"
        "Course.objects.filter(pk=c.pk).update(capacity=1000000, opens_at=None, closes_at=None); print(c.pk)"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    variables = {**os.environ, **environment(folder)}
    result = subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True, text=True)
    return int(result.stdout.split()[-1])
