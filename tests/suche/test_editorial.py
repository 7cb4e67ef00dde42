"""What editors teach the search works at once, without building anything anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from suche.indexing.following import rebuild
from suche.models import BestBet, Synonym
from suche.searching.service import Question, search

pytestmark = pytest.mark.django_db


def found(text: str, home, **fields) -> list[str]:
    """Return the titles' slugs of the pages found."""
    hits = search(Question(text, home.get_site().pk, "de", **fields)).hits
    slug = dict(Page.objects.values_list("pk", "slug"))
    return [slug[int(hit.candidate.key.rpartition(":")[2])] for hit in hits]


def test_a_synonym_finds_what_the_texts_call_otherwise(index, home):
    assert found("knete", home) == []

    Synonym.objects.create(typed="Knete, Moos", meant="Übungsleiterpauschale")

    assert found("knete", home) == ["uebungsleiterpauschale"]
    assert found("moos", home) == ["uebungsleiterpauschale"]
    assert found("übungsleiterpauschale", home) == ["uebungsleiterpauschale"]


def test_a_synonym_of_several_words_needs_all_of_them_in_a_row(index, home):
    Synonym.objects.create(typed="grüner Schein", meant="Zuwendungsbestätigung")

    assert found("woher kommt der grüne schein", home) == ["spenden"]
    assert found("schein grün", home) == []


def test_a_synonym_may_hold_in_both_directions(index, home):
    Synonym.objects.create(typed="Trainergeld", meant="Zuwendungsbestätigung", both_ways=False)
    assert found("zuwendungsbestätigung", home) == ["spenden"]

    Synonym.objects.update(both_ways=True)
    assert found("zuwendungsbestätigung", home) == ["spenden", "uebungsleiterpauschale"]


def test_a_word_of_another_language_leads_to_the_german_answer(index, home):
    Synonym.objects.create(typed="donation receipt", meant="Zuwendungsbestätigung", language="en")

    hits = search(Question("donation receipts", home.get_site().pk, "en")).hits
    assert [hit.candidate.key for hit in hits] != []
    # Whoever reads German may type another language, too.
    assert found("donation receipt", home) == ["spenden"]


def test_a_word_of_another_language_gives_way_to_the_same_word_of_ours(index, home, knowledge):
    Synonym.objects.create(typed="Muster", meant="Übungsleiterpauschale", language="en")

    assert "uebungsleiterpauschale" not in found("amtliches muster", home)


def test_a_recommended_page_stands_first_for_its_query_alone(index, home, knowledge):
    page = knowledge["haftung-vorstand"]
    BestBet.objects.create(query="verein vorstand steuern, gute frage", page=page)
    hits = search(Question("Vereine, Vorstand, Steuern!", home.get_site().pk, "de"))

    assert hits.recommended == {f"wissen.questionpage:{page.pk}"}
    assert hits.hits[0].candidate.key == f"wissen.questionpage:{page.pk}"
    assert search(Question("verein vorstand steuern zahlen", home.get_site().pk, "de")).recommended == frozenset()
    assert found("gute frage", home)[0] == "haftung-vorstand"

    BestBet.objects.update(contained=True)
    assert search(Question("verein vorstand steuern zahlen", home.get_site().pk, "de")).recommended != frozenset()


def test_a_recommendation_is_compared_with_what_was_typed_not_with_the_correction(index, home, knowledge):
    BestBet.objects.create(query="vorstand", page=knowledge["spenden"])

    assert search(Question("vorstnad", home.get_site().pk, "de")).recommended == frozenset()


@pytest.mark.parametrize(
    ("first", "last", "is_hidden"), [(None, None, True), (0, 0, True), (1, None, False), (None, -1, False)]
)
def test_a_page_is_hidden_for_a_query_within_its_days(index, home, knowledge, first, last, is_hidden):
    today = timezone.localdate()
    BestBet.objects.create(
        query="vorstand",
        page=knowledge["haftung-vorstand"],
        hides=True,
        first_day=None if first is None else today + timedelta(days=first),
        last_day=None if last is None else today + timedelta(days=last),
    )

    assert ("haftung-vorstand" not in found("vorstand", home)) is is_hidden


def test_a_recommended_page_that_is_gone_is_not_shown(index, home, knowledge, client):
    page = knowledge["haftung-vorstand"]
    BestBet.objects.create(query="vorstand", page=page)
    page.unpublish()

    assert client.get("/api/v1/suche/", {"q": "vorstand"}).json()["results"] == []


def test_a_window_that_ends_before_it_begins_is_refused_with_advice(home):
    bet = BestBet(query="vorstand", page=home, first_day="2026-05-02", last_day="2026-05-01")

    with pytest.raises(Exception, match="tauschen"):
        bet.full_clean()


def test_searching_writes_nothing(index, client, knowledge):
    BestBet.objects.create(query="vorstand", page=knowledge["spenden"])
    with CaptureQueriesContext(connection) as queries:
        client.get("/de/suche/", {"q": "vorstand"})

    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


@pytest.fixture
def english(home, knowledge):
    """The translation of an answer, in the same tree in English."""
    locale = Locale.objects.get_or_create(language_code="en")[0]
    topic = knowledge["spenden"].get_parent().specific
    for page in (home, topic.get_parent(), topic, knowledge["spenden"]):
        copied = page.specific.copy_for_translation(locale)
        copied.title = f"{page.title} in English"
        copied.save_revision().publish()
    rebuild()
    return Page.objects.get(translation_key=knowledge["spenden"].translation_key, locale=locale)


def recommended(text: str, home, language: str) -> list[str]:
    return sorted(search(Question(text, home.get_site().pk, language)).recommended)


def test_a_recommendation_holds_for_the_language_that_it_names(index, home, knowledge, english):
    BestBet.objects.create(query="receipts, vorstand", page=knowledge["spenden"], language="en")

    # So few hits in English that the German ones follow, with the same page.
    both = sorted(f"wissen.questionpage:{page.pk}" for page in (english, knowledge["spenden"]))
    assert recommended("receipt", home, "en") == both
    assert recommended("receipt", home, "de") == []
    assert recommended("vorstand", home, "de") == []


def test_a_recommendation_without_a_language_holds_for_all(index, home, knowledge, english):
    """Negative control: without the language the same word leads visitors of both languages astray."""
    BestBet.objects.create(query="vorstand", page=knowledge["spenden"])

    assert recommended("vorstand", home, "de") == [f"wissen.questionpage:{knowledge['spenden'].pk}"]
    assert f"wissen.questionpage:{english.pk}" in recommended("vorstand", home, "en")
