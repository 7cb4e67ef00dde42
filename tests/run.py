"""Run everything that must hold: style, contracts, migrations, deploy check, the suite on each database.

`python -m tests.run` is what `make test` calls. PostgreSQL is used where its programs are installed: a
cluster of our own, on loopback, thrown away afterwards. With `--soak` (`make soak`) the tests that prove a goal run in
their long versions and docs/nachweise.md is written anew.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import migrated
from tests.goals_table import LEDGERS
from tests.postgresql import cluster, find_programs
from tests.sampling import ROTATING

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

# The suite starts hundreds of processes: where the environment forbids to keep what was compiled, each of them would
# compile all of the project anew, and each process of the suite all tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Groups in one process, and in their place: what empties the database comes after what needs its first rows.
TOGETHER = ["--dist", "loadgroup", "--no-loadscope-reorder"]


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
        # Of every severity that matters; what is marked as no fault says why at its place.
        run("bandit", str(BIN / "bandit"), "-q", "-ll", "-r", "-c", "pyproject.toml", "."),
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


def suite(database: str, *arguments: str, **environment: str) -> bool:
    # No more than there are processors: browsers and servers that tests start need some of them too.
    workers = os.environ.get("TEST_WORKERS", str(min(os.cpu_count() or 1, 4)))
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", workers, *TOGETHER, "--durations", "15"]
    ledger = LEDGERS / f"{database}{', lang' if os.environ.get('SOAK') else ''}.json"
    ledger.unlink(missing_ok=True)
    return run(f"suite on {database}", *pytest, *arguments, GOALS_FILE=str(ledger), **environment)


def suites(cluster_url: str | None, *marks: str) -> list[bool]:
    """Run the suite on each database that is there; `marks` choose the tests of both.

    What a browser sees does not depend on the database: once is enough. Of the rest, PostgreSQL is asked what it
    decides in every run, and all else in turn (tests/sampling.py).
    """
    results = [suite("SQLite", "-m", " and ".join(marks))]
    if cluster_url:
        once = ("not database_free", "not browser")
        results.append(
            suite("PostgreSQL", "-m", " and ".join([*marks, *once]), DATABASE_URL=cluster_url, **{ROTATING: "1"})
        )
    elif os.environ.get("CI"):
        print("PostgreSQL fehlt in CI.")
        results.append(False)
    else:
        print("\nÜbersprungen: suite on PostgreSQL (apt-get install postgresql)")
    return results


def everything(*, soak: bool) -> list[bool]:
    """Run the static checks, while the databases are migrated that the suites begin with, then the suites."""
    with TemporaryDirectory(prefix="koordination-migrated-") as folder, ExitStack() as stack:
        cluster_url = stack.enter_context(cluster()) if find_programs() else None
        begun = migrated.begin(Path(folder), cluster_url)
        results = [] if soak else static_checks()
        results.append(migrated.are_ready(begun))
        return results + suites(cluster_url, *(["goal"] if soak else []))


def main(arguments: list[str]) -> int:
    if "--soak" in arguments:
        os.environ["SOAK"] = "1"
        results = everything(soak=True)
        results.append(run("table of proofs", sys.executable, "-m", "tests.goals_table"))
        return 0 if all(results) else 1
    results = static_checks() if "--static" in arguments else everything(soak=False)
    if os.environ.get("CI"):
        # Elsewhere parts may be absent, and with them the tests that need them.
        results.append(run("table of proofs", sys.executable, "-m", "tests.goals_table", "--check"))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
