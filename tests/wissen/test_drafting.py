"""One click makes an answer for all of a question of one: found by its words, and with nobody in it."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from suche.indexing.following import rebuild
from tests import factories
from tests.wissen.inquiries import ADDRESS, NAME, PHONE, make_guide, make_inquiry
from tests.wissen.page_rights import allow
from vorgang.errors import CaseRestricted
from vorgang.keeping.deletion import forget
from wissen.inquiries.drafting import draft_from, title_of
from wissen.models import Inquiry, QuestionPage

pytestmark = pytest.mark.django_db
ASKED = (
    f"Guten Tag,\n\nich bin {NAME}. Muss ich mein Trainergeld angeben? Sie erreichen mich unter {PHONE}.\n\nLG Erika"
)
ANSWERED = (
    f"Liebe Frau Beispiel,\n\nnein, <bis> zum Freibetrag nicht.\n\nErst darüber.\nSchreiben Sie {ADDRESS}."
    "\n\nViele Grüße\nLotte Lotsin"
)


@pytest.fixture
def topic(home):
    return factories.make_knowledge(home)["topic"]


def answered(topic=None, **fields) -> Inquiry:
    return make_inquiry(
        **{"question": ASKED, "answer": ANSWERED, "query": "trainergeld steuer", "topic": topic, "state": "answered"}
        | fields
    )


def words_of(page: QuestionPage) -> str:
    texts = (page.title, page.slug, page.short_answer, str(page.body), page.asked_as, page.search_terms, page.to_check)
    return " ".join([*texts, str(page.latest_revision.content)])


def test_a_draft_has_the_question_its_words_and_the_answer(topic, coordinator):
    page = draft_from(answered(), topic, by=coordinator).specific

    assert (page.live, page.get_parent().specific, page.owner) == (False, topic, coordinator)
    assert page.title == "Muss ich mein Trainergeld angeben?"
    assert page.search_terms == "trainergeld steuer"
    assert "Muss ich mein Trainergeld angeben?" in page.asked_as
    assert page.short_answer == "<p>Nein, &lt;bis&gt; zum Freibetrag nicht.</p>"
    assert "Erst darüber." in str(page.body)
    assert list(PageLogEntry.objects.filter(page=page.pk, action="wagtail.create").values_list("user", flat=True)) == [
        coordinator.pk
    ]


def test_nobody_is_in_the_draft(topic, coordinator):
    guide = make_guide(topic, name="Lotte Lotsin")
    inquiry = answered(guide=guide, phone=PHONE)
    told = " ".join([inquiry.question, inquiry.answer])
    somebody = ["Erika", "Beispiel", ADDRESS, PHONE, "Lotte", "Lotsin", inquiry.code]

    page = draft_from(inquiry, topic, by=coordinator).specific

    assert [word for word in somebody[:-1] if word not in told] == []
    assert [word for word in somebody if word.casefold() in words_of(page).casefold()] == []


def test_the_same_click_twice_is_one_draft_and_a_deleted_one_can_be_made_again(topic, coordinator):
    inquiry = answered()

    drafts = [draft_from(inquiry, topic, by=coordinator) for _ in range(2)]
    drafts[0].specific.delete()
    again = draft_from(inquiry, topic, by=coordinator)

    assert drafts[0].pk == drafts[1].pk != again.pk
    assert Inquiry.objects.get().draft_id == again.pk


def test_a_question_without_an_answer_says_in_the_draft_that_it_is_missing(topic, coordinator):
    page = draft_from(answered(answer="", state="asked", query=""), topic, by=coordinator).specific

    assert (page.short_answer, list(page.body), page.search_terms) == ("<p>Hier fehlt noch die Antwort.</p>", [], "")


def test_two_questions_with_one_title_have_two_addresses(topic, coordinator):
    slugs = [draft_from(answered(), topic, by=coordinator).slug for _ in range(2)]

    assert slugs == ["muss-ich-mein-trainergeld-angeben", "muss-ich-mein-trainergeld-angeben-2"]


def test_once_published_it_is_found_by_the_words_of_whoever_asked(client, topic, coordinator, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    page = draft_from(answered(query="trainerknete"), topic, by=coordinator).specific
    found = []

    for publish in (lambda: None, lambda: page.get_latest_revision().publish()):
        publish()
        rebuild()
        found.append(page.title in client.get("/de/suche/", {"q": "trainerknete"}).content.decode())

    assert found == [False, True]


def test_the_draft_outlives_whoever_asked(topic, coordinator):
    page = draft_from(answered(), topic, by=coordinator)

    forget(Inquiry.objects.get())

    assert Page.objects.filter(pk=page.pk).exists()


def test_a_locked_question_becomes_no_draft(topic, coordinator):
    inquiry = answered(restricted_at="2026-01-01T00:00:00Z")

    with pytest.raises(CaseRestricted):
        draft_from(inquiry, topic, by=coordinator)

    assert QuestionPage.objects.filter(live=False).count() == 0


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Wir sind ein Chor. Wer haftet bei Proben? Und wer zahlt?", "Wer haftet bei Proben?"),
        ("Wer haftet bei Proben", "Wer haftet bei Proben"),
        ("", ""),
        ("Ja " * 80 + "?", ("Ja " * 39).strip() + "…"),
        ("x" * 300, "x" * 119 + "…"),
    ],
)
def test_the_title_is_the_sentence_that_asks(question, title):
    assert title_of(question) == title


# ------------------------------------------------------------------ who may


def make_draft(client, inquiry, topic):
    return client.post(reverse("wissen_inquiry_action", args=[inquiry.pk, "entwurf"]), {"topic": topic.pk})


def test_whoever_may_add_pages_below_the_topic_makes_a_draft(client, topic, coordinator):
    allow(coordinator, topic, "add")
    client.force_login(coordinator)
    inquiry = answered(topic)

    shown = client.get(reverse("wissen_inquiry", args=[inquiry.pk])).content.decode()
    response = make_draft(client, inquiry, topic)

    draft = Inquiry.objects.get().draft
    assert "Als Entwurf einer Antwort anlegen" in shown
    assert f'<option value="{topic.pk}" selected>' in shown
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert "Muss ich mein Trainergeld angeben?" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("rights", [(), ("change", "publish")])
def test_whoever_may_add_no_page_makes_no_draft(client, topic, coordinator, rights):
    """Negative control of the test above."""
    allow(coordinator, topic, *rights)
    client.force_login(coordinator)
    inquiry = answered(topic)

    shown = client.get(reverse("wissen_inquiry", args=[inquiry.pk])).content.decode()
    response = make_draft(client, inquiry, topic)

    assert "Als Entwurf einer Antwort anlegen" not in shown
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_home")
    assert not QuestionPage.objects.filter(live=False).exists()


def test_a_right_below_one_topic_is_none_below_another(client, topic, coordinator):
    other = topic.get_parent().specific.add_child(instance=type(topic)(title="Recht", slug="recht"))
    allow(coordinator, topic, "add")
    client.force_login(coordinator)

    make_draft(client, answered(topic), other)

    assert not QuestionPage.objects.filter(live=False).exists()
