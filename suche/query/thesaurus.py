"""A general thesaurus of German, which an operator may load: what people call a thing that no editor thought of.

Read from a file in the format of MyThes, as OpenThesaurus is given out in (Debian: mythes-de). It is a file of its own
beside the index, on every machine that answers searches; without one, nothing is missing but these words.
"""

import logging
import re
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path
from uuid import uuid4

from suche import conf
from suche.analysis.analyser import Analyser
from suche.analysis.texts import words

logger = logging.getLogger(__name__)

NAME = "thesaurus.sqlite3"
TABLE = "CREATE TABLE others (stem TEXT, terms TEXT, weight REAL, PRIMARY KEY (stem, terms)) WITHOUT ROWID"
GERMAN = Analyser("de")
# What a word of the same meaning, and one of a broader one, counts against a typed one (search.md §13).
SAME, BROADER = 0.3, 0.15
# A general word has dozens of others; so many of them may stand for it, those that say most.
MOST_OTHERS = 8
LONGEST = 2
REMARK = re.compile(r"\([^)]*\)")
IS_BROADER = "(Oberbegriff)"
# Nobody looks for an office's answer in these words, and they have many meanings.
LEFT_OUT = ("(derb", "(vulg", "(veralte", "(geh.", "(abwertend", "(fig.", "(österr", "(schweiz", "(poet", "(Jargon")

Stems = tuple[str, ...]
Row = tuple[str, str, float]


class UnusableThesaurus(Exception):
    """A file that is none of MyThes in UTF-8, or holds no word."""


@dataclass(frozen=True)
class Other:
    """What a word may also be called, as stems, and how much that counts."""

    terms: Stems
    weight: float


@lru_cache(maxsize=200_000)
def stems_of(text: str) -> Stems:
    """Return the stems of an entry without its remarks; empty for one of filler alone."""
    folded = [word.text for word in words(REMARK.sub(" ", text))]
    return tuple(GERMAN.stems(folded))


def rows_of(lines: Iterable[str]) -> Iterator[Row]:
    """Yield (stem, stems of another word for it, weight) of a file of MyThes; one that is named twice comes twice."""
    reading = iter(lines)
    if next(reading, "").strip().upper() != "UTF-8":
        raise UnusableThesaurus
    for line in reading:
        if not line.startswith("-|"):
            continue
        same, broader = set(), set()
        for entry in line[2:].split("|"):
            stems = () if any(remark in entry for remark in LEFT_OUT) else stems_of(entry)
            if 0 < len(stems) <= LONGEST:
                (broader if IS_BROADER in entry else same).add(stems)
        for typed in same:
            if len(typed) == 1:
                yield from ((typed[0], " ".join(other), SAME) for other in same - {typed})
                yield from ((typed[0], " ".join(other), BROADER) for other in broader - same)


def load(file: Path, folder: Path | None = None) -> int:
    """Make a file of MyThes the thesaurus of this machine and return how many words it knows.

    It is built beside the old one and takes its place at once. Raises UnusableThesaurus.
    """
    folder = folder or conf.embedded_folder()
    folder.mkdir(parents=True, exist_ok=True)
    built = folder / f"thesaurus-{uuid4().hex}.new"
    try:
        with closing(sqlite3.connect(built)) as connection, connection:
            connection.execute(TABLE)
            with file.open(encoding="utf-8") as lines:
                connection.executemany(
                    "INSERT INTO others VALUES (?, ?, ?)"
                    " ON CONFLICT (stem, terms) DO UPDATE SET weight = max(weight, excluded.weight)",
                    rows_of(lines),
                )
            known: int = connection.execute("SELECT count(DISTINCT stem) FROM others").fetchone()[0]
        if not known:
            raise UnusableThesaurus
        built.replace(folder / NAME)
    except UnicodeDecodeError as error:
        raise UnusableThesaurus from error
    finally:
        built.unlink(missing_ok=True)
    return known


@dataclass
class Thesaurus:
    """The loaded thesaurus of this machine; where none is, it knows nothing."""

    folder: Path
    _local: threading.local = field(default_factory=threading.local, repr=False)

    def others(self, stem: str, terms: Collection[str]) -> list[Other]:
        """Return what a word may also be called, of what the index holds (`terms`): at most `MOST_OTHERS`."""
        stored = (Other(tuple(written.split()), weight) for written, weight in self._stored(stem))
        known = (other for other in stored if all(term in terms for term in other.terms))
        return list(islice(known, MOST_OTHERS))

    def _stored(self, stem: str) -> list[tuple[str, float]]:
        asked = "SELECT terms, weight FROM others WHERE stem = ? ORDER BY weight DESC, terms"
        try:
            connection = self._connection()
            return connection.execute(asked, [stem]).fetchall() if connection else []
        except sqlite3.Error as error:
            # A search without other words is better than none.
            logger.warning("The thesaurus cannot be read: %s", error)
            return []

    def _connection(self) -> sqlite3.Connection | None:
        """Return this thread's connection to the file as it is now; None where nobody has loaded one."""
        try:
            status = (self.folder / NAME).stat()
        except OSError:
            return None
        opened = getattr(self._local, "opened", None)
        if opened is None or opened[0] != (status.st_ino, status.st_mtime_ns):
            if opened:
                opened[1].close()
            # It is never written again, only replaced: readers need no lock.
            address = f"{(self.folder / NAME).absolute().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            opened = self._local.opened = ((status.st_ino, status.st_mtime_ns), connection)
        return opened[1]


@lru_cache(maxsize=8)
def thesaurus_in(folder: Path) -> Thesaurus:
    return Thesaurus(folder)


def thesaurus() -> Thesaurus:
    """Return the thesaurus of this machine."""
    return thesaurus_in(conf.embedded_folder())
