"""The embedded index: built beside the old one, swapped in at once, shared by threads and processes."""

import gc
import sqlite3
import subprocess
import sys
from contextlib import suppress

import pytest

from suche.analysis.analyser import Analyser
from suche.documents.entries import FIELDS, PART_FIELDS, PART_WEIGHT, WEIGHTS, analysed
from suche.engines import embedded, schema
from suche.engines.embedded import EmbeddedEngine
from suche.engines.interface import EngineError, NoIndex
from tests.suche.entries import entry, keys, scope

pytestmark = pytest.mark.database_free


@pytest.fixture
def engine(tmp_path):
    """An index of two documents."""
    made = EmbeddedEngine(tmp_path / "suche")
    made.rebuild([entry("1", "Spenden bescheinigen"), entry("2", "Haftung im Vorstand")])
    return made


def test_what_is_stored_is_what_the_analysis_says(engine):
    one = entry("1", "Spenden bescheinigen", search_terms=("Spendenquittung",), norms=("§ 10b EStG",))
    engine.put([one])

    connection = engine.files.reader()
    row = connection.execute("SELECT * FROM terms_of JOIN documents ON id = terms_of.rowid WHERE key = ?", [one.key])
    stored = dict(zip(FIELDS, row.fetchone(), strict=False))

    terms = analysed(one, Analyser("de", engine.lexicon("de").words)).terms
    assert stored == {name: " ".join(found) for name, found in terms.items()}
    assert stored["norms"] == "10b estg p10b nestgp10b"


def test_the_weights_of_the_statement_are_those_of_the_fields():
    weights = [WEIGHTS[PART_FIELDS[name]] * PART_WEIGHT if name in PART_FIELDS else WEIGHTS[name] for name in FIELDS]

    assert f"bm25(terms_of, {', '.join(f'{weight:.1f}' for weight in weights)})" in embedded.FIND
    assert f"fts5({', '.join(FIELDS)}, " in schema.TABLES.replace("\n ", "")


def test_the_weights_of_a_document_are_packed_into_one_text_and_found_again():
    weights = {"13c90": 0.6, "13": 12.0, "3300": 0.001, "verein": 10.5, "ein": 3.0}
    asked = ["13", "ein", "12", "0", "verein", "rein"]

    text = schema.packed(weights)

    assert schema.weights_in(text, {term: f" {term} " for term in asked}) == {"13": 12.0, "ein": 3.0, "verein": 10.5}
    assert schema.terms_in(text) == list(weights)
    assert schema.weights_in(schema.packed({}), {"ein": " ein "}) == {}


def test_what_is_removed_is_no_longer_counted(engine):
    engine.put([entry("3", "Spenden bescheinigen")])
    engine.remove(["test.page:3", "test.page:1"])

    alone = EmbeddedEngine(engine.files.folder / "alone")
    alone.rebuild([entry("2", "Haftung im Vorstand")])
    assert engine.lexicon("de") == alone.lexicon("de")


