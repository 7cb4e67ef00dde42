"""What every engine keeps of an entry to show it: raw texts as JSON, in one place."""

from json import dumps, loads

from suche.analysis.texts import clean
from suche.documents.entries import Entry
from suche.engines.interface import StoredHit

# Renewed whenever what is stored or the analysis changes: an older index is built anew.
VERSION = "11"
AS_SHOWN = ("url", "title", "summary", "text", "dated", "translation_key", "municipality", "municipality_name")


def shown(entry: Entry) -> str:
    """Return what is shown of an entry as JSON."""
    found = entry.document
    return dumps(
        {
            "url": entry.url,
            "title": entry.fields["title"],
            "summary": entry.fields["summary"],
            "text": entry.shown_text,
            "dated": found.dated.isoformat() if found.dated else "",
            "translation_key": entry.translation_key,
            "municipality": found.municipality,
            "municipality_name": found.municipality_name,
            "search_terms": [clean(term) for term in found.search_terms],
        },
        ensure_ascii=False,
    )


def stored_hit(key: str, kind: str, language: str, topic: str, outdated: object, shown: str) -> StoredHit:
    """Return an entry as it was stored; raises ValueError or KeyError for what is none."""
    found = loads(shown)
    return StoredHit(
        key=key,
        kind=kind,
        language=language,
        topic=topic,
        outdated=bool(outdated),
        search_terms=tuple(found["search_terms"]),
        **{name: found[name] for name in AS_SHOWN},
    )
