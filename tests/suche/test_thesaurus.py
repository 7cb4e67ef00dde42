"""A general thesaurus that an operator loads: other words for what is typed, with little weight."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from suche.query.lexicon import Lexicon
from suche.query.plan import make_plan
from suche.query.thesaurus import (
    BROADER,
    MOST_OTHERS,
    NAME,
    SAME,
    Thesaurus,
    UnusableThesaurus,
    load,
    stems_of,
    thesaurus,
)

FILE = """UTF-8
gaul|1
-|Ackergaul (ugs.)|Gaul (ugs.)|Pferd|Tier (Oberbegriff)|Mähre (veraltet)|(altes) Pferd
wallach|1
-|Wallach|kastrierter Hengst (fachspr.)|Hengst nach tierärztlicher Behandlung zweier Hoden
"""
LEXICON = Lexicon(documents=3, words={"pferd": 2, "tier": 3, "mahre": 1}, terms={"pferd": 2, "tier": 3, "mahr": 1})


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "th_de_DE_v2.dat"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def loaded(file, tmp_path):
    load(file, tmp_path / "suche")
    return Thesaurus(tmp_path / "suche")


def weights(thesaurus, stem, terms) -> dict:
    return {other.terms: other.weight for other in thesaurus.others(stem, terms)}


def test_a_word_stands_for_others_of_its_meaning_and_less_for_broader_ones(loaded):
    others = weights(loaded, "gaul", LEXICON.terms)

    assert others == {("pferd",): SAME, ("tier",): BROADER}


def test_no_word_is_added_that_no_document_holds(loaded):
    assert weights(loaded, "gaul", {"tier"}) == {("tier",): BROADER}


def test_a_row_of_words_is_kept_as_one_and_a_phrase_is_left_out(loaded):
    phrase = stems_of("Hengst nach tierärztlicher Behandlung zweier Hoden")
    row = stems_of("kastrierter Hengst")

    assert weights(loaded, "wallach", {*phrase, *row}) == {row: SAME}


def test_a_word_in_old_or_rude_use_is_no_other_word(loaded):
    assert ("mahr",) not in weights(loaded, "gaul", LEXICON.terms)


def test_a_general_word_brings_a_few_others_only(tmp_path):
    path = tmp_path / "many.dat"
    names = [f"{letter}ort" for letter in "bdfghjklmnpqrtvwxz"]
    path.write_text("UTF-8\ngaul|1\n-|Gaul|" + "|".join(names), encoding="utf-8")
    load(path, tmp_path)

    others = Thesaurus(tmp_path).others("gaul", {stem for name in names for stem in stems_of(name)})

    assert len(others) == MOST_OTHERS


def test_what_is_typed_counts_more_than_what_it_may_also_be_called(loaded):
    [without] = make_plan("Gaul", "de", LEXICON).words
    [word] = make_plan("Gaul", "de", LEXICON, thesaurus=loaded).words

    assert "pferd" not in without.terms
    assert "pferd" in word.terms
    assert max(meaning.weight for meaning in word.meanings if "pferd" in meaning.terms) < word.meanings[0].weight


def test_a_query_of_another_language_is_not_looked_up(loaded):
    [word] = make_plan("gaul", "de", LEXICON, typed_in="fr", thesaurus=loaded).words

    assert "pferd" not in word.terms


def test_a_machine_without_a_thesaurus_searches_on(tmp_path):
    assert Thesaurus(tmp_path / "nothing").others("gaul", LEXICON.terms) == []


def test_a_damaged_thesaurus_is_said_in_the_log_and_stops_no_search(loaded, caplog):
    (loaded.folder / NAME).write_bytes(b"no database at all" * 100)

    assert loaded.others("gaul", LEXICON.terms) == []
    assert "thesaurus cannot be read" in caplog.text


def test_a_new_file_takes_the_place_of_the_old_one_at_once(loaded, file):
    file.write_text("UTF-8\ngaul|1\n-|Gaul|Tier\n", encoding="utf-8")

    load(file, loaded.folder)

    assert weights(loaded, "gaul", LEXICON.terms) == {("tier",): SAME}


@pytest.mark.parametrize(
    "content", [b"ISO8859-1\ngaul|1\n-|Gaul|Pferd\n", b"UTF-8\n-|M\xe4hre|Pferd\n", b"UTF-8\n", b""]
)
def test_a_file_that_is_none_is_refused_and_the_old_one_stays(loaded, file, content):
    file.write_bytes(content)

    with pytest.raises(UnusableThesaurus):
        load(file, loaded.folder)

    assert ("pferd",) in weights(loaded, "gaul", LEXICON.terms)
    assert [path.name for path in loaded.folder.iterdir()] == [NAME]


def test_an_operator_loads_it_by_a_command(file, index_folder):
    out = StringIO()

    call_command("load_thesaurus", str(file), stdout=out)

    assert out.getvalue().startswith("4 Wörter")
    assert ("pferd",) in weights(thesaurus(), "gaul", LEXICON.terms)


def test_a_file_that_is_not_there_is_said_by_name(tmp_path, index_folder):
    with pytest.raises(CommandError, match="nothing.dat"):
        call_command("load_thesaurus", str(tmp_path / "nothing.dat"))
