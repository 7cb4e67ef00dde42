"""What visitors search for becomes one more way to ask a question that has its answer."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale, Site
from wagtail_localize.models import Translation, TranslationSource

from suche.indexing.following import rebuild
from suche.searching.service import Question, search
from tests import factories
from tests.wissen.page_rights import allow
from tests.wissen.test_report_drafts import asked
from wissen.models import QuestionPage
from wissen.queries.variants import add_variant, likely_questions, open_questions

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/wissen/variante/?frage=wer+haftet%3F"


@pytest.fixture
def question(home):
    return factories.make_knowledge(home)["question"]


@pytest.fixture
def reader(client, coordinator, question):
    """Somebody who may teach the search but change no page."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def desk(reader, coordinator, question):
    allow(coordinator, question.get_parent(), "change", "publish")
    return reader


def draft_of(question: QuestionPage) -> QuestionPage:
    return QuestionPage.objects.get(pk=question.pk).get_latest_revision_as_object()


def test_a_query_becomes_a_variant_in_the_draft_and_is_found_once_that_is_published(
    desk, question, home, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    rebuild()
    query = Question("quuxologie", home.get_site().pk, "de")
    known = question.asked_as
    assert 'value="wer haftet?"' in desk.get(ADDRESS).content.decode()

    answer = desk.post(ADDRESS, {"words": " quuxologie  für Anfänger ", "question": question.pk})

    draft = draft_of(question)
    assert answer.url == f"/admin/pages/{question.pk}/edit/"
    assert draft.asked_as.splitlines() == [*known.splitlines(), "quuxologie für Anfänger"]
    assert (QuestionPage.objects.get(pk=question.pk).asked_as, search(query).hits) == (known, ())
    with django_capture_on_commit_callbacks(execute=True):
        draft.latest_revision.publish()
    assert [hit.candidate.key for hit in search(query).hits] == [f"wissen.questionpage:{question.pk}"]


def chosen_in(page: str) -> tuple[str, list[str]]:
    """Return (what is chosen, the groups of choices) of the field for the question."""
    field = BeautifulSoup(page, "html.parser").select_one("select[name=question]")
    selected = field.select_one("option[selected]")
    return selected["value"] if selected else "", [group["label"] for group in field.select("optgroup")]


def test_what_the_search_finds_first_is_chosen_already(desk, question, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    rebuild()

    likely = desk.get("/admin/wissen/variante/", {"frage": question.title}).content.decode()
    unknown = desk.get("/admin/wissen/variante/", {"frage": "quuxologie"}).content.decode()

    assert chosen_in(likely) == (str(question.pk), ["Passt am ehesten", "Alle anderen Fragen"])
    assert likely.count(f'<option value="{question.pk}"') == 1
    assert "Bitte prüfen Sie, ob es passt." in likely
    assert chosen_in(unknown) == ("", [])


def test_what_somebody_may_not_change_is_not_offered(desk, question, settings, tmp_path, coordinator):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    rebuild()
    site = Site.objects.get(is_default_site=True)

    assert likely_questions(question.title, open_questions(coordinator), site) == [question]
    assert likely_questions(question.title, open_questions(coordinator).exclude(pk=question.pk), site) == []


def test_what_the_page_asks_already_is_told_and_kept(desk, question):
    desk.post(ADDRESS, {"words": "Wer haftet?", "question": question.pk})

    answers = [
        desk.post(ADDRESS, {"words": words, "question": question.pk}).content.decode()
        for words in ("wer HAFTET?", question.title.upper())
    ]

    assert all("So fragt die Seite schon." in answer for answer in answers)
    assert 'value="wer HAFTET?"' in answers[0]
    assert draft_of(question).asked_as.casefold().count("wer haftet?") == 1


@pytest.mark.parametrize("wrong", [{}, {"words": ""}, {"question": "x"}, {"words": "§" * 300}, {"words": "a\0b"}])
def test_what_is_wrong_is_said_and_changes_nothing(desk, question, wrong):
    sent = {"words": "neu", "question": question.pk} if wrong else {}

    answer = desk.post(ADDRESS, {**sent, **wrong})

    assert answer.status_code == 200
    assert QuestionPage.objects.get(pk=question.pk).latest_revision is None


def test_a_locked_page_is_told_and_left_alone(desk, question):
    QuestionPage.objects.filter(pk=question.pk).update(locked=True)

    answer = desk.post(ADDRESS, {"words": "neu", "question": question.pk})

    assert "Diese Seite ist gesperrt." in answer.content.decode()
    assert QuestionPage.objects.get(pk=question.pk).latest_revision is None


def test_what_somebody_else_added_meanwhile_stays(question, coordinator):
    """With its control: the page that the second one holds does not know what the first one wrote."""
    held = QuestionPage.objects.get(pk=question.pk)

    add_variant(question, "eins", coordinator)
    add_variant(held, "zwei", coordinator)

    assert "eins" not in held.get_latest_revision_as_object().asked_as
    assert draft_of(question).asked_as.splitlines()[-2:] == ["eins", "zwei"]


def test_a_translation_that_the_next_one_would_overwrite_is_not_offered(desk, question, coordinator):
    english, _made = Locale.objects.get_or_create(language_code="en")
    question.copy_for_translation(english, copy_parents=True)
    titles = [page.locale.language_code for page in open_questions(coordinator)]
    source, _made = TranslationSource.get_or_create_from_instance(question)
    Translation.objects.create(source=source, target_locale=english)
    coordinator.is_superuser = True

    assert titles == ["de"]
    assert [page.locale.language_code for page in open_questions(coordinator)] == ["de"]
    Translation.objects.update(enabled=False)
    assert {page.locale.language_code for page in open_questions(coordinator)} == {"de", "en"}


def test_without_the_right_to_change_there_is_neither_link_nor_variant(reader, question):
    asked("wer haftet")
    assert "wissen/variante" not in reader.get("/admin/suche/bericht/").content.decode()

    answer = reader.post(ADDRESS, {"words": "neu", "question": question.pk})

    assert answer.status_code == 302
    assert QuestionPage.objects.get(pk=question.pk).latest_revision is None


def test_a_question_outside_ones_own_tree_is_refused(desk, question):
    foreign = question.copy(update_attrs={"slug": "fremd"}, to=question.get_parent().get_parent())

    answer = desk.post(ADDRESS, {"words": "neu", "question": foreign.pk})

    assert answer.status_code == 200
    assert "neu" not in draft_of(foreign).asked_as


def test_the_report_leads_to_the_variant(desk):
    asked("wer haftet")

    assert 'href="/admin/wissen/variante/?frage=wer+haftet"' in desk.get("/admin/suche/bericht/").content.decode()
