"""Hits are narrowed by kind, topic, municipality and language; numbers are right, or say that there are more."""

import pytest
from bs4 import BeautifulSoup

from suche.engine_choice import engine
from suche.engines.interface import CANDIDATES
from suche.indexing import rebuild
from suche.service import Question, search
from tests.factories import make_course, make_municipality, make_place
from tests.suche.entries import entry
from tests.suche.knowledge import make_question

pytestmark = pytest.mark.django_db
TOWNS = {"altdorf": "Altdorf", "neudorf": "Neudorf"}


@pytest.fixture
def courses(index, programme_page):
    """Two courses in Neudorf, one in Altdorf and one online."""
    places = {slug: make_place(municipality=make_municipality(name=name, slug=slug)) for slug, name in TOWNS.items()}
    for town in ("neudorf", "neudorf", "altdorf"):
        make_course(programme_page, title="Kasse führen", place=places[town])
    make_course(programme_page, title="Kasse führen", mode="online")
    rebuild()


def ask(client, text: str, **query) -> dict:
    response = client.get("/api/v1/suche/", {"q": text, **query})
    assert response.status_code == 200
    return response.json()


def links(client, legend: str, **query) -> list[tuple[str, str]]:
    page = BeautifulSoup(client.get("/de/suche/", query).content, "html.parser")
    return [(" ".join(link.get_text().split()), link["href"]) for link in page.select(f"ul[aria-label='{legend}'] a")]


def test_hits_are_narrowed_to_a_municipality_and_back(client, courses):
    answer = ask(client, "kasse führen")
    only = ask(client, "kasse führen", municipality="neudorf")
    chosen = links(client, "Treffer nach Gemeinde", q="kasse führen", gemeinde="neudorf", art="kurse")

    assert answer["municipalities"] == [
        {"municipality": "altdorf", "label": "Altdorf", "count": 1},
        {"municipality": "neudorf", "label": "Neudorf", "count": 2},
    ]
    assert (answer["count"], only["count"], answer["at_least"]) == (4, 2, False)
    assert chosen == [
        ("Alle Gemeinden 4 Treffer", "/de/suche/?q=kasse+f%C3%BChren&art=kurse"),
        ("Altdorf 1 Treffer", "/de/suche/?q=kasse+f%C3%BChren&art=kurse&gemeinde=altdorf"),
        ("Neudorf 2 Treffer", "/de/suche/?q=kasse+f%C3%BChren&art=kurse&gemeinde=neudorf"),
    ]


def test_a_municipality_that_nobody_knows_finds_nothing_and_can_be_taken_away(client, courses):
    assert ask(client, "kasse führen", municipality="atlantis")["count"] == 0
    assert links(client, "Treffer nach Gemeinde", q="kasse führen", gemeinde="atlantis")[0] == (
        "Alle Gemeinden 4 Treffer",
        "/de/suche/?q=kasse+f%C3%BChren",
    )


def test_where_there_is_nothing_to_choose_no_choice_is_shown(client, index):
    answer = ask(client, "haftet der vorstand")

    assert (answer["municipalities"], answer["languages"]) == ([], [])
    assert links(client, "Treffer nach Gemeinde", q="haftet der vorstand") == []


def test_hits_in_two_languages_are_narrowed_to_one(client, index, home, knowledge):
    index.put([entry("900001", "Vorstand liability", language="en", site=home.get_site().pk)])
    german = ask(client, "vorstand")["count"]

    answer = ask(client, "vorstand", locale="en")
    counts = {found["locale"]: found["count"] for found in answer["languages"]}

    assert counts == {"en": 1, "de": german}
    assert answer["count"] == german + 1
    assert ask(client, "vorstand", locale="en", language="de")["count"] == german


@pytest.fixture
def crowd(home, either_engine):
    """More answers about raffles than an engine returns, and one course that only mentions them."""
    site = home.get_site().pk
    many = [entry(str(900_000 + number), "Tombola", site=site) for number in range(CANDIDATES + 20)]
    course = entry(
        *("990000", "Feste feiern"), site=site, kind="kurse", text="Tombola", topic="feste", municipality="altdorf"
    )
    engine().rebuild([*many, course])
    return site


def kinds_found(site: int, **chosen) -> set[str]:
    return {hit.candidate.kind for hit in search(Question("tombola", site, "de", **chosen)).hits}


@pytest.mark.parametrize("chosen", [{"kind": "kurse"}, {"topic": "feste"}, {"municipality": "altdorf"}])
def test_what_is_chosen_is_found_behind_the_first_hundred(crowd, chosen):
    assert kinds_found(crowd) == {"antworten"}, "negative control: among the best of all it is not"

    assert kinds_found(crowd, **chosen) == {"kurse"}


def test_a_number_that_is_not_the_whole_one_says_so(crowd, client):
    page = client.get("/de/suche/", {"q": "tombola"}).content.decode()
    narrowed = ask(client, "tombola", kind="kurse")

    assert ask(client, "tombola")["at_least"] is True
    assert f"Mehr als {CANDIDATES} Treffer" in page
    assert (narrowed["count"], narrowed["at_least"]) == (1, False)


def test_as_many_as_there_are_is_no_more_than_that(home, either_engine, client):
    engine().rebuild([entry(str(900_000 + each), "Tombola", site=home.get_site().pk) for each in range(CANDIDATES - 1)])

    assert ask(client, "tombola")["at_least"] is False
    assert ask(client, "tombola")["count"] == CANDIDATES - 1


def test_a_topic_and_a_municipality_are_counted_over_what_the_other_leaves(client, courses, knowledge):
    make_question(knowledge["spenden"].get_parent(), "kasse", "Wie führen wir die Kasse?")
    rebuild()

    every = ask(client, "kasse führen")
    narrowed = ask(client, "kasse führen", kind="kurse", municipality="neudorf")

    assert {group["kind"]: group["count"] for group in every["groups"]} == {"antworten": 1, "kurse": 4}
    assert {group["kind"]: group["count"] for group in narrowed["groups"]} == {"kurse": 2}
    assert {town["municipality"]: town["count"] for town in narrowed["municipalities"]} == {"altdorf": 1, "neudorf": 2}
