"""Copies of the suite's database, in places that may break: a small disk, a cluster of their own."""

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from tests.postgresql import Cluster

# As in production: what is acknowledged is on the disk. Little room for the log, so that a small disk has some.
DURABLE = "-c max_connections=40 -c shared_buffers=16MB -c max_wal_size=16MB -c min_wal_size=8MB"
# Says yes before anything is written, which others do for speed.
FORGETFUL = "-c synchronous_commit=off -c wal_writer_delay=10s"


def address_of_database() -> str:
    """Return the DATABASE_URL of the suite's own database."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def copy_of_file(path: Path) -> str:
    """Copy the suite's SQLite file and return the copy's DATABASE_URL."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return f"sqlite:///{path}"


@contextmanager
def cluster_with_copy(folder: Path, *options: str) -> Iterator[Cluster]:
    """Start a durable cluster, unless options say otherwise, with a copy of the suite's database in its first one."""
    cluster = Cluster(folder, " ".join([DURABLE, *options]))
    cluster.create()
    cluster.start()
    try:
        dump = ["pg_dump", "--no-owner", "-d", address_of_database()]
        with tempfile.TemporaryFile() as dumped:
            subprocess.run(dump, check=True, stdout=dumped)
            dumped.seek(0)
            load = ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", cluster.url]
            subprocess.run(load, check=True, stdin=dumped, stdout=subprocess.DEVNULL)
        yield cluster
    finally:
        if cluster.is_running():
            cluster.stop()


@contextmanager
def folder_for_everybody() -> Iterator[Path]:
    """Yield an empty folder that PostgreSQL's account may enter; pytest's own are closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="koordination-faults-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def booked_in(database_url: str) -> list[str]:
    """Return the mail address of every booking in a database."""
    connect = psycopg.connect if database_url.startswith("postgres") else sqlite3.connect
    with closing(connect(database_url.removeprefix("sqlite:///"))) as database:
        return [email for (email,) in database.execute("SELECT email FROM kurse_booking").fetchall()]


def is_whole(database_url: str) -> bool:
    """Whether SQLite finds its file in order; PostgreSQL checks what it reads by itself."""
    if database_url.startswith("postgres"):
        return True
    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as database:
        return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
