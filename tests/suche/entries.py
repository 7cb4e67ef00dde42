"""Entries of an index without pages, for the tests of the engines."""

from django.utils import timezone

from pages.searchable import SearchDocument
from suche.documents.entries import Entry
from suche.engines.interface import Scope


def entry(key: str, title: str, *, language="de", site=1, kind="antworten", **fields) -> Entry:
    return Entry(f"test.page:{key}", kind, site, language, f"/{key}/", key, SearchDocument(title, **fields))


def scope(**chosen) -> Scope:
    return Scope(**{"site": 1, "language": "de", "now": timezone.now(), **chosen})


def keys(found) -> list[str]:
    return sorted(candidate.key.partition(":")[2] for candidate in found)
