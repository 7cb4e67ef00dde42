"""What a typed word is taken for, from what the index knows."""

import pytest

from suche.query.lexicon import Lexicon
from suche.query.plan import make_plan

pytestmark = pytest.mark.database_free
WORDS = {"brauchen": 9, "tombola": 3, "verlosung": 2, "film": 4, "abend": 2, "versicherung": 5}
LEXICON = Lexicon(documents=20, words=WORDS, terms={"tombola": 3, "verlos": 2, "film": 4, "abend": 2, "versicher": 5})


def planned(typed: str):
    [word] = make_plan(typed, "de", LEXICON).words
    return word


def test_nobody_meant_filler_by_a_word_that_says_something():
    assert planned("rauchen").corrected == ""
    assert planned("tombolla").corrected == "tombola"


def test_a_compound_of_known_words_is_no_mistake():
    assert planned("Filmabend").corrected == ""


def test_an_unknown_compound_counts_as_the_known_word_at_its_end():
    assert "verlos" in planned("Nikolausverlosung").terms


def test_a_compound_that_was_typed_apart_with_a_mistake_counts_as_one_word():
    lexicon = Lexicon(
        documents=20, words={"pauschale": 4, "ehrenamtspauschale": 2}, terms={"pauschal": 4, "ehrenamtspauschal": 2}
    )

    plan = make_plan("ehrenamts pauschahle", "de", lexicon)

    assert [("ehrenamtspauschal" in word.terms) for word in plan.words] == [True, True]
