"""Editors teach the search in the CMS: what they save works at once, what is wrong is said and kept."""

import pytest
from bs4 import BeautifulSoup

from suche.models import BestBet, Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def first(client, text: str) -> str:
    results = client.get("/api/v1/suche/", {"q": text}).json()["results"]
    return results[0]["url"].rstrip("/").rpartition("/")[2] if results else ""


def test_an_editor_adds_a_synonym_and_sees_its_effect(index, desk):
    assert first(desk, "moneten") == ""

    answer = desk.post(
        "/admin/suche_synonyms/new/", {"typed": "Moneten", "meant": "Zuwendungsbestätigung", "language": "de"}
    )

    assert answer.status_code == 302
    assert first(desk, "moneten") == "spenden"
    page = desk.get("/admin/suche_synonyms/").content.decode()
    assert "Moneten" in page


def test_the_language_of_a_synonym_is_chosen_by_its_name(index, desk):
    page = BeautifulSoup(desk.get("/admin/suche_synonyms/new/?language=uk").content, "html.parser")
    names = {option["value"]: option.get_text().strip() for option in page.select("[name=language] option")}

    assert (names["de"], names["uk"], names["ar"]) == ("Deutsch", "Ukrainisch", "Arabisch")
    assert next(iter(names)) == "de"
    assert page.select_one("[name=language] option[selected]")["value"] == "uk"


def test_a_synonym_without_a_meaning_is_kept_with_what_is_wrong(index, desk):
    answer = desk.post("/admin/suche_synonyms/new/", {"typed": "Moneten", "meant": "", "language": "de"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Moneten"' in html
    assert "Dieses Feld muss ausgefüllt werden." in html
    assert not Synonym.objects.exists()


def test_an_editor_recommends_a_page(index, desk, knowledge):
    values = {"query": "vorstand", "page": knowledge["spenden"].pk, "first_day": "", "last_day": ""}

    answer = desk.post("/admin/suche_best_bets/new/", values)

    assert answer.status_code == 302
    assert [str(bet) for bet in BestBet.objects.all()] == ["vorstand"]
    assert first(desk, "vorstand") == "spenden"  # which does not even hold the word


def test_a_recommendation_needs_a_window_in_its_order(index, desk, knowledge):
    values = {"query": "x", "page": knowledge["spenden"].pk, "first_day": "2026-02-02", "last_day": "2026-01-01"}

    answer = desk.post("/admin/suche_best_bets/new/", values)

    assert "Bitte tauschen Sie die beiden." in answer.content.decode()
    assert not BestBet.objects.exists()
