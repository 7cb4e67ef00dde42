"""The analysis contract: golden tokens, the same for both engines (search.md §5)."""

import pytest

from suche.analysis.analyser import Analyser
from suche.analysis.compounds import known_beginning, sure_end
from suche.analysis.law import references
from suche.analysis.texts import QUERY_LENGTH, clean, fold, tokens, words
from suche.analysis.word_lists import compound_parts, laws, stem_overrides, stop_words

pytestmark = pytest.mark.database_free
GERMAN = Analyser("de")

FOLDED = [
    ("Übungsleiter", "ubungsleiter"),
    ("Uebungsleiter", "ubungsleiter"),
    ("Straße", "strasse"),
    ("Strasse", "strasse"),
    ("Vorstände", "vorstande"),
    ("Foerderung", "forderung"),
    ("Förderung", "forderung"),
    ("Mauer", "mauer"),
    ("neue", "neue"),
    ("Quelle", "quelle"),
    ("steuer", "steuer"),
    ("Café", "cafe"),
    ("İstanbul", "istanbul"),
    ("سؤال", "سوال"),
]
STEMS = [
    ("Vereine", "Vereins"),
    ("Spenden", "spendet"),
    ("Bürger", "Bürgerinnen"),
    ("Förderung", "gefördert"),
    ("Forderung", "Förderung"),
    ("Satzungen", "Satzung"),
    ("haftet", "Haftung"),
    ("Vorstände", "Vorstand"),
    ("Räume", "Raum"),
    ("Feste", "Fest"),
    ("ehrenamtlich", "Ehrenamt"),
    ("ändern", "Änderung"),
]
APART = [("Bürger", "Burgen"), ("ändern", "andere"), ("Gründung", "Gründe"), ("bezahlen", "Zahl"), ("Kuchen", "Küche")]
COMPOUNDS = [
    ("Ehrenamtspauschale", {"ehrenamt", "pauschal"}),
    ("Vereinsgründung", {"verein", "grund"}),
    ("Mitgliederversammlung", {"mitglied", "versamml"}),
    ("Spendenquittung", {"spend", "quittung"}),
    ("Aufsichtspflicht", {"aufsicht", "pflicht"}),
    ("Führungszeugnis", {"fuhrung", "zeugnis"}),
    ("Kassenprüfer", {"kass", "pruf"}),
    ("Straßenfest", {"strass", "fest"}),
    ("Freiwilligendienste", {"freiwillig", "dien"}),
    ("Verwendungsnachweis", {"verwend", "nachweis"}),
    ("Minijobgrenze", {"minijob", "grenz"}),
    ("Sachspende", {"sach", "spend"}),
]
# What public lists make of these words: schal, laub, tun, ein.
WHOLE = ["Pauschale", "Urlaub", "Haftung", "Verein", "Satzung", "Vorstand", "Gemeinde", "Kasse"]
NORMS = [
    ("§ 31a BGB", ["p31a", "nbgbp31a"]),
    ("31a bgb", ["p31a", "nbgbp31a"]),
    ("31 a BGB", ["p31a", "nbgbp31a"]),
    ("BGB 31a", ["p31a", "nbgbp31a"]),
    ("bgb § 31 a", ["p31a", "nbgbp31a"]),
    ("Paragraph 31a BGB", ["p31a", "nbgbp31a"]),
    ("paragraf 31a des bürgerlichen gesetzbuchs", ["p31a", "nbgbp31a"]),
    ("§31aBGB", ["p31a", "nbgbp31a"]),
    ("26estg", ["p26", "nestgp26"]),
    ("sgbxii 82", ["p82", "nsgb12p82"]),
    ("§ 3 Nr. 26a EStG", ["p3", "p3n26a", "nestgp3", "nestgp3n26a"]),
    ("estg 3 nr 26a", ["p3", "p3n26a", "nestgp3", "nestgp3n26a"]),
    ("§ 55 Abs. 1 Nr. 5 Satz 4 AO", ["p55", "p55a1", "p55n5", "naop55", "naop55a1", "naop55n5"]),
    ("§ 72a SGB VIII", ["p72a", "nsgb8p72a"]),
    ("§ 72a Abs. 4 und 5 SGB VIII", ["p72a", "p72aa4", "nsgb8p72a", "nsgb8p72aa4"]),
    ("§ 31a Abs. 1 u. 2 BGB", ["p31a", "p31aa1", "nbgbp31a", "nbgbp31aa1"]),
    ("§ 4 Nr. 20 bis 25 UStG", ["p4", "p4n20", "nustgp4", "nustgp4n20"]),
    (
        "§ 2 Abs. 1 Nr. 9, 10, 12 und Abs. 2 SGB VII",
        ["p2", "p2a1", "p2n9", "nsgb7p2", "nsgb7p2a1", "nsgb7p2n9"],
    ),
    ("§§ 22, 23 KunstUrhG", ["p22", "nkugp22", "p23", "nkugp23"]),
    ("§ 27 Abs. 1 und § 29 BGB", ["p27", "p27a1", "nbgbp27", "nbgbp27a1", "p29", "nbgbp29"]),
    ("Nach § 5 gilt etwas anderes. § 29 BGB", ["p5", "p29", "nbgbp29"]),
    ("sgb 8 72a", ["p72a", "nsgb8p72a"]),
    ("SGB XII § 82", ["p82", "nsgb12p82"]),
    ("82 sgb 12", ["p82", "nsgb12p82"]),
    ("Art. 6 DSGVO", ["p6", "ndsgvop6"]),
    ("datenschutzgrundverordnung artikel 6", ["p6", "ndsgvop6"]),
    ("§ 60a", ["p60a"]),
    ("was steht in 10b estg", ["p10b", "nestgp10b"]),
    ("im Jahr 2026", []),
    ("3.300 Euro", []),
]
NUMBERS = [
    ("3.300 Euro", ["3300", "euro"]),
    ("3300 euro", ["3300", "euro"]),
    ("3.300,00 €", ["3300"]),
    ("13,90", ["13c90"]),
    ("13.90", ["13c90"]),
    ("am 1.1.2026", ["am", "1", "1", "2026"]),
    ("1.000.000", ["1000000"]),
]


