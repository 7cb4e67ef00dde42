"""A demo county of its own for a measurement, made in a folder that is thrown away."""

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.servers import HOST, ROOT


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
