"""Words of other languages in a query: they lead to German texts, and their filler means nothing."""

from suche.analysis.analyser import Analyser
from suche.analysis.law import references
from suche.analysis.texts import clean, fold
from suche.query.lexicon import Lexicon
from suche.query.plan import make_plan
from suche.searching.editorial import stems_of

LEXICON = Lexicon(
    documents=10,
    words={"verein": 4, "lernen": 3, "grunden": 2, "i": 1},
    terms={"verein": 4, "lern": 3, "grund": 2, "i": 1},
)
TURKISH = {"tr": {("dernek",): [("verein",)], ("dernek", "kurulur"): [("grund",)]}}


def plan_of(typed: str, **synonyms):
    return make_plan(typed, "de", LEXICON, {"de": {}, **synonyms}, typed_in="de")


def test_a_word_that_the_editors_know_is_no_mistake():
    [alone] = plan_of("dernek").words
    [taught] = plan_of("dernek", **TURKISH).words

    assert (alone.corrected, taught.corrected) == ("lernen", "")
    assert "lern" in alone.terms
    assert taught.terms == {"dernek", "verein"}


def test_a_mistyped_word_of_another_language_is_still_mended_to_german():
    [word] = plan_of("lermen", **TURKISH).words

    assert word.corrected == "lernen"


def test_filler_of_the_language_that_is_spoken_does_not_part_a_row():
    plan = plan_of("dernek nasıl kurulur", **TURKISH)

    assert [word.typed for word in plan.words] == ["dernek", "kurulur"]
    assert all("grund" in word.terms for word in plan.words)


def test_filler_stays_where_no_word_of_that_language_is_typed():
    typed = [word.typed for word in plan_of("nasil verein i", **TURKISH).words]

    assert typed == ["nasil", "verein", "i"]


def test_a_mended_mistake_makes_no_query_a_foreign_one():
    """ "lermen" is taken for "lernen", which is a word of that language, too."""
    known = {"tr": {stems_of("lernen", Analyser("tr")): [("grund",)]}}

    typed = [word.typed for word in plan_of("nasil lermen", **known).words]
    foreign = [word.typed for word in plan_of("nasil dernek", **TURKISH).words]

    assert (typed, foreign) == (["nasil", "lermen"], ["dernek"])


def test_a_query_of_filler_that_the_editors_know_keeps_its_words():
    known = {"tr": {("nasil",): [("verein",)]}}

    [word] = plan_of("nasıl", **known).words

    assert "verein" in word.terms


def test_letters_without_an_accent_to_take_off_are_folded_too():
    assert (fold("nasıl"), fold("całość")) == ("nasil", "calosc")


def test_a_norm_is_found_wherever_it_stands_in_a_long_text():
    filler = "Wort " * 90
    text = clean(f"{filler}nach § 31a Abs. 1 Satz 2 BGB {filler}am 5. Mai {filler}oder Art. 6 Abs. 1 DSGVO {filler}")

    assert [found.key for found in references(text)] == ["bgb-31a", "dsgvo-6"]
    assert [text[found.start : found.end] for found in references(text)][0] == "§ 31a Abs. 1 Satz 2 BGB"
