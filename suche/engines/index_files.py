"""The files of the embedded index: one is current, a new one is built beside it and swapped in at once.

A small file names the current one and is replaced in one step. The index itself is never replaced under its name:
a write-ahead log that is left over from an older file of the same name would be read into the new one.
"""

import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path

from suche.engines.interface import EngineError, NoIndex

SETUP = "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=268435456;PRAGMA cache_size=-8000;"
WAIT_SECONDS = 5
# So often a file is looked for that is being replaced.
TRIES = 5


class IndexFiles:
    """The folder of one index; several processes of a machine share it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.pointer = folder / "current"
        self._local = threading.local()
        self._named: tuple[tuple[int, int, int], Path | None] | None = None

    @property
    def opened(self) -> Path | None:
        """The file that this thread's connection reads."""
        return getattr(self._local, "path", None)

    def current(self) -> Path | None:
        """Return the file in use; None before the first build."""
        try:
            status = self.pointer.stat()
            mark = (status.st_ino, status.st_mtime_ns, status.st_size)
            named = self._named
            # It is replaced, never written again: it is read once, not for each answer.
            if named is None or named[0] != mark:
                name = self.pointer.read_text(encoding="ascii").strip()
                named = self._named = (mark, self.folder / name if name else None)
        except (FileNotFoundError, NotADirectoryError):
            return None
        return named[1]

    def reader(self) -> sqlite3.Connection:
        """Return this thread's connection to the current file; raises EngineError where there is none."""
        for _each in range(TRIES - 1):
            path = self.current()
            try:
                return self._reader_of(path)
            except EngineError:
                # It was replaced while we looked; otherwise the fault stays.
                if self.current() == path:
                    raise
        return self._reader_of(self.current())

    def _reader_of(self, path: Path | None) -> sqlite3.Connection:
        if path is None or not path.exists():
            self._named = None
            raise NoIndex("There is no index yet: manage.py rebuild_search builds it.")
        if self.opened != path:
            self.close()
            self._local.connection, self._local.path = connect(path, "rw"), path
        return self._local.connection

    def close(self) -> None:
        """Close this thread's connection."""
        if connection := getattr(self._local, "connection", None):
            connection.close()
        self._local.connection = self._local.path = None

    def new_file(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"index-{uuid.uuid4().hex}.sqlite3"

    def swap_in(self, path: Path) -> None:
        """Make a file the current one and remove all others; open connections read on in the old one."""
        fresh = self.folder / f"current-{uuid.uuid4().hex}"
        fresh.write_text(path.name, encoding="ascii")
        fresh.replace(self.pointer)
        for other in self.folder.glob("index-*.sqlite3*"):
            if not other.name.startswith(path.name):
                other.unlink(missing_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one process at a time write or build."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            yield


def connect(path: Path, mode: str = "rwc") -> sqlite3.Connection:
    """Open an index file, "rwc" makes it; raises EngineError for one that is damaged or gone."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.executescript(SETUP)
    except sqlite3.Error as error:
        raise EngineError(str(error)) from error
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
