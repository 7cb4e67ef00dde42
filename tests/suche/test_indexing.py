"""The index follows what is published, and nothing private, unpublished or over is ever found."""

import pytest
from django.core.management import call_command
from wagtail.models import PageViewRestriction

from suche.engines.choice import engine
from suche.engines.interface import EngineError
from suche.indexing import following
from suche.indexing.following import rebuild, repair
from suche.models import IndexChange
from suche.searching.service import Question, search
from tests.suche.engines import embedded_alone
from tests.suche.knowledge import make_question

pytestmark = pytest.mark.django_db


def found(text: str, home, **fields) -> list[str]:
    """Return the primary keys of the pages found, as a visitor of the home page's site."""
    hits = search(Question(text, home.get_site().pk, "de", **fields)).hits
    return [int(hit.candidate.key.rpartition(":")[2]) for hit in hits]


def test_a_published_page_is_found_at_once(index, home, knowledge, django_capture_on_commit_callbacks):
    topic = knowledge["spenden"].get_parent()
    with django_capture_on_commit_callbacks(execute=True):
        page = make_question(topic, "tombola", "Brauchen wir eine Erlaubnis für die Tombola?")

    assert found("tombola", home) == [page.pk]


def test_a_changed_text_is_found_by_its_new_words_only(index, home, knowledge, django_capture_on_commit_callbacks):
    page = knowledge["spenden"]
    page.title, page.search_terms = "Quittungen", ""
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert found("quittungen", home) == [page.pk]
    assert found("spendenquittung", home, literal=True) == [page.pk]  # by its part
    assert page.pk not in found("zuwendungsbestätigung", home)


def test_a_draft_changes_nothing(index, home, knowledge, django_capture_on_commit_callbacks):
    page = knowledge["spenden"]
    page.title = "Geheimplan"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()

    assert found("geheimplan", home) == []


TAKEN_AWAY = {
    "unpublished": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
    "made private": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
    "below something private": lambda page: PageViewRestriction.objects.create(
        page=page.get_parent(), restriction_type="login"
    ),
}


@pytest.mark.parametrize("way", TAKEN_AWAY)
def test_what_is_taken_away_is_not_found(index, home, knowledge, way, django_capture_on_commit_callbacks):
    page = knowledge["spenden"]
    assert found("zuwendungsbestätigung", home) == [page.pk]

    with django_capture_on_commit_callbacks(execute=True):
        TAKEN_AWAY[way](page)

    assert found("zuwendungsbestätigung", home) == []


@pytest.mark.parametrize("way", TAKEN_AWAY)
def test_an_index_that_missed_it_does_not_show_it_either(index, client, knowledge, way):
    """The hooks of the commit did not run: the engine still has the page, the answer has not."""
    TAKEN_AWAY[way](knowledge["spenden"])

    answer = client.get("/api/v1/suche/", {"q": "zuwendungsbestätigung"}).json()

    assert [hit["title"] for hit in answer["results"]] == []
    assert search(Question("zuwendungsbestätigung", knowledge["spenden"].get_site().pk, "de")).hits != ()


def test_a_page_open_again_is_found_again(index, home, knowledge, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        restriction = TAKEN_AWAY["made private"](knowledge["spenden"])
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()

    assert found("zuwendungsbestätigung", home) == [knowledge["spenden"].pk]


def test_a_new_address_of_a_page_above_is_that_of_its_hits(
    index, home, knowledge, client, django_capture_on_commit_callbacks
):
    topic = knowledge["spenden"].get_parent().specific
    topic.slug = "finanzen"
    with django_capture_on_commit_callbacks(execute=True):
        topic.save_revision().publish()

    answer = client.get("/api/v1/suche/", {"q": "zuwendungsbestätigung"}).json()

    assert [hit["url"] for hit in answer["results"]] == ["/de/wissen/finanzen/spenden/"]


@embedded_alone
def test_publishing_goes_on_without_an_index_and_the_repair_makes_it_good(
    either_engine, home, knowledge, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    rebuild()

    def gone(*args):
        raise EngineError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(type(engine()), "put", gone)
        with django_capture_on_commit_callbacks(execute=True):
            page = make_question(knowledge["spenden"].get_parent(), "gema", "Was kostet Musik bei der GEMA?")
    assert page.live
    assert "could not follow" in caplog.text
    assert found("gema", home) == []

    assert repair() == 1
    assert found("gema", home) == [page.pk]
    assert repair() == 0


def test_the_repair_builds_what_is_missing_and_removes_what_is_gone(home, knowledge):
    assert repair() > 3

    knowledge["spenden"].delete()
    assert repair() == 1
    assert found("zuwendungsbestätigung", home) == []


def test_what_changes_while_the_index_is_built_is_in_the_new_one(index, home, knowledge, monkeypatch):
    def slowly():
        entries = list(indexing_all())
        page = knowledge["spenden"]
        page.title = "Belege für das Finanzamt"
        page.save_revision().publish()
        return entries

    indexing_all = following.all_entries
    monkeypatch.setattr(following, "all_entries", slowly)
    rebuild()

    assert found("belege finanzamt", home)[0] == knowledge["spenden"].pk


def test_old_changes_are_forgotten(index):
    IndexChange.objects.create(key="wissen.questionpage:1")
    IndexChange.objects.update(changed_at="2020-01-01T00:00:00Z")

    repair()

    assert not IndexChange.objects.exists()


def test_the_commands_say_what_they_did(index, capsys):
    call_command("rebuild_search")
    call_command("rebuild_search", "--repair")
    call_command("show_tokens", "spendenquitung", "§ 10b EStG")

    said = capsys.readouterr().out
    assert "Einträge im Suchindex." in said
    assert "0 Einträge ausgebessert." in said
    assert "spendenquitung → spendenquittung" in said
    assert "nestgp10b: nestgp10b (3)" in said


@embedded_alone
def test_the_worker_soon_builds_an_index_that_the_program_can_read(index, home, knowledge, monkeypatch):
    monkeypatch.setattr("suche.engines.embedded.VERSION", "of the next release")
    built = engine().files.current()
    following.catch_up_late()
    anew = engine().files.current()
    following.catch_up_late()

    assert anew != built
    assert engine().files.current() == anew
    assert found("spendenquittung", home) == [knowledge["spenden"].pk]
