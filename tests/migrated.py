"""Databases with every migration run, made once for all: each process of the suite would take long to make its own.

tests/run.py makes one for each engine while the static checks run, and names them in MIGRATED_FILE (a path) and
MIGRATED_POSTGRESQL (an address). Without them everybody begins with nothing and migrates as Django does.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FILE, POSTGRESQL = "MIGRATED_FILE", "MIGRATED_POSTGRESQL"


def at(cluster: str, name: str) -> str:
    """Return the address of a database in the cluster of another one."""
    return urlsplit(cluster)._replace(path=f"/{name}").geturl()


def postgresql(name: str) -> str:
    """Make a database of this name anew, a copy where there is one to copy, and return its address."""
    source = os.environ.get(POSTGRESQL)
    cluster = source or os.environ["DATABASE_URL"]
    template = urlsplit(source).path[1:] if source else "template1"
    with psycopg.connect(at(cluster, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return at(cluster, name)


def sqlite(path: Path) -> str:
    """Return the address of a file, a copy where there is one to copy."""
    if source := os.environ.get(FILE):
        shutil.copyfile(source, path)
    return f"sqlite:///{path}"


@contextmanager
def at_hand(vendor: str, test: dict[str, str]) -> Iterator[None]:
    """Let Django begin its test database with a copy where there is one; `test` are its settings TEST."""
    if vendor == "postgresql" and (source := os.environ.get(POSTGRESQL)):
        test["TEMPLATE"] = urlsplit(source).path[1:]
    copied = vendor == "sqlite" and FILE in os.environ
    if copied:
        sqlite(Path(test["NAME"]))
    yield
    for ending in ("", "-wal", "-shm") if copied else ():
        Path(test["NAME"] + ending).unlink(missing_ok=True)


def begin(folder: Path, cluster: str | None) -> dict[str, tuple[str, subprocess.Popen]]:
    """Begin to migrate a file, and a database of the cluster if there is one; returns by variable what it will be."""
    path = str(folder / "migrated.sqlite3")
    begun = {FILE: (path, migrate(f"sqlite:///{path}"))}
    if cluster:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute("CREATE DATABASE migrated")
        address = at(cluster, "migrated")
        begun[POSTGRESQL] = (address, migrate(address))
    return begun


def migrate(url: str) -> subprocess.Popen:
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "koordination.settings.test"}
    return subprocess.Popen([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment)


def are_ready(begun: dict[str, tuple[str, subprocess.Popen]]) -> bool:
    """Wait for what was begun and name it to all processes that follow; returns whether it is whole."""
    faults = [process.wait() for _place, process in begun.values()]
    os.environ.update({variable: place for variable, (place, _process) in begun.items()})
    return not any(faults)
