"""What others often searched for is suggested below the pages; what may lead to somebody never is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from suche.conf import searches_folder
from suche.models import QueryDay, SuggestionSettings
from suche.suggesting import past_queries
from suche.suggesting.past_queries import LEAST_DAYS, leads_to_nobody
from suche.suggesting.starts import MOST, MOST_QUERIES
from tests.suche.engines import embedded_alone
from tests.suche.knowledge import make_question
from tests.suche.test_suggestions import ADDRESS, ALLOWANCE, LIABILITY, titles

pytestmark = pytest.mark.django_db
ASKED = "vorstand privat haften"


def asked(query: str, *, days: int = LEAST_DAYS, searches: int = 1, language: str = "de", **counts: int) -> None:
    """Note that something was searched for on each of so many days."""
    today = timezone.localdate()
    for ago in range(days):
        QueryDay.objects.create(
            day=today - timedelta(days=ago), language=language, query=query, searches=searches, **counts
        )


def entries(client, typed: str, address: str = ADDRESS, **query) -> list[dict]:
    return client.get(address, {"q": typed, **query}).json()["suggestions"]


def test_what_was_often_asked_is_suggested_below_the_pages(index, client):
    asked(ASKED)

    page, query = entries(client, "vorst")

    assert page["title"] == LIABILITY
    assert query == {
        "title": ASKED,
        "hint": "",
        "url": "/de/suche/?q=vorstand+privat+haften&vorschlag=1",
        "kind": "",
        "kind_label": "oft gesucht",
    }
    assert entries(client, "vorst", "/api/v1/suche/vorschlaege/") == [page, query]
    assert client.get(query["url"]).status_code == 200


@pytest.mark.parametrize("typed", ["vorst haf", "PRIVAT", "Haften vor"])
def test_beginnings_of_its_words_are_enough(index, client, typed):
    asked(ASKED)

    assert ASKED in titles(client, typed)


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        (1, {}),
        (1, {"searches": 500}),
        (LEAST_DAYS - 1, {"searches": 9}),
        (LEAST_DAYS, {"without_hits": 1}),
        (LEAST_DAYS, {"corrected": 1}),
        (LEAST_DAYS, {"language": "en"}),
        (LEAST_DAYS, {"searches": 0, "followed": 3}),
    ],
)
@embedded_alone
def test_what_was_asked_too_seldom_or_in_vain_is_not(index, client, days, counts):
    """Negative control: once is never enough, and neither is one day, however often."""
    asked(ASKED, days=days, **counts)

    assert titles(client, "vorst") == [LIABILITY]


@pytest.mark.parametrize(
    ("query", "harmless"),
    [
        ("§ 3 nr. 26a estg", True),
        ("ehrenamtspauschale 2026", True),
        ("3300 euro übungsleiter", True),
        ("vorstand 06000 1234-5", False),
        ("vorstand 12345", False),
        ("vorstand 1 2 3 4 5", False),
        ("vorstand lotte@beispiel.example", False),
        ("vorstand lotte (at) beispiel.example", False),
        ("vorstand 1.2.1950", False),
        ("www.beispiel.example/vorstand", False),
        ("", True),
    ],
)
def test_numbers_and_addresses_are_kept_back(query, harmless):
    assert leads_to_nobody(query) == harmless


@embedded_alone
def test_a_number_that_came_into_the_sums_all_the_same_is_not_suggested(index, client):
    asked("vorstand 06000 12345")
    asked("vorstand lotte@beispiel.example")

    assert titles(client, "vorst") == [LIABILITY]


@embedded_alone
def test_the_office_switches_it_off_alone(index, client):
    asked(ASKED)
    SuggestionSettings(past_queries=False).save()

    assert titles(client, "vorst") == [LIABILITY]
    assert titles(client, "übung") == [ALLOWANCE]


@embedded_alone
def test_a_blocked_word_is_not_suggested_in_a_query_either(index, client):
    asked(ASKED)
    asked("vorstand entlasten")
    SuggestionSettings(blocked="PRIVAT").save()

    assert titles(client, "vorst") == [LIABILITY, "vorstand entlasten"]


@embedded_alone
def test_pages_come_first_and_the_most_frequent_queries_fill_up(index, client, knowledge):
    for number in range(MOST_QUERIES + 1):
        asked(f"vorstand frage {number}", searches=number + 1)
    asked(LIABILITY.lower())

    assert titles(client, "vorst") == [LIABILITY, "vorstand frage 3", "vorstand frage 2", "vorstand frage 1"]
    assert titles(client, "vorstand frage 3") == []
    assert titles(client, "vorst", art="antworten") == [LIABILITY], "who chose a kind wants pages of it"


@embedded_alone
def test_eight_pages_leave_no_room(index, client, knowledge, django_capture_on_commit_callbacks):
    asked(ASKED)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(MOST):
            make_question(knowledge["spenden"].get_parent(), f"v{number}", f"Vorstand {number} wählen?")

    assert len(titles(client, "vorst")) == MOST
    assert ASKED not in titles(client, "vorst")


@embedded_alone
def test_a_search_that_was_suggested_is_not_counted(index, client):
    asked(ASKED)
    [address] = [entry["url"] for entry in entries(client, "vorst") if not entry["kind"]]

    client.get(address)
    assert not list(searches_folder().glob("*.jsonl"))

    client.get(address.replace("&vorschlag=1", ""))
    assert len(list(searches_folder().glob("*.jsonl"))) == 1, "negative control: typed, it is"


def test_outside_a_transaction_the_sums_are_read_once_an_hour(monkeypatch):
    read: list[str] = []
    monkeypatch.setattr(past_queries, "read_past_queries", lambda: read.append("read") or {})
    past_queries.kept_for.cache_clear()
    try:
        for hour in ("2026-11-27 09", "2026-11-27 09", "2026-11-27 10"):
            past_queries.kept_for(hour)
    finally:
        past_queries.kept_for.cache_clear()

    assert len(read) == 2
