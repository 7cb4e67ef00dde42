"""The embedded engine: SQLite with FTS5 in a file of its own, whatever database the site has."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import wraps
from json import dumps
from pathlib import Path

from suche.analysis.analyser import Analyser
from suche.documents.age import age_of
from suche.documents.entries import Entry, analysed, vocabularies
from suche.engines.collector import nothing_is_garbage
from suche.engines.index_files import IndexFiles, connect, transaction
from suche.engines.interface import CANDIDATES, STARTS, EngineError, Scope, StoredHit
from suche.engines.schema import BUILDING, BUILT, TABLES, delete, get_meta, insert, set_meta, stored_words, weights_in
from suche.engines.showing import VERSION, stored_hit
from suche.engines.word_counts import Counts
from suche.query.lexicon import Lexicon
from suche.query.ranking import Candidate

# The weights of bm25 are those of suche.documents.entries in the order of the columns; a test compares them.
# Of the many that hold a word only the first ones are read whole.
FIND = """SELECT d.key, d.kind, d.topic, texts.weights, texts.title_terms, d.outdated,
    d.dated, d.municipality, d.municipality_name
  FROM (
    SELECT d.id, bm25(terms_of, 12.0, 10.0, 6.0, 5.0, 3.0, 0.6, 8.0, 4.8, 0.5) AS score
    FROM terms_of JOIN documents d ON d.id = terms_of.rowid
    WHERE terms_of MATCH ? AND d.site = ? AND d.language = ? AND (d.until IS NULL OR d.until > ?)
      AND (? = '' OR d.kind = ?) AND (? = '' OR d.topic = ?) AND (? = '' OR d.municipality = ?)
      AND (? = '' OR d.dated >= ?) AND (? = '' OR d.dated < ?)
    ORDER BY score LIMIT ?) first
  JOIN documents d ON d.id = first.id JOIN texts ON texts.document = d.id ORDER BY first.score"""
START = """SELECT d.key, d.kind, d.language, d.topic, d.outdated, texts.shown
  FROM starts_of JOIN documents d ON d.id = starts_of.rowid JOIN texts ON texts.document = d.id
  WHERE starts_of MATCH ? AND d.site = ? AND d.language = ? AND (d.until IS NULL OR d.until > ?)
    AND (? = '' OR d.kind = ?) ORDER BY bm25(starts_of, 4.0, 1.0) LIMIT ?"""
SHOWN = """SELECT key, kind, language, topic, outdated, shown FROM documents JOIN texts ON document = id
  WHERE key IN (SELECT value FROM json_each(?))"""


def own_faults(method: Callable) -> Callable:
    """Turn what SQLite and the file system say into an EngineError."""

    @wraps(method)
    def guarded(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except (sqlite3.Error, OSError, ValueError) as error:
            self.files.close()
            raise EngineError(f"{type(error).__name__}: {error}") from error

    return guarded


class EmbeddedEngine:
    """Answers from one file on this machine; several processes share it, one at a time writes."""

    name = "embedded"

    def __init__(self, folder: Path):
        self.files = IndexFiles(folder)
        self._lexicons: dict[str, tuple[tuple, Lexicon]] = {}

    @own_faults
    def rebuild(self, entries: Iterable[Entry]) -> int:
        every = list(entries)
        path = self.files.new_file()
        try:
            with nothing_is_garbage():
                self._build(path, every)
            with self.files.writing():
                self.files.swap_in(path)
        except BaseException:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise
        return len(every)

    def _build(self, path: Path, entries: Collection[Entry]) -> None:
        connection = connect(path)
        connection.executescript(TABLES + BUILDING)
        vocabulary = vocabularies(entries)
        with transaction(connection):
            counts: dict[str, Counts] = defaultdict(Counts)
            self._insert(connection, entries, vocabulary, counts)
            for language, found in counts.items():
                found.write(connection, language)
            set_meta(connection, "version", VERSION)
            set_meta(connection, "revision", 1)
        connection.executescript(BUILT)
        connection.close()

    @own_faults
    def put(self, entries: Collection[Entry]) -> None:
        self._change([entry.key for entry in entries], entries)

    @own_faults
    def remove(self, keys: Collection[str]) -> None:
        self._change(keys, ())

    def _change(self, keys: Collection[str], entries: Collection[Entry]) -> None:
        """Replace what the index has of these keys by these entries."""
        with self.files.writing():
            connection = self.files.reader()
            with transaction(connection):
                old = stored_words(connection, keys)
                known = {each.language: self.lexicon(each.language) for each in (*old, *entries)}
                counts: dict[str, Counts] = defaultdict(Counts)
                for document in old:
                    delete(connection, document, counts[document.language])
                fresh = vocabularies(entries)
                words = {language: known[language].words.keys() | fresh[language] for language in fresh}
                self._insert(connection, entries, words, counts)
                for language, changed in counts.items():
                    changed.cancel(known[language])
                    changed.write(connection, language)
                before = get_meta(connection, "revision")
                # Every other process reads words and terms again.
                after = str(int(before or 0) + 1)
                set_meta(connection, "revision", after)
            self._keep({language: counts[language].applied(known[language]) for language in counts}, before, after)

    def _keep(self, changed: dict[str, Lexicon], before: str, after: str) -> None:
        """Know words and terms as this process has just changed them."""
        path = self.files.current()
        unchanged = {name: words for name, (state, words) in self._lexicons.items() if state == (path, before)}
        self._lexicons.update({name: ((path, after), words) for name, words in {**unchanged, **changed}.items()})

    def _insert(
        self, connection, entries: Collection[Entry], vocabulary: dict[str, Collection[str]], counts: dict[str, Counts]
    ) -> None:
        analysers = {language: Analyser(language, words) for language, words in vocabulary.items()}
        for entry in entries:
            insert(connection, entry, analysed(entry, analysers[entry.language]), counts[entry.language])

    @own_faults
    def fingerprints(self) -> dict[str, str]:
        return dict(self.files.reader().execute("SELECT key, fingerprint FROM documents"))

    @own_faults
    def is_usable(self) -> bool:
        """Whether there is an index that this version of the program can read."""
        return get_meta(self.files.reader(), "version") == VERSION

    @own_faults
    def lexicon(self, language: str) -> Lexicon:
        connection = self.files.reader()
        state = (self.files.opened, get_meta(connection, "revision"))
        known = self._lexicons.get(language)
        if known and known[0] == state:
            return known[1]
        rows = connection.execute(
            "SELECT word, documents, written FROM words WHERE language = ?", [language]
        ).fetchall()
        words = {word: number for word, number, _written in rows}
        written = {word: text for word, _number, text in rows if text != word}
        terms = dict(connection.execute("SELECT term, documents FROM terms WHERE language = ?", [language]))
        [number] = connection.execute("SELECT count(*) FROM documents WHERE language = ?", [language]).fetchone()
        lexicon = Lexicon(number, words, terms, written)
        self._lexicons[language] = (state, lexicon)
        return lexicon

    @own_faults
    def candidates(self, terms: Collection[str], scope: Scope) -> list[Candidate]:
        lexicon = self.lexicon(scope.language)
        match = " OR ".join(f'"{term}"' for term in sorted(lexicon.telling(terms)) if term.isalnum())
        if not match:
            return []
        narrowing = (scope.kind, scope.topic, scope.municipality, scope.dated_from, scope.dated_before)
        facets = [value for chosen in narrowing for value in (chosen, chosen)]
        values = (match, scope.site, scope.language, scope.now.timestamp(), *facets, CANDIDATES)
        # Asked for after the words: these may have opened a new file and closed the old one.
        connection = self.files.reader()
        # What no document holds need not be looked for in each.
        asked = {term: f" {term} " for term in terms if term in lexicon.terms}
        return [
            Candidate(
                *(key, kind, topic, weights_in(weights, asked), tuple(title.split()), bool(outdated)),
                *(scope.language, *town, age_of(dated, scope.now)),
            )
            for key, kind, topic, weights, title, outdated, dated, *town in connection.execute(FIND, values)
        ]

    @own_faults
    def starting(self, typed: Collection[str], scope: Scope) -> list[StoredHit]:
        match = " ".join(f'"{word}"*' for word in typed if word.isalnum())
        if not match:
            return []
        values = (match, scope.site, scope.language, scope.now.timestamp(), scope.kind, scope.kind, STARTS)
        return [hit_of(row) for row in self.files.reader().execute(START, values)]

    @own_faults
    def stored(self, keys: Collection[str]) -> dict[str, StoredHit]:
        rows = self.files.reader().execute(SHOWN, [as_json(keys)])
        return {row[0]: hit_of(row) for row in rows}


def hit_of(row: tuple) -> StoredHit:
    key, kind, language, topic, outdated, shown = row
    return stored_hit(key, kind, language, topic, outdated, shown)


def as_json(values: Iterable) -> str:
    return dumps(list(values))