@pytest.mark.parametrize(("typed", "folded"), FOLDED)
def test_words_are_folded_as_people_type_them(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(("one", "other"), STEMS)
def test_forms_of_a_word_have_one_stem(one, other):
    assert GERMAN.stem(fold(one)) == GERMAN.stem(fold(other))


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_only_look_alike_keep_their_own_stems(one, other):
    assert GERMAN.stem(fold(one)) != GERMAN.stem(fold(other))


@pytest.mark.parametrize(("compound", "parts"), COMPOUNDS)
def test_compounds_are_split_into_words_of_the_domain(compound, parts):
    assert parts <= set(GERMAN.parts(fold(compound)))


@pytest.mark.parametrize("word", WHOLE)
def test_words_that_are_no_compounds_stay_whole(word):
    assert GERMAN.parts(fold(word)) == []


def test_a_compound_of_words_of_the_index_is_split_too():
    knows = Analyser("de", {"feuerwerk", "laterne"})

    assert knows.parts("laternefeuerwerk") == [knows.stem("laterne"), knows.stem("feuerwerk")]
    assert GERMAN.parts("laternefeuerwerk") == []


def test_an_unknown_compound_is_known_by_two_parts_that_it_begins_with():
    is_part = {"ehrenamt", "geld", "verein", "sach"}.__contains__

    assert known_beginning("ehrenamtsgeldversteuerung", is_part) == ["ehrenamt", "geld"]
    # A word that only begins like one of ours, or has but an ending behind them, is another word.
    assert known_beginning("vereinbarkeit", is_part) == []
    assert known_beginning("vereinsachung", is_part) == []
    assert known_beginning("geld", is_part) == []


def test_an_unknown_compound_is_known_by_the_long_word_that_it_ends_with():
    is_part = {"verlosung", "losung", "ort"}.__contains__

    assert sure_end("nikolausverlosung", is_part) == ["verlosung"]
    # A short end is an accident, and a word is not its own end.
    assert sure_end("sportabort", is_part) == []
    assert sure_end("verlosung", {"verlosung"}.__contains__) == []


@pytest.mark.parametrize("written", ["e.V.", "e. V.", "eV", "E.V."])
def test_a_registered_association_is_one_word_however_it_is_written(written):
    assert [word.text for word in words(f"Chor {written} gründen")] == ["chor", "ev", "grunden"]
    assert tokens(f"Chor {written} gründen")[1] == ("ev", "ev")


def test_no_other_letters_with_dots_are_taken_for_an_association():
    assert [word.text for word in words("Wette. Vorn z.B. 1.1.2026")] == ["wette", "vorn", "z", "b", "1", "1", "2026"]


def test_dialect_says_no_like_everybody():
    assert {GERMAN.stem(word) for word in ("koaner", "keener", "keine")} == {GERMAN.stem("kein")}
    assert {GERMAN.stem(word) for word in ("net", "ned")} == {GERMAN.stem("nicht")}


def test_only_german_is_split():
    assert Analyser("en").parts("ehrenamtspauschale") == []


@pytest.mark.parametrize(("typed", "tokens"), NORMS)
def test_every_way_of_writing_a_norm_gives_the_same_tokens(typed, tokens):
    assert [token for found in references(clean(typed)) for token in found.tokens()] == tokens


@pytest.mark.parametrize(("typed", "tokens"), NUMBERS)
def test_numbers_are_read_with_and_without_separators(typed, tokens):
    assert [word.text for word in words(clean(typed))] == tokens


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "a b"),
        ("a\u200bb", "a b"),
        ("\ud800", ""),
        ("  viele   Blanks\n\t", "viele Blanks"),
        ("u\u0308ben", "üben"),
        ("x" * 60_000, "x" * QUERY_LENGTH),
    ],
)
def test_a_query_is_cleaned_and_cut(typed, kept):
    assert clean(typed, QUERY_LENGTH) == kept


def test_filler_is_left_out_unless_nothing_else_is_there():
    assert [word.text for word in GERMAN.words("was muss ich dem Finanzamt sagen")] == ["finanzamt"]
    assert [word.text for word in GERMAN.words("was ist das")] == ["was", "ist", "das"]
    assert [word.text for word in GERMAN.words("nicht ohne kein")] == ["nicht", "ohne", "kein"]


def test_marks_know_where_a_part_of_a_word_stood():
    text = clean("Die Übungsleiterpauschale nach § 3 Nr. 26 EStG")

    assert [text[start:end] for start, end in GERMAN.marks(text, {"pauschal"})] == ["Übungsleiterpauschale"]
    assert [text[start:end] for start, end in GERMAN.marks(text, {"nestgp3n26"})] == ["§ 3 Nr. 26 EStG"]


def test_the_word_lists_are_folded_and_not_empty():
    lists = [stop_words("de"), stop_words("en"), compound_parts(), stem_overrides().keys(), set(laws().values())]

    assert all(lists)
    assert [word for found in lists for word in found if fold(word) != word] == []
