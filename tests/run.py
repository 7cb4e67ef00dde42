"""Run everything that must hold: style, contracts, migrations, deploy check, the suite on each database.

`python -m tests.run` is what `make test` calls. PostgreSQL is used where its programs are installed: a
cluster of our own, on loopback, thrown away afterwards.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.postgresql import cluster, find_programs

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "koordination.settings.production",
    "SECRET_KEY": "deploy-check-only-3bJx9Qw7Lm2Zr8Tn5Vk1Hy6Pd4Gs0Cf-UaEiOo",
    "SITE_URL": "https://ehrenamt.musterkreis.example",
    "ALLOWED_HOSTS": "ehrenamt.musterkreis.example",
    "DEFAULT_FROM_EMAIL": "ehrenamt@musterkreis.example",
    "EMAIL_URL": "smtp://localhost:25",
}


def run(title: str, *command: str, **environment: str) -> bool:
    """Run one command and say how it went; returns whether it succeeded."""
    print(f"\n=== {title}", flush=True)
    result = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment})
    print(f"=== {title}: {'ok' if result.returncode == 0 else 'FEHLER'}", flush=True)
    return result.returncode == 0


def static_checks() -> list[bool]:
    python = sys.executable
    return [
        run("ruff", str(BIN / "ruff"), "check", "."),
        run("ruff format", str(BIN / "ruff"), "format", "--check", "."),
        run("import contracts", str(BIN / "lint-imports")),
        run(
            "migrations",
            python,
            "manage.py",
            "makemigrations",
            "--check",
            "--dry-run",
            DJANGO_SETTINGS_MODULE="koordination.settings.test",
        ),
        run(
            "check --deploy",
            python,
            "manage.py",
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
            **PRODUCTION,
        ),
    ]


def suite(title: str, *arguments: str, **environment: str) -> bool:
    workers = os.environ.get("TEST_WORKERS", str(min(os.cpu_count() or 1, 4)))
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "loadgroup"]
    return run(title, *pytest, *arguments, **environment)


def main(arguments: list[str]) -> int:
    results = static_checks()
    if "--static" not in arguments:
        results.append(suite("suite on SQLite", "--cov", "--cov-report=term:skip-covered"))
        if find_programs():
            with cluster() as url:
                results.append(suite("suite on PostgreSQL", "-m", "not database_free", DATABASE_URL=url))
        elif os.environ.get("CI"):
            print("PostgreSQL fehlt in CI.")
            results.append(False)
        else:
            print("\nÜbersprungen: suite on PostgreSQL (apt-get install postgresql)")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
