"""Strings that exist nowhere else, and every place of an installation where they could have been kept."""

import pickle
import subprocess
import time
from itertools import count
from pathlib import Path
from urllib.parse import quote_plus

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from vorgang.views.mail_folder import read_folder

SECONDS_OF_READING = 60.0
READERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND coalesce(backend_xmin, backend_xid) IS NOT NULL
"""


class Canaries:
    """Hands out strings of each kind and remembers them."""

    def __init__(self):
        self.numbers = count(1)
        self.strings: list[str] = []

    def word(self) -> str:
        """Return a word without digits, as a name may be: the number in letters."""
        letters = f"{next(self.numbers):04d}".translate(str.maketrans("0123456789", "bdfghklmnp"))
        return self.kept(f"Kanarienq{letters}")

    def address(self) -> str:
        return self.kept(f"kanarienq{next(self.numbers):04d}@beispiel.example")

    def phone(self) -> str:
        return self.kept(f"06000 77{next(self.numbers):04d}")

    def text(self) -> str:
        return self.kept(f"Kanarienqtext{next(self.numbers):04d}ende")

    def kept(self, string: str) -> str:
        self.strings.append(string)
        return string

    def found_in(self, place: bytes) -> set[str]:
        """Return those that stand in some bytes, as they are or in the ways of an address or a file name."""
        folded = place.lower()
        return {string for string in self.strings if any(way in folded for way in ways(string))}


def ways(string: str) -> set[bytes]:
    folded = string.lower()
    return {way.encode() for way in (folded, quote_plus(folded), folded.replace(" ", "_"), folded.replace(" ", ""))}


def places(log: str) -> dict[str, bytes]:
    """Return the contents of everything that outlives a request, by a name."""
    return {
        "database": dump(),
        "media": below(Path(settings.MEDIA_ROOT)),
        "mail folder": mails(Path(settings.EMAIL_FILE_PATH)),
        "caches": b"".join(cached(alias) for alias in settings.CACHES),
        "log of erasures": below(Path(settings.VORGANG_ERASURE_LOG)),
        "log": log.encode(),
    }


def dump() -> bytes:
    """Return the tables; of SQLite the bytes of its files, with pages that are free and the write-ahead log."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        paths = [path for suffix in ("", "-wal") if (path := Path(f"{name}{suffix}")).exists()]
        # By another process: closing these files in this one would drop the locks of all its connections.
        return subprocess.run(["cat", *paths], check=True, capture_output=True).stdout
    database = connection.settings_dict
    access = ["-h", database["HOST"], "-p", str(database["PORT"]), "-U", database["USER"], "-d", database["NAME"]]
    return subprocess.run(["pg_dump", *access], check=True, capture_output=True).stdout


def files_of_postgresql(folder: str) -> bytes:
    """Return the files of the suite's database ("base") or the write-ahead log of its server ("pg_wal")."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid::text FROM pg_database WHERE datname = current_database()"
        )
        root, number = cursor.fetchone()
    place = Path(root, folder, number) if folder == "base" else Path(root, folder)
    # A file may be gone between the listing and the reading.
    return subprocess.run(["cat", *place.rglob("*")], check=False, capture_output=True).stdout


def rewrite_tables(*, full: bool, seconds: float = SECONDS_OF_READING) -> None:
    """Let PostgreSQL tidy all tables, after who still reads them; only `full` writes them anew, as the handbook says.

    A table written anew keeps what an older transaction in the same database may still see, for instance the analysis
    that autovacuum begins by itself: this waits so long for its end, and goes on all the same.
    """
    with connection.cursor() as cursor:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            cursor.execute(READERS)
            if cursor.fetchone() == (0,):
                break
            time.sleep(0.05)
        cursor.execute("VACUUM (FULL)" if full else "VACUUM")


def below(root: Path) -> bytes:
    """Return names and contents of all files below a folder."""
    files = [path for path in root.rglob("*") if path.is_file()] if root.exists() else []
    return b"\n".join(str(path.relative_to(root)).encode() + b"\n" + path.read_bytes() for path in files)


def mails(folder: Path) -> bytes:
    """Return the mails of the development folder, decoded, besides the bytes of their files."""
    read = read_folder(folder) if folder.exists() else []
    return below(folder) + "\n".join(f"{mail.to} {mail.subject} {mail.text} {mail.html}" for mail in read).encode()


def cached(alias: str) -> bytes:
    cache = caches[alias]
    if isinstance(cache, LocMemCache):
        return pickle.dumps(dict(cache._cache))
    return below(Path(cache._dir)) if isinstance(cache, FileBasedCache) else b""
