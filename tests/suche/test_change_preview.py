"""What a synonym or a recommended hit would change is shown before it is saved, and is then what happens."""

from datetime import timedelta
from time import monotonic

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from suche.desk import change_preview
from suche.desk.change_preview import MOST_QUERIES, Move, preview, queries_for
from suche.models import BestBet, QueryDay, Synonym
from suche.quality.judging import table_of, take_in
from suche.searching.service import Question, search
from tests.suche.judging import judge
from tests.suche.test_quality import FILE

pytestmark = pytest.mark.django_db
SYNONYM = {"typed": "Moneten", "meant": "Zuwendungsbestätigung", "language": "de"}
TITLES = {
    "spenden": "Wie stellen wir eine Zuwendungsbestätigung aus?",
    "haftung-vorstand": "Haftet der Vorstand mit seinem Vermögen?",
    "uebungsleiterpauschale": "Was ist die Übungsleiterpauschale?",
}


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def site() -> int:
    return Site.objects.get(is_default_site=True).pk


def found(text: str) -> dict[str, int]:
    """Return the titles that the search finds now, with their places."""
    hits = search(Question(text, site(), "de")).hits
    titles = dict(Page.objects.values_list("pk", "title"))
    return {titles[int(hit.candidate.key.rpartition(":")[2])]: place for place, hit in enumerate(hits, 1)}


def foreseen(change) -> dict[str, list[Move]]:
    return {one.query: one.moves for one in preview(change, site()).changed}


def happened(before: dict[str, int], after: dict[str, int]) -> list[tuple]:
    """Return (title, place before, place after) of what moved."""
    titles = {**after, **before}
    moved = [(title, before.get(title, 0), after.get(title, 0)) for title in titles]
    return sorted((row for row in moved if row[1] != row[2]), key=lambda row: (row[2] or 99, row[1]))


def bet(page, query: str, **fields) -> BestBet:
    return BestBet(query=query, page=page.page_ptr, **fields)


def changes(knowledge) -> list:
    """Return every kind of change that editors can make."""
    today = timezone.localdate()
    return [
        Synonym(typed="Moneten, Kohle", meant="Zuwendungsbestätigung"),
        Synonym(typed="Steuern", meant="Zuwendungsbestätigung", both_ways=True),
        Synonym(typed="receipt", meant="Zuwendungsbestätigung", language="en"),
        bet(knowledge["spenden"], "verein"),
        bet(knowledge["haftung-vorstand"], "verein", hides=True),
        bet(knowledge["spenden"], "vorstand, verein", contained=True),
        bet(knowledge["spenden"], "vorstand", first_day=today + timedelta(days=1)),
    ]


@pytest.mark.parametrize("number", range(7))
def test_what_was_foreseen_is_what_happens_once_it_is_saved(index, knowledge, number):
    asked = ["verein", "vorstand", "steuern", "moneten", "kohle", "zuwendungsbestätigung", "receipt", "verein vorstand"]
    for query in asked:
        judge(query, knowledge["spenden"])
    change = changes(knowledge)[number]
    before = {query: found(query) for query in asked}

    seen = {
        query.lower(): [(move.title, move.before, move.after) for move in moves]
        for query, moves in foreseen(change).items()
    }
    assert {query: found(query) for query in asked} == before  # nothing has changed yet
    change.save()

    after = {query: found(query) for query in asked}
    real = {query: happened(before[query], after[query]) for query in asked}
    assert {query: seen.get(query, []) for query in asked} == real
    # Negative control: all of these change something, but the one that is not in force today.
    assert any(real.values()) is (number != 6)
    assert foreseen(change) == {}


def test_editing_is_compared_with_what_is_stored(index, knowledge):
    stored = Synonym.objects.create(typed="Moneten", meant="Zuwendungsbestätigung")
    stored.typed = "Kohle"

    assert foreseen(stored) == {
        "Kohle": [Move(TITLES["spenden"], 0, 1)],
        "Moneten": [Move(TITLES["spenden"], 1, 0)],
    }


def test_a_new_bet_takes_the_place_behind_an_older_one_of_the_same_query(index, knowledge):
    bet(knowledge["spenden"], "vorstand").save()
    change = bet(knowledge["uebungsleiterpauschale"], "vorstand")

    seen = [(move.title, move.after) for move in foreseen(change)["vorstand"]]
    change.save()

    assert (TITLES["uebungsleiterpauschale"], 2) in seen
    assert found("vorstand")[TITLES["uebungsleiterpauschale"]] == 2