CHANGES = {
    "edited": lambda engine: engine.put([entry("1", "Spenden sammeln")]),
    "spelt otherwise": lambda engine: engine.put(
        [entry("1", "Spenden für Foerderung"), entry("2", "Haftung, Spénden")]
    ),
    "unchanged": lambda engine: engine.put([entry("1", "Spenden bescheinigen")]),
    "new": lambda engine: engine.put([entry("3", "Förderung")]),
    "taken out": lambda engine: engine.remove([entry("1", "").key, "gone:9"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_who_changes_the_index_knows_its_words_as_those_who_read_them(engine, change):
    engine.put([entry("1", "Spenden für Förderung")])

    change(engine)

    reader = EmbeddedEngine(engine.files.folder)
    assert engine.lexicon("de") == reader.lexicon("de")


def test_words_are_not_read_again_by_who_has_changed_them(engine):
    before = engine.lexicon("de")
    engine.put([entry("3", "Förderung")])
    engine.files.reader().execute("DELETE FROM words")

    assert engine.lexicon("de").words == {**before.words, "forderung": 1}
    assert EmbeddedEngine(engine.files.folder).lexicon("de").words == {}


def test_a_change_that_fails_changes_no_words(engine, monkeypatch):
    """Negative control: what was not committed is not known either."""
    before = engine.lexicon("de")

    def full(*args):
        raise sqlite3.OperationalError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(embedded, "set_meta", full)
        with pytest.raises(EngineError):
            engine.put([entry("3", "Förderung")])

    assert engine.lexicon("de") == before


def test_a_new_index_replaces_the_old_one_and_leaves_no_file_behind(engine):
    old = engine.files.current()

    engine.rebuild([entry("9", "Spenden neu")])

    assert keys(engine.candidates({"spend"}, scope())) == ["9"]
    assert not old.exists()
    assert len(list(engine.files.folder.glob("index-*.sqlite3"))) == 1


def test_whoever_reads_while_it_is_swapped_goes_on_with_the_new_one(engine):
    other = EmbeddedEngine(engine.files.folder)
    assert keys(other.candidates({"spend"}, scope())) == ["1"]

    engine.rebuild([entry("9", "Spenden neu")])

    assert keys(other.candidates({"spend"}, scope())) == ["9"]


def test_a_build_that_fails_leaves_the_old_index_and_no_file(engine):
    def broken():
        yield entry("9", "Spenden neu")
        raise RuntimeError("database gone")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())

    assert keys(engine.candidates({"spend"}, scope())) == ["1"]
    assert len(list(engine.files.folder.glob("index-*.sqlite3"))) == 1


class Watched(EmbeddedEngine):
    """Tells whether the collector works while it builds."""

    collecting: bool | None = None

    def _insert(self, *args) -> None:
        self.collecting = gc.isenabled()
        if args[1][0].key.endswith("broken"):
            raise ValueError("no entry")
        super()._insert(*args)


@pytest.mark.parametrize("key", ["1", "broken"])
def test_the_collector_of_garbage_rests_while_an_index_is_built(tmp_path, key):
    engine = Watched(tmp_path)

    with suppress(EngineError):
        engine.rebuild([entry(key, "Spenden")])

    assert engine.collecting is False
    assert gc.isenabled()


def test_a_collector_that_rested_before_rests_on(tmp_path):
    """Negative control: the build gives back what it found."""
    gc.disable()
    try:
        EmbeddedEngine(tmp_path).rebuild([entry("1", "Spenden")])

        assert not gc.isenabled()
    finally:
        gc.enable()


def test_without_an_index_it_says_so(tmp_path):
    with pytest.raises(NoIndex):
        EmbeddedEngine(tmp_path / "nothing").candidates({"spend"}, scope())


def test_a_damaged_file_is_an_engine_error_and_a_new_build_mends_it(engine):
    path = engine.files.current()
    engine.files.close()
    path.write_bytes(b"no database" * 1000)
    path.with_name(path.name + "-wal").unlink(missing_ok=True)

    with pytest.raises(EngineError):
        engine.candidates({"spend"}, scope())

    engine.rebuild([entry("1", "Spenden")])
    assert keys(engine.candidates({"spend"}, scope())) == ["1"]


WRITER = """
import sys
from pathlib import Path
import django
django.setup()
from pages.searchable import SearchDocument
from suche.analysis.analyser import Analyser
from suche.engines.embedded import EmbeddedEngine
from suche.documents.entries import Entry
engine = EmbeddedEngine(Path(sys.argv[1]))
for number in range(20):
    key = f"{sys.argv[2]}{number}"
    engine.put([Entry(key, "antworten", 1, "de", "/", key, SearchDocument("Spenden " + key))])
"""


@pytest.mark.slow
def test_processes_that_write_at_once_lose_nothing(engine):
    command = [sys.executable, "-c", WRITER, str(engine.files.folder)]
    writers = [subprocess.Popen([*command, name], stderr=subprocess.PIPE, text=True) for name in "abcd"]
    faults = [writer.communicate(timeout=120)[1] for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0, 0, 0], faults
    assert len(engine.fingerprints()) == 2 + 4 * 20


def test_raw_input_would_be_a_fault_of_fts5(engine):
    """Negative control: the terms are letters and digits, because anything else is syntax."""
    with pytest.raises(sqlite3.OperationalError):
        engine.files.reader().execute("SELECT rowid FROM terms_of WHERE terms_of MATCH ?", ['a"b']).fetchall()

    assert engine.candidates({'a"b', "spend*", "", "NEAR("}, scope()) == []
