"""What the search suggests while somebody types, on the page and over the API, with either engine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from suche.engines.interface import EngineError
from suche.indexing.following import rebuild
from suche.models import SuggestionSettings
from tests.suche.engines import embedded_alone
from tests.suche.hostile import PIECES, hostile_queries
from tests.suche.knowledge import make_question

pytestmark = pytest.mark.django_db
ADDRESS = "/de/suche/vorschlaege/"
ALLOWANCE, RECEIPT, LIABILITY = (
    "Was ist die Übungsleiterpauschale?",
    "Wie stellen wir eine Zuwendungsbestätigung aus?",
    "Haftet der Vorstand mit seinem Vermögen?",
)


def offered(client, typed: str, address: str = ADDRESS, **query) -> list[tuple[str, str]]:
    found = client.get(address, {"q": typed, **query}).json()["suggestions"]
    return [(one["title"], one["hint"]) for one in found]


def titles(client, typed: str, **query) -> list[str]:
    return [title for title, _hint in offered(client, typed, **query)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Was ist die Ü", ALLOWANCE),
        ("übungsl", ALLOWANCE),
        ("uebungsleiterpauschale", ALLOWANCE),
        ("UBUNGS", ALLOWANCE),
        ("pausch", ALLOWANCE),
        ("leiterp", None),
        ("ausstellen zuwend", None),
        ("zuwend stellen", RECEIPT),
        ("bestätig", RECEIPT),
        ("vorst", LIABILITY),
        ("haftet vor", LIABILITY),
        ("zwergp", None),
    ],
)
def test_beginnings_of_words_and_of_their_parts_are_completed(index, client, typed, title):
    assert titles(client, typed)[:1] == ([title] if title else [])


def test_a_search_term_that_was_begun_is_named(index, client):
    assert offered(client, "trainerg") == [(ALLOWANCE, "Trainergeld")]
    assert offered(client, "übung")[0] == (ALLOWANCE, "")


@pytest.mark.parametrize("typed", ["", " ", "a", "?", "§", "\x00"])
def test_less_than_two_letters_suggest_nothing(index, client, typed):
    assert titles(client, typed) == []


def test_at_most_eight_are_suggested_and_titles_that_begin_so_come_first(index, client, knowledge):
    topic = knowledge["spenden"].get_parent()
    for number in range(12):
        make_question(topic, f"f{number}", f"Wo melden wir Fall {number} von Vandalismus?")
    make_question(topic, "vandalismus", "Vandalismus im Vereinsheim")
    rebuild()

    found = titles(client, "vandal")

    assert len(found) == 8
    assert found[0] == "Vandalismus im Vereinsheim"


def test_page_and_api_suggest_the_same(index, client):
    page = client.get(ADDRESS, {"q": "vor"}).json()
    api = client.get("/api/v1/suche/vorschlaege/", {"q": "vor"}).json()

    assert page == api
    assert page["suggestions"][0]["url"].endswith("/haftung-vorstand/")
    assert page["suggestions"][0]["kind_label"]


def test_a_kind_that_was_chosen_is_kept_to(index, client):
    assert titles(client, "vorst", art="antworten") == [LIABILITY]
    assert titles(client, "vorst", art="kurse") == []


def test_an_index_that_missed_it_suggests_nothing_private(index, client, knowledge):
    PageViewRestriction.objects.create(page=knowledge["haftung-vorstand"], restriction_type="login")

    assert LIABILITY not in titles(client, "vorst")


def test_what_is_unpublished_is_suggested_no_more(index, client, knowledge, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        knowledge["haftung-vorstand"].unpublish()

    assert titles(client, "haftet") == []
    assert index.lexicon("de").documents > 0


def test_the_office_switches_suggestions_off(index, client):
    SuggestionSettings(enabled=False).save()

    assert titles(client, "übung") == []


def test_a_blocked_word_is_never_suggested(index, client):
    assert titles(client, "trainerg") == [ALLOWANCE]

    SuggestionSettings(blocked="Trainergeld\nzuwendungsbestaetigung").save()

    assert titles(client, "trainerg") == []
    assert titles(client, "zuwend") == []
    assert titles(client, "übung") == [ALLOWANCE], "by its title, without the blocked term"


def test_without_an_index_nothing_is_suggested(home, index_folder, client):
    assert titles(client, "übung") == []


@embedded_alone
def test_an_engine_that_fails_suggests_nothing(index, client, monkeypatch):
    def broken(*args):
        raise EngineError("broken")

    monkeypatch.setattr(type(index), "starting", broken)

    assert titles(client, "übung") == []


def test_hostile_beginnings_are_answered(index, client):
    for query in [*PIECES, *hostile_queries(60, seed=3)]:
        typed = query.encode("utf-8", "replace").decode()[:20_000]
        assert client.get(ADDRESS, {"q": typed}).status_code == 200, query[:200]


def test_suggestions_take_as_many_statements_for_one_as_for_many(index, client, knowledge):
    def statements(typed: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(ADDRESS, {"q": typed})
        return len(caught)

    client.get(ADDRESS, {"q": "vor"})
    few = statements("übungsl")
    for number in range(20):
        make_question(knowledge["spenden"].get_parent(), f"g{number}", f"Grillfest {number}")
    rebuild()

    assert len(titles(client, "grill")) == 8
    assert statements("grill") == few
    assert few <= 6
