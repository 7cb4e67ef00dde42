"""The page of results and the API: what a visitor types, and what comes back."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from suche.engines.embedded import EmbeddedEngine
from suche.engines.interface import EngineError
from suche.indexing.following import rebuild
from tests.suche.engines import embedded_alone
from tests.suche.knowledge import make_question
from wissen.models import TopicPage

pytestmark = pytest.mark.django_db
TITLES = {
    "uebungsleiterpauschale": "Was ist die Übungsleiterpauschale?",
    "spenden": "Wie stellen wir eine Zuwendungsbestätigung aus?",
    "haftung-vorstand": "Haftet der Vorstand mit seinem Vermögen?",
}


def ask(client, text: str, **query) -> dict:
    response = client.get("/api/v1/suche/", {"q": text, **query})
    assert response.status_code == 200
    return response.json()


def slugs(answer: dict) -> list[str]:
    return [hit["url"].rstrip("/").rpartition("/")[2] for hit in answer["results"]]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Übungsleiterpauschale", "uebungsleiterpauschale"),
        ("uebungsleiterpauschale", "uebungsleiterpauschale"),
        ("ubungsleiterpauschale", "uebungsleiterpauschale"),
        ("übungsleiter pauschale", "uebungsleiterpauschale"),
        ("pauschale für übungsleiter", "uebungsleiterpauschale"),
        ("übungsleiterpauschahle", "uebungsleiterpauschale"),
        ("trainergeld", "uebungsleiterpauschale"),
        ("muss ich das geld vom sportverein versteuern", "uebungsleiterpauschale"),
        ("§ 3 nr 26 estg", "uebungsleiterpauschale"),
        ("spendenquittung", "spenden"),
        ("quittung für eine spende", "spenden"),
        ("spendenquitung ausstelen", "spenden"),
        ("10b estg", "spenden"),
        ("BGB §31 a", "haftung-vorstand"),
        ("haftet der vorstand", "haftung-vorstand"),
        ("vorstandshaftung", "haftung-vorstand"),
    ],
)
def test_the_answer_stands_first(index, client, typed, slug):
    assert slugs(ask(client, typed))[0] == slug


def test_an_answer_says_what_was_understood(index, client):
    answer = ask(client, "übungsleiterpauschahle")

    assert answer["correction"] == "übungsleiterpauschale"
    assert answer["only_corrected"] is True
    assert ask(client, "übungsleiterpauschahle", exact=True)["correction"] == ""


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Übungsleiterpauschahle", "Übungsleiterpauschale"),
        ("die Übungsleiterpauschahle 2026", "die Übungsleiterpauschale 2026"),
        ("übungsleiterpauschahle", "übungsleiterpauschale"),
    ],
)
def test_a_mended_word_begins_as_large_as_it_was_typed(index, client, typed, understood):
    assert ask(client, typed)["correction"] == understood


@pytest.mark.parametrize("typed", ["GEMA", "DSGVO", "2026", "§ 99 AO", "SGB"])
def test_numbers_norms_and_acronyms_are_never_corrected(index, client, typed):
    assert ask(client, typed)["correction"] == ""


def test_a_snippet_marks_words_and_parts_and_escapes_the_rest(index, client, knowledge):
    make_question(
        knowledge["spenden"].get_parent(), "boese", "Darf <script> in den Titel?", short_answer="<p>A & B.</p>"
    )
    index.rebuild([])
    rebuild()

    [hit] = ask(client, "script titel")["results"]
    assert hit["title"] == "Darf &lt;<mark>script</mark>&gt; in den <mark>Titel</mark>?"
    [first, *_] = ask(client, "pauschale")["results"]
    assert first["title"] == "Was ist die <mark>Übungsleiterpauschale</mark>?"


def test_hits_are_grouped_and_counted(index, client):
    answer = ask(client, "geld steuern vorstand")

    counts = {group["kind"]: group["count"] for group in answer["groups"]}
    assert sum(counts.values()) == answer["count"]
    assert counts["antworten"] >= 1
    only = ask(client, "geld steuern vorstand", kind="antworten")
    assert {hit["kind"] for hit in only["results"]} == {"antworten"}
    assert only["count"] == counts["antworten"]


@pytest.fixture
def second_topic(index, knowledge):
    """Another topic with one question on a board, which two topics then have."""
    root = knowledge["spenden"].get_parent().get_parent()
    topic = root.add_child(instance=TopicPage(title="Verein führen", slug="verein-fuehren", locale=root.locale))
    topic.save_revision().publish()
    make_question(topic, "vorstandswahl", "Wie wählen wir den Vorstand?")
    rebuild()
    return topic


def topic_links(client, **query) -> list[tuple[str, str]]:
    page = BeautifulSoup(client.get("/de/suche/", query).content, "html.parser")
    return [
        (" ".join(link.get_text().split()), link["href"])
        for link in page.select("ul[aria-label='Treffer nach Thema'] a")
    ]


def test_hits_are_narrowed_to_a_topic_and_back(client, second_topic):
    answer = ask(client, "vorstand")
    counts = {topic["topic"]: topic["count"] for topic in answer["topics"]}
    only = ask(client, "vorstand", topic="verein-fuehren")
    links = topic_links(client, q="vorstand", genau="1")
    chosen = topic_links(client, q="vorstand", thema="verein-fuehren")

    assert counts == {"geld-und-steuern": answer["count"] - 1, "verein-fuehren": 1}
    assert (only["count"], slugs(only)) == (1, ["vorstandswahl"])
    assert [label for label, _url in links[1:]] == [
        f"Geld und Steuern {counts['geld-und-steuern']} Treffer",
        "Verein führen 1 Treffer",
    ]
    assert ("Verein führen 1 Treffer", "/de/suche/?q=vorstand&genau=1&thema=verein-fuehren") in links
    assert chosen == [
        (links[0][0], "/de/suche/?q=vorstand"),
        (links[1][0], "/de/suche/?q=vorstand&thema=geld-und-steuern"),
        ("Verein führen 1 Treffer", "/de/suche/?q=vorstand&thema=verein-fuehren"),
    ]


def test_a_topic_that_is_hidden_is_not_named(client, second_topic):
    PageViewRestriction.objects.create(page=second_topic, restriction_type=PageViewRestriction.LOGIN)

    assert topic_links(client, q="vorstand") == []
    assert (
        "Verein führen" not in client.get("/de/suche/", {"q": "vorstand", "thema": "verein-fuehren"}).content.decode()
    )


def test_topics_cost_one_query_more_however_many_hits(client, second_topic):
    client.get("/de/suche/", {"q": "vorstand"})
    with CaptureQueriesContext(connection) as few:
        client.get("/de/suche/", {"q": "vorstand"})
    for number in range(8):
        make_question(second_topic, f"vorstand-{number}", f"Vorstand {number}: was ist zu tun?")
    rebuild()
    client.get("/de/suche/", {"q": "vorstand"})
    with CaptureQueriesContext(connection) as many:
        client.get("/de/suche/", {"q": "vorstand"})

    assert len(few) == len(many) == SQL_OF_A_PAGE + 1


def test_the_page_shows_what_the_api_says(index, client):
    answer = ask(client, "vorstand")
    page = client.get("/de/suche/", {"q": "vorstand"})

    assert [hit.title for hit in page.context["results"].items] == [hit["title"] for hit in answer["results"]]
    assert page.context["results"].total == answer["count"]
    assert page["Cache-Control"] == "private, no-store"


def test_an_empty_answer_offers_to_ask_the_office_with_what_was_typed(index, client):
    page = client.get("/de/suche/", {"q": "zwergpinscher"}).content.decode()

    assert "Kein Treffer" in page
    assert "Geld und Steuern" in page  # a topic to begin with
    assert "in diesen Sprachen" not in page
    assert "/de/fragen/?frage=zwergpinscher" in page
    form = client.get("/de/fragen/?frage=zwergpinscher").content.decode()
    assert ">zwergpinscher</textarea>" in form.replace("\n", "")


def test_an_empty_answer_says_which_languages_were_searched(index, client):
    page = BeautifulSoup(client.get("/en/suche/", {"q": "zwergpinscher"}).content, "html.parser")

    assert [span.text for span in page.select("#ergebnis p span[lang]")] == ["English", "Deutsch"]


def test_hits_need_no_topics_below_them(index, client):
    assert "stöbern" not in client.get("/de/suche/", {"q": "vorstand"}).content.decode()


def test_without_a_query_the_page_offers_topics(index, client):
    page = client.get("/de/suche/").content.decode()

    assert "Geld und Steuern" in page
    assert "Treffer" not in page


def test_a_visitor_of_another_language_finds_the_german_answer_with_its_language(index, client):
    answer = ask(client, "Übungsleiterpauschale", locale="en")

    assert [(hit["url"], hit["locale"]) for hit in answer["results"]][:1] == [
        ("/de/wissen/geld-und-steuern/uebungsleiterpauschale/", "de")
    ]
    page = client.get("/en/suche/", {"q": "Übungsleiterpauschale"}).content.decode()
    assert '<a href="/de/wissen/geld-und-steuern/uebungsleiterpauschale/" lang="de" dir="auto">' in page


def test_an_index_that_is_gone_is_told_and_the_page_stays_usable(index_folder, home, client):
    page = client.get("/de/suche/", {"q": "spende"})

    assert page.status_code == 503
    assert 'value="spende"' in page.content.decode()
    answer = client.get("/api/v1/suche/", {"q": "spende"}).json()
    assert (answer["available"], answer["results"]) == (False, [])


@embedded_alone
def test_an_engine_that_fails_is_told_in_the_log(index, client, monkeypatch, caplog):
    def broken(*args):
        raise EngineError("nonsense")

    monkeypatch.setattr(EmbeddedEngine, "candidates", broken)

    assert client.get("/de/suche/", {"q": "spende"}).status_code == 503
    assert "nonsense" in caplog.text


@embedded_alone
def test_an_engine_that_goes_after_it_found_something_is_told_too(index, client, monkeypatch):
    def gone(*args):
        raise EngineError("gone")

    monkeypatch.setattr(EmbeddedEngine, "stored", gone)

    assert client.get("/de/suche/", {"q": "spende"}).status_code == 503
    assert client.get("/api/v1/suche/", {"q": "spende"}).json()["available"] is False


@pytest.mark.parametrize("number", ["0", "-1", "99999", "x", ""])
def test_an_unusable_page_number_gives_a_page(index, client, number):
    assert client.get("/de/suche/", {"q": "vorstand", "page": number}).status_code == 200


@pytest.mark.parametrize("size", [1, 12])
def test_a_page_of_results_costs_the_same_however_many_hits(index, client, knowledge, size):
    topic = knowledge["spenden"].get_parent()
    for number in range(size):
        make_question(topic, f"tombola-{number}", f"Tombola {number}: was ist zu beachten?")
    rebuild()
    client.get("/de/suche/", {"q": "tombola"})

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/de/suche/", {"q": "tombola"})

    assert answer.context["results"].total == size
    assert len(queries) == SQL_OF_A_PAGE, "\n".join(query["sql"] for query in queries)


# Synonyms and bets inside a test, where nothing is kept; the pages shown; the restricted paths are known.
SQL_OF_A_PAGE = 3


def test_the_api_answers_as_its_schema_says(index, client):
    answer = ask(client, "vorstand", limit=1)

    assert json.loads(json.dumps(answer)) == answer
    assert len(answer["results"]) == 1
    assert set(answer["results"][0]) == {
        *("title", "excerpt", "url", "kind", "topic", "locale", "dated", "outdated", "recommended", "missing")
    }


@pytest.mark.parametrize(
    ("typed", "leads"),
    [("§ 3 nr 26 estg", True), ("EStG §3", True), ("3a estg", False), ("§ 3", False), ("estg", False)],
)
def test_a_search_for_a_norm_leads_to_everything_about_it(index, client, typed, leads):
    page = client.get("/de/suche/", {"q": typed}).content.decode()

    assert ("/de/norm/estg-3/" in page) == leads
