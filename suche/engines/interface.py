"""What every engine does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from suche.documents.age import OLDER, RECENT, year_before
from suche.documents.entries import Entry
from suche.query.lexicon import Lexicon
from suche.query.ranking import Candidate

# So many documents an engine returns for Python to order.
CANDIDATES = 100
# And so many of which suggestions are made.
STARTS = 40


class EngineError(Exception):
    """An engine that cannot answer: gone, slow, damaged or talking nonsense."""


class NoIndex(EngineError):
    """Nothing was built yet; whoever builds it reads everything."""


@dataclass(frozen=True)
class Scope:
    """What a search looks at: one site, one language, what is not over, and the facets somebody chose."""

    site: int
    language: str
    now: datetime
    kind: str = ""
    topic: str = ""
    municipality: str = ""
    age: str = ""

    @property
    def dated_from(self) -> str:
        """The first day of what was checked recently, where only that is looked at."""
        return year_before(self.now).isoformat() if self.age == RECENT else ""

    @property
    def dated_before(self) -> str:
        """The day before which a text was checked, where only what is older is looked at."""
        return year_before(self.now).isoformat() if self.age == OLDER else ""


@dataclass(frozen=True)
class StoredHit:
    """What is shown of a document: raw texts, never analysed ones."""

    key: str
    kind: str
    language: str
    url: str
    title: str
    summary: str
    text: str
    topic: str
    dated: str
    outdated: bool
    translation_key: str
    search_terms: tuple[str, ...] = ()
    municipality: str = ""
    municipality_name: str = ""


class Engine(Protocol):
    """A store of documents. All methods raise EngineError and nothing else of their own."""

    name: str

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Build a new index of these entries beside the old one and swap it in; returns how many it holds."""

    def put(self, entries: Collection[Entry]) -> None:
        """Add or replace entries."""

    def remove(self, keys: Collection[str]) -> None:
        """Take entries away; unknown keys are no fault."""

    def is_usable(self) -> bool:
        """Whether there is an index that this version of the program can read."""

    def fingerprints(self) -> dict[str, str]:
        """Return the fingerprint of every entry by its key."""

    def lexicon(self, language: str) -> Lexicon:
        """Return the words and terms of one language."""

    def candidates(self, terms: Collection[str], scope: Scope) -> list[Candidate]:
        """Return up to CANDIDATES documents that hold at least one of the terms."""

    def starting(self, typed: Collection[str], scope: Scope) -> list[StoredHit]:
        """Return up to STARTS documents with a title or search term in which a word starts with each of these."""

    def stored(self, keys: Collection[str]) -> dict[str, StoredHit]:
        """Return what is shown of the named documents."""
