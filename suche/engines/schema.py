"""The tables of the embedded index, and how an entry becomes their rows."""

import sqlite3
from collections.abc import Iterable
from itertools import chain
from json import dumps

from suche.documents.entries import FIELDS, STARTS, AnalysedEntry, Entry
from suche.engines.showing import shown
from suche.engines.word_counts import Counts, StoredWords

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, site INTEGER NOT NULL,
  kind TEXT NOT NULL, language TEXT NOT NULL, topic TEXT NOT NULL, municipality TEXT NOT NULL,
  municipality_name TEXT NOT NULL, dated TEXT, until REAL, outdated INTEGER NOT NULL
);
CREATE TABLE texts (document INTEGER PRIMARY KEY, title_terms TEXT NOT NULL, weights TEXT NOT NULL,
  words TEXT NOT NULL, shown TEXT NOT NULL);
CREATE VIRTUAL TABLE terms_of USING fts5(norms, title, search_terms, summary, headings, text, title_parts,
  search_terms_parts, text_parts, tokenize='ascii');
CREATE VIRTUAL TABLE starts_of USING fts5(title, search_terms, prefix='2 3 4', tokenize='ascii');
CREATE TABLE words (language TEXT NOT NULL, word TEXT NOT NULL, documents INTEGER NOT NULL,
  written TEXT NOT NULL, PRIMARY KEY (language, word)) WITHOUT ROWID;
CREATE TABLE terms (language TEXT NOT NULL, term TEXT NOT NULL, documents INTEGER NOT NULL,
  PRIMARY KEY (language, term)) WITHOUT ROWID;
"""
# Nobody reads a file that is being built, and one that breaks off is thrown away: no log, and one big merge at the
# end instead of many small ones. How the file is read later is set when it is opened.
BUILDING = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;
INSERT INTO terms_of(terms_of, rank) VALUES ('automerge', 0), ('hashsize', 33554432);
INSERT INTO starts_of(starts_of, rank) VALUES ('automerge', 0), ('hashsize', 33554432);
"""
BUILT = """
INSERT INTO terms_of(terms_of, rank) VALUES ('automerge', 4), ('hashsize', 1048576);
INSERT INTO starts_of(starts_of, rank) VALUES ('automerge', 4), ('hashsize', 1048576);
INSERT INTO terms_of(terms_of) VALUES ('optimize');
INSERT INTO starts_of(starts_of) VALUES ('optimize');
PRAGMA journal_mode=WAL;
"""
INSERT_DOCUMENT = """INSERT INTO documents
  (key, fingerprint, site, kind, language, topic, municipality, municipality_name, dated, until, outdated)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
INSERT_TEXTS = "INSERT INTO texts (document, title_terms, weights, words, shown) VALUES (?, ?, ?, ?, ?)"
INSERT_TERMS = """INSERT INTO terms_of (rowid, norms, title, search_terms, summary, headings, text,
  title_parts, search_terms_parts, text_parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
INSERT_STARTS = "INSERT INTO starts_of (rowid, title, search_terms) VALUES (?, ?, ?)"
WORDS_OF = """SELECT id, language, words, weights FROM documents JOIN texts ON document = id
  WHERE key IN (SELECT value FROM json_each(?))"""
FORGET = (
    "DELETE FROM terms_of WHERE rowid = ?",
    "DELETE FROM starts_of WHERE rowid = ?",
    "DELETE FROM texts WHERE document = ?",
    "DELETE FROM documents WHERE id = ?",
)


def insert(connection: sqlite3.Connection, entry: Entry, analysed: AnalysedEntry, counts: Counts) -> None:
    """Write one entry and count it; its key must not be there."""
    found = entry.document
    row = (
        entry.key,
        entry.fingerprint,
        entry.site,
        entry.kind,
        entry.language,
        found.topic,
        found.municipality,
        found.municipality_name,
        found.dated.isoformat() if found.dated else None,
        found.until.timestamp() if found.until else None,
        found.outdated,
    )
    written = entry.written()
    rowid = connection.execute(INSERT_DOCUMENT, row).lastrowid
    texts = (" ".join(analysed.terms["title"]), packed(analysed.weights), " ".join(written), shown(entry))
    connection.execute(INSERT_TEXTS, (rowid, *texts))
    connection.execute(INSERT_TERMS, (rowid, *(" ".join(analysed.terms[name]) for name in FIELDS)))
    connection.execute(INSERT_STARTS, (rowid, *(" ".join(analysed.starts[name]) for name in STARTS)))
    counts.add(written, analysed.weights.keys())


def packed(weights: dict[str, float]) -> str:
    """Return the weights of a document's terms as one text: a row of its own for each took a third of a build.

    A term is letters and digits and every weight has a point, so that neither is taken for the other.
    """
    written = {weight: str(weight) for weight in set(weights.values())}
    return " ".join(
        ["", *chain.from_iterable(zip(weights, map(written.__getitem__, weights.values()), strict=True)), ""]
    )


def weights_in(packed: str, asked: dict[str, str]) -> dict[str, float]:
    """Return the weights of those terms that the document holds; `asked` has each with the blanks around it."""
    found = {}
    for term, between in asked.items():
        place = packed.find(between)
        if place >= 0:
            start = place + len(between)
            found[term] = float(packed[start : packed.index(" ", start)])
    return found


def terms_in(packed: str) -> list[str]:
    return packed.split()[::2]


def stored_words(connection: sqlite3.Connection, keys: Iterable[str]) -> list[StoredWords]:
    """Return what the documents of these keys hold, of those that are there."""
    rows = connection.execute(WORDS_OF, [dumps(list(keys))])
    return [
        StoredWords(number, language, words.split(), terms_in(weights)) for number, language, words, weights in rows
    ]


def delete(connection: sqlite3.Connection, document: StoredWords, counts: Counts) -> None:
    """Take a document out and count it no longer."""
    for statement in FORGET:
        connection.execute(statement, [document.number])
    counts.remove(document)


def set_meta(connection: sqlite3.Connection, name: str, value: object) -> None:
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, str(value))
    )


def get_meta(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return row[0] if row else ""
