"""What both engines do alike, the embedded one and a real Elasticsearch."""

from datetime import timedelta
from threading import Thread

import pytest
from django.utils import timezone

from suche.engines import choice
from suche.engines.interface import EngineError, NoIndex
from suche.engines.showing import VERSION
from tests.suche.entries import entry, keys, scope

pytestmark = pytest.mark.database_free


@pytest.fixture
def engine(either_engine):
    """An index of two documents."""
    made = choice.engine()
    assert made.name == either_engine
    made.rebuild([entry("1", "Spenden bescheinigen"), entry("2", "Haftung im Vorstand")])
    return made


def test_a_document_is_found_replaced_and_taken_away(engine):
    assert keys(engine.candidates({"spend"}, scope())) == ["1"]

    engine.put([entry("1", "Zuwendungen"), entry("3", "Spenden sammeln")])
    assert keys(engine.candidates({"spend"}, scope())) == ["3"]

    engine.remove(["test.page:3", "test.page:unknown"])
    assert engine.candidates({"spend"}, scope()) == []


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ["1", "4", "5", "6"]),
        ({"language": "en"}, ["2"]),
        ({"site": 2}, ["3"]),
        ({"kind": "kurse"}, ["4"]),
        ({"topic": "geld"}, ["5"]),
        ({"municipality": "auental"}, ["6"]),
    ],
)
def test_a_scope_keeps_languages_sites_and_facets_apart(engine, chosen, found):
    engine.rebuild(
        [
            entry("1", "Spende"),
            entry("2", "Spende", language="en"),
            entry("3", "Spende", site=2),
            entry("4", "Spende", kind="kurse"),
            entry("5", "Spende", topic="geld"),
            entry("6", "Spende", municipality="auental"),
        ]
    )

    terms = {"spend"} if chosen.get("language") != "en" else {"spend", "spende"}
    assert keys(engine.candidates(terms, scope(**chosen))) == found


def test_what_is_over_is_not_found_from_its_moment_on(engine):
    now = timezone.now()
    engine.put([entry("3", "Spenden heute", until=now + timedelta(minutes=1))])

    assert keys(engine.candidates({"spend"}, scope(now=now))) == ["1", "3"]
    assert keys(engine.candidates({"spend"}, scope(now=now + timedelta(minutes=1)))) == ["1"]


def test_what_is_shown_comes_back_as_it_was_given(engine):
    day = timezone.localdate()
    full = entry("7", "Für <b>Übungsleiter</b>", summary="Kurz.", text="Lang & breit.", topic="geld", dated=day)
    engine.put([full, entry("8", "Kurz", outdated=True)])

    stored = engine.stored([full.key, "test.page:8", "test.page:unknown"])

    assert sorted(stored) == ["test.page:7", "test.page:8"]
    first, second = stored["test.page:7"], stored["test.page:8"]
    assert (first.title, first.summary, first.text) == ("Für <b>Übungsleiter</b>", "Kurz.", "Lang & breit.")
    assert (first.topic, first.dated, first.url) == ("geld", day.isoformat(), "/7/")
    assert (second.topic, second.outdated, second.dated) == ("", True, "")
    assert engine.stored([]) == {}


def test_words_and_terms_are_counted_and_spelt(engine):
    engine.put([entry("3", "Übungsleiter"), entry("4", "Übungsleiter und Spenden")])

    lexicon = engine.lexicon("de")

    assert lexicon.documents == 4
    assert (lexicon.words["ubungsleiter"], lexicon.words["spenden"]) == (2, 2)
    assert lexicon.spelt("ubungsleiter") == "übungsleiter"
    assert lexicon.terms["spend"] == 2
    engine.remove(["test.page:3", "test.page:4"])
    assert "ubungsleiter" not in engine.lexicon("de").words


def test_fingerprints_tell_what_is_there(engine):
    assert engine.fingerprints() == {
        one.key: one.fingerprint for one in (entry("1", "Spenden bescheinigen"), entry("2", "Haftung im Vorstand"))
    }
    assert engine.is_usable()


def test_an_index_of_another_version_is_not_used(engine, monkeypatch):
    monkeypatch.setattr(f"{type(engine).__module__}.VERSION", f"{VERSION}+")

    assert not engine.is_usable()


def test_without_an_index_it_says_so(either_engine):
    engine = choice.engine()

    for question in (
        lambda: engine.lexicon("de"),
        lambda: engine.put([entry("1", "Spenden")]),
        lambda: engine.remove(["test.page:1"]),
        engine.fingerprints,
        engine.is_usable,
    ):
        with pytest.raises(NoIndex):
            question()


def test_a_build_that_fails_leaves_the_old_index(engine):
    def broken():
        yield entry("9", "Spenden neu")
        raise RuntimeError("database gone")

    with pytest.raises(RuntimeError):
        engine.rebuild(broken())

    assert keys(engine.candidates({"spend"}, scope())) == ["1"]


def test_whoever_searches_while_it_is_built_anew_always_finds(engine):
    faults: list[Exception] = []
    builds = Thread(target=lambda: [rebuilt(engine, faults) for _each in range(5)])
    builds.start()
    found = []
    while builds.is_alive():
        try:
            engine.lexicon("de")
            found.append(keys(engine.candidates({"spend"}, scope())))
        except EngineError as error:
            faults.append(error)
    builds.join()

    assert faults == []
    assert len(found) > 5
    assert all(one == ["1"] for one in found)


def rebuilt(engine, faults: list) -> None:
    try:
        engine.rebuild([entry("1", "Spenden bescheinigen"), entry("2", "Haftung im Vorstand")])
    except EngineError as error:
        faults.append(error)


def test_terms_are_letters_and_digits_and_anything_else_finds_nothing(engine):
    assert engine.candidates({'a"b', "spend*", "", "NEAR(", "*:*", "spend OR haft"}, scope()) == []


def test_a_long_word_and_many_terms_are_no_fault(engine):
    engine.put([entry("3", "ü" * 5_000 + " Spenden", text=f"{'x' * 40_000} {'wort ' * 30_000}")])

    assert keys(engine.candidates({"spend", *(f"wort{number}" for number in range(900))}, scope())) == ["1", "3"]


def test_only_what_a_scope_allows_is_a_candidate_even_of_very_many(engine):
    engine.put([entry(f"n{number}", "Spenden", site=2) for number in range(150)])

    assert keys(engine.candidates({"spend"}, scope())) == ["1"]
    assert len(engine.candidates({"spend"}, scope(site=2))) == 100


def test_a_candidate_brings_its_weights_and_the_stems_of_its_title(engine):
    engine.put([entry("3", "Spenden für Vereine", kind="kurse", topic="geld")])

    [one] = [found for found in engine.candidates({"spend", "verein"}, scope()) if found.key == "test.page:3"]

    assert (one.kind, one.topic, one.title_terms, one.outdated) == ("kurse", "geld", ("spend", "verein"), False)
    assert set(one.weights) == {"spend", "verein"}
    assert all(weight > 0 for weight in one.weights.values())