def test_a_second_button_shows_it_and_saves_nothing(index, desk, knowledge):
    with CaptureQueriesContext(connection) as queries:
        html = desk.post("/admin/suche_synonyms/new/", {**SYNONYM, "preview": "1"}).content.decode()

    written = [query["sql"] for query in queries if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
    assert not Synonym.objects.exists()
    assert "Noch ist nichts gespeichert." in html
    assert "„Moneten“ (de)" in html
    assert TITLES["spenden"] in html
    assert "kommt hinzu" in html
    assert 'value="Moneten"' in html


def test_the_first_button_saves_as_before(index, desk, knowledge):
    html = desk.get("/admin/suche_synonyms/new/").content.decode()
    assert html.index("w-progress-target") < html.index('name="preview"')  # what Enter presses

    assert desk.post("/admin/suche_synonyms/new/", SYNONYM).status_code == 302
    assert Synonym.objects.count() == 1


def test_an_edited_bet_is_previewed_and_stays_as_it_was(index, desk, knowledge):
    stored = bet(knowledge["spenden"], "vorstand")
    stored.save()
    values = {"query": "vorstand", "page": knowledge["spenden"].pk, "hides": "on", "first_day": "", "last_day": ""}

    html = desk.post(f"/admin/suche_best_bets/edit/{stored.pk}/", {**values, "preview": "1"}).content.decode()

    assert "fällt weg" in html
    stored.refresh_from_db()
    assert stored.hides is False


def test_what_is_wrong_is_said_instead_of_a_preview(index, desk):
    html = desk.post("/admin/suche_synonyms/new/", {**SYNONYM, "meant": "", "preview": "1"}).content.decode()

    assert "Dieses Feld muss ausgefüllt werden." in html
    assert "Noch ist nichts gespeichert." not in html


def test_a_change_without_effect_is_said_to_have_none(index, desk):
    html = desk.post("/admin/suche_synonyms/new/", {**SYNONYM, "meant": "Gibtesnicht", "preview": "1"}).content.decode()

    assert "Bei keiner davon ändern sich die ersten zehn Treffer." in html


def test_frequent_searches_are_asked_but_none_of_a_single_day(index, knowledge):
    today = timezone.localdate()
    for days in (1, 2):
        QueryDay.objects.create(day=today - timedelta(days=days), language="de", query="oft gefragt", searches=5)
    QueryDay.objects.create(day=today, language="de", query="nur heute", searches=50)
    judge("bewertet", knowledge["spenden"])

    asked = queries_for(Synonym(typed="Moneten", meant="Spende"))

    assert asked == [("Moneten", "de"), ("bewertet", "de"), ("oft gefragt", "de")]


def test_queries_with_a_word_of_the_change_come_first(index, knowledge):
    for query in ("aaa", "bbb", "moneten für den verein"):
        judge(query, knowledge["spenden"])

    asked = [text for text, _language in queries_for(Synonym(typed="Moneten", meant="Spende"))]

    assert asked == ["Moneten", "moneten für den verein", "aaa", "bbb"]


def test_no_more_than_fifty_queries_are_asked_and_the_page_says_so(index, desk, knowledge, monkeypatch):
    # However slow the machine is.
    monkeypatch.setattr(change_preview, "SECONDS", 60)
    for number in range(60):
        judge(f"spende{number}", knowledge["spenden"])

    seen = preview(Synonym(typed="Moneten", meant="Spende"), site())
    html = desk.post("/admin/suche_synonyms/new/", {**SYNONYM, "preview": "1"}).content.decode()

    assert (seen.asked, seen.known) == (MOST_QUERIES, 61)
    assert "Ausprobiert wurden 50 Anfragen" in html
    assert "Bekannt sind 61" in html


def test_many_queries_ask_the_database_no_oftener_than_few(index, knowledge):
    change = Synonym(typed="Moneten", meant="Zuwendungsbestätigung")
    numbers = []
    for query in ("moneten sofort", "moneten bald", "moneten heute"):
        judge(query, knowledge["spenden"])
        with CaptureQueriesContext(connection) as queries:
            preview(change, site())
        numbers.append(len(queries))

    assert len(set(numbers)) == 1


def test_texts_of_a_change_are_shown_as_texts(index, desk):
    html = desk.post(
        "/admin/suche_synonyms/new/", {**SYNONYM, "typed": "<b>x</b> Moneten", "preview": "1"}
    ).content.decode()

    assert "<b>x</b>" not in html


@pytest.mark.slow
def test_fifty_queries_of_the_demo_county_take_less_than_two_seconds(settings, tmp_path, index_folder):
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("load_demo")
    # Inside the test's own transaction.
    take_in.__wrapped__(table_of(FILE.read_text(encoding="utf-8")))
    change = Synonym(typed="Knete", meant="Ehrenamtspauschale", both_ways=True)
    preview(change, site())

    began = monotonic()
    seen = preview(change, site())

    assert monotonic() - began < 2
    assert seen.asked == MOST_QUERIES
    assert seen.changed
