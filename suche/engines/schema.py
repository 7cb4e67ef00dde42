"""The tables of the embedded index, and how an entry becomes their rows."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from suche.engines.showing import shown
from suche.entries import FIELDS, STARTS, AnalysedEntry, Entry

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
COUNT_WORD = """INSERT INTO words (language, word, documents, written) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"""
COUNT_TERM = """INSERT INTO terms (language, term, documents) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"""

WORDS_OF = "SELECT id, language, words, weights FROM documents JOIN texts ON document = id WHERE key = ?"
UNCOUNT_WORD = "UPDATE words SET documents = documents - 1 WHERE language = ? AND word = ?"
UNCOUNT_TERM = "UPDATE terms SET documents = documents - 1 WHERE language = ? AND term = ?"


class Counts:
    """The words and terms of new entries, to be added to those of the index."""

    def __init__(self):
        self.words: dict[str, Counter[str]] = {}
        self.terms: dict[str, Counter[str]] = {}
        self.written: dict[str, dict[str, str]] = {}

    def add(self, language: str, written: dict[str, str], terms: Iterable[str]) -> None:
        """Count an entry that holds these words, folded and as written, and these terms."""
        self.words.setdefault(language, Counter()).update(written.keys())
        self.terms.setdefault(language, Counter()).update(terms)
        self.written.setdefault(language, {}).update(written)

    def write(self, connection: sqlite3.Connection) -> None:
        for language, words in self.words.items():
            written = self.written[language]
            rows = [(language, word, number, written[word]) for word, number in words.items()]
            connection.executemany(COUNT_WORD, rows)
        for language, terms in self.terms.items():
            connection.executemany(COUNT_TERM, [(language, term, number) for term, number in terms.items()])


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
    counts.add(entry.language, written, analysed.weights.keys())


def packed(weights: dict[str, float]) -> str:
    """Return the weights of a document's terms as one text: a row of its own for each took a third of a build.

    A term is letters and digits and every weight has a point, so that neither is taken for the other.
    """
    written = {weight: str(weight) for weight in set(weights.values())}
    return " ".join(["", *chain.from_iterable(zip(weights, map(written.__getitem__, weights.values()), strict=True)), ""])


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


def delete(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    for key in keys:
        row = connection.execute(WORDS_OF, [key]).fetchone()
        if row:
            number, language, words, weights = row
            connection.executemany(UNCOUNT_TERM, [(language, term) for term in terms_in(weights)])
            connection.executemany(UNCOUNT_WORD, [(language, word) for word in words.split()])
            connection.execute("DELETE FROM terms_of WHERE rowid = ?", [number])
            connection.execute("DELETE FROM starts_of WHERE rowid = ?", [number])
            connection.execute("DELETE FROM texts WHERE document = ?", [number])
            connection.execute("DELETE FROM documents WHERE id = ?", [number])
    connection.execute("DELETE FROM words WHERE documents <= 0")
    connection.execute("DELETE FROM terms WHERE documents <= 0")


def set_meta(connection: sqlite3.Connection, name: str, value: object) -> None:
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", (name, str(value))
    )


def get_meta(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return row[0] if row else ""
