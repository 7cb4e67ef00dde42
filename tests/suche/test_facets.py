"""Hits are narrowed by kind, topic, municipality, language and age; numbers are right, or say that there are more."""

from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from suche.documents.age import age_of, year_before
from suche.engines.choice import engine
from suche.engines.interface import CANDIDATES
from suche.indexing.following import rebuild
from suche.searching.service import Question, search
from tests.factories import make_course, make_municipality, make_place
from tests.suche.entries import entry
from tests.suche.knowledge import make_question

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)
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
        *("990000", "Feste feiern"),
        **{"site": site, "kind": "kurse", "text": "Tombola", "topic": "feste", "municipality": "altdorf"},
        dated=LONG_AGO,
    )
    engine().rebuild([*many, course])
    return site


def kinds_found(site: int, **chosen) -> set[str]:
    return {hit.candidate.kind for hit in search(Question("tombola", site, "de", **chosen)).hits}


@pytest.mark.parametrize(
    "chosen", [{"kind": "kurse"}, {"topic": "feste"}, {"municipality": "altdorf"}, {"age": "aelter"}]
)
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


@pytest.fixture
def dated(home, either_engine):
    """Answers that were checked today, a year ago today, the day before that and long ago, and one without a date."""
    year_ago = year_before(timezone.now())
    days = [timezone.localdate(), year_ago, year_ago - timedelta(days=1), LONG_AGO, None]
    site = home.get_site().pk
    engine().rebuild([entry(f"90000{n}", "Tombola", site=site, dated=day) for n, day in enumerate(days)])


def test_hits_are_narrowed_to_what_was_checked_lately_or_long_ago(client, dated):
    every = ask(client, "tombola")

    assert (every["count"], [(found["age"], found["count"]) for found in every["ages"]]) == (
        5,
        [("aktuell", 2), ("aelter", 2)],
    )
    assert [ask(client, "tombola", age=age)["count"] for age in ("aktuell", "aelter", "gestern")] == [2, 2, 5]


def test_the_page_offers_the_same_ages(client, dated):
    assert links(client, "Treffer nach Stand", q="tombola", stand="aelter") == [
        ("Jeder Stand 5 Treffer", "/de/suche/?q=tombola"),
        ("aus den letzten 12 Monaten 2 Treffer", "/de/suche/?q=tombola&stand=aktuell"),
        ("älter als 12 Monate 2 Treffer", "/de/suche/?q=tombola&stand=aelter"),
    ]


def test_where_everything_is_recent_no_age_is_offered(client, index):
    assert ask(client, "haftet der vorstand")["ages"] == []


def test_a_year_ago_counts_from_day_to_day():
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)

    assert year_before(datetime(2028, 2, 29, 12, tzinfo=UTC)) == date(2027, 2, 28)
    assert [age_of(day, now) for day in ("2025-11-28", "2025-11-27", "", None)] == ["aktuell", "aelter", "", ""]
