"""Words of which nothing is found: said once above the hits, so that nobody takes these for an answer to them."""

import pytest
from bs4 import BeautifulSoup

from suche.searching.service import Question, search

pytestmark = pytest.mark.django_db


def notices(client, text: str) -> list[str]:
    page = BeautifulSoup(client.get("/de/suche/", {"q": text}).content, "html.parser")
    return [" ".join(each.text.split()) for each in page.select("p.k-muted") if "nichts gefunden" in each.text]


def unknown(client, text: str) -> list[str]:
    return client.get("/api/v1/suche/", {"q": text}).json()["unknown"]


def test_a_word_that_stands_nowhere_is_named_as_it_was_typed(index, client):
    assert unknown(client, "Spenden für Xylophongnampf") == ["Xylophongnampf"]
    assert notices(client, "Spenden für Xylophongnampf") == [
        "Zu diesem Wort haben wir nichts gefunden: „Xylophongnampf“"
    ]


def test_several_are_named_each_once(index, client):
    assert notices(client, "Zwirbelbrunx Spenden Xylophongnampf Zwirbelbrunx") == [
        "Zu diesen Wörtern haben wir nichts gefunden: „Zwirbelbrunx“, „Xylophongnampf“"
    ]


def test_one_among_many_words_tells_a_story_and_is_not_named(index, client):
    assert unknown(client, "Haftet der Vorstand mit Vermögen für Xylophongnampf") == ["Xylophongnampf"]
    assert unknown(client, "Haftet der Vorstand mit Vermögen für Spenden und Quittung, Xylophongnampf") == []


@pytest.mark.parametrize("text", ["Spenden", "spendenquitung", "Trainergeld", "§ 3 nr 26 estg"])
def test_what_is_found_misspelt_or_by_another_word_is_no_unknown_word(index, client, text):
    assert unknown(client, text) == []
    assert notices(client, text) == []


def test_without_any_hit_the_empty_page_says_it_all(index, client):
    assert notices(client, "Xylophongnampf") == []


def test_what_german_pages_hold_is_known_to_a_visitor_of_another_language_too(index, home):
    found = search(Question("Spendenquittung Xylophongnampf", home.get_site().pk, "en"))

    assert found.unknown == ("Xylophongnampf",)
