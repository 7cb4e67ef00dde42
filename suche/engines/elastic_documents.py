"""What Elasticsearch keeps of an entry: finished tokens of our own analysis, and what is shown."""

import datetime
from collections.abc import Iterator

from elasticsearch_dsl import Boolean, Date, Document, Integer, Keyword, Object, Text

from suche.documents.entries import FIELDS, STARTS, AnalysedEntry, Entry
from suche.engines.showing import VERSION, shown

# The document that tells the version of an index and whether it has changed; it has no language and is never found.
STATE = "state"
# Neither searched nor shown from the document itself.
START_FIELDS = {f"start_{name}": name for name in STARTS}
LEFT_OUT = [*FIELDS, *START_FIELDS, "words", "terms"]
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s"}


def tokens() -> Text:
    """A field of finished tokens: no analyzer of the server's own ever touches a word."""
    return Text(analyzer="whitespace")


class EntryDocument(Document):
    """One entry. `words` are folded words, with a blank and their spelling where it is another."""

    key = Keyword()
    fingerprint = Keyword(index=False)
    site = Integer()
    kind = Keyword()
    language = Keyword()
    topic = Keyword()
    municipality = Keyword()
    municipality_name = Keyword(index=False, doc_values=False)
    dated = Date()
    until = Date()
    outdated = Boolean()
    title_terms = Keyword(index=False, doc_values=False)
    norms = tokens()
    title = tokens()
    search_terms = tokens()
    summary = tokens()
    headings = tokens()
    text = tokens()
    title_parts = tokens()
    search_terms_parts = tokens()
    text_parts = tokens()
    start_title = tokens()
    start_search_terms = tokens()
    words = Keyword(ignore_above=250)
    terms = Keyword(ignore_above=250)
    weights = Object(enabled=False)
    shown = Keyword(index=False, doc_values=False)
    version = Keyword()
    revision = Keyword(index=False, doc_values=False)

    class Index:
        name = "koordination"
        settings = SETTINGS


EntryDocument._doc_type.mapping.meta("_source", excludes=LEFT_OUT)
EntryDocument._doc_type.mapping.meta("dynamic", "strict")


def state_of(revision: str) -> dict:
    """Return the action that writes the state of an index."""
    return {"_id": STATE, "_source": {"version": VERSION, "revision": revision}}


def action(entry: Entry, analysed: AnalysedEntry) -> dict:
    """Return the action that writes an entry."""
    found = entry.document
    return {
        "_id": entry.key,
        "_source": {
            "key": entry.key,
            "fingerprint": entry.fingerprint,
            "site": entry.site,
            "kind": entry.kind,
            "language": entry.language,
            "topic": found.topic,
            "municipality": found.municipality,
            "municipality_name": found.municipality_name,
            "dated": found.dated.isoformat() if found.dated else None,
            "until": found.until.astimezone(datetime.UTC).isoformat() if found.until else None,
            "outdated": found.outdated,
            "title_terms": " ".join(analysed.terms["title"]),
            **{name: " ".join(analysed.terms[name]) for name in FIELDS},
            **{field: " ".join(analysed.starts[name]) for field, name in START_FIELDS.items()},
            "words": list(words_of(entry)),
            "terms": list(analysed.weights),
            "weights": analysed.weights,
            "shown": shown(entry),
        },
    }


def words_of(entry: Entry) -> Iterator[str]:
    for word, written in entry.written().items():
        yield word if word == written else f"{word} {written}"
