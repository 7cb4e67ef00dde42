"""What visitors search for becomes the draft of a question."""

from datetime import timedelta

import pytest
from django.utils import timezone

from suche.models import QueryDay
from tests import factories
from tests.wissen.page_rights import allow
from wissen.models import QuestionPage

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/wissen/aufnehmen/?frage=wer+haftet%3F"


@pytest.fixture
def topic(home):
    return factories.make_knowledge(home)["topic"]


@pytest.fixture
def reader(client, coordinator, topic):
    """Somebody who may teach the search but add no page."""
    client.force_login(coordinator)
    return client


@pytest.fixture
def desk(reader, coordinator, topic):
    allow(coordinator, topic.get_parent(), "add")
    return reader


def asked(query: str) -> None:
    for number in (1, 2):
        day = timezone.localdate() - timedelta(days=number)
        QueryDay.objects.create(day=day, language="de", query=query, searches=1, without_hits=1)


def test_a_query_becomes_a_draft(desk, topic, coordinator):
    form = desk.get(ADDRESS).content.decode()
    assert 'value="Wer haftet?"' in form
    assert not QuestionPage.objects.filter(live=False).exists()

    answer = desk.post(ADDRESS, {"title": "Wer haftet im Verein?", "topic": topic.pk})

    page = QuestionPage.objects.child_of(topic).get(live=False)
    assert answer.url == f"/admin/pages/{page.pk}/edit/"
    assert (page.title, page.asked_as, page.owner) == ("Wer haftet im Verein?", "wer haftet?", coordinator)
    assert page.get_latest_revision_as_object().title == page.title
    assert desk.get(page.get_url()).status_code == 404


def test_the_second_press_of_the_button_makes_no_second_draft(desk, topic):
    for _each in range(2):
        answer = desk.post(ADDRESS, {"title": "Wer haftet?", "topic": topic.pk})

    assert "Diese Frage gibt es in diesem Thema schon." in answer.content.decode()
    assert QuestionPage.objects.filter(live=False).count() == 1


@pytest.mark.parametrize("wrong", [{}, {"title": ""}, {"title": "Neu", "topic": "x"}, {"title": "§" * 300}])
def test_what_is_wrong_is_said_and_kept(desk, topic, wrong):
    answer = desk.post(ADDRESS, {"title": "Neu", **wrong})

    assert answer.status_code == 200
    assert not QuestionPage.objects.filter(live=False).exists()


@pytest.mark.parametrize("title", ["???", "كيف أتبرع", "Neu"])
def test_every_question_gets_an_address(desk, topic, title):
    desk.post(ADDRESS, {"title": title, "topic": topic.pk})

    assert QuestionPage.objects.get(title=title).slug


def test_without_the_right_to_add_there_is_neither_link_nor_draft(reader, topic):
    asked("wer haftet")
    assert "wissen/aufnehmen" not in reader.get("/admin/suche/bericht/").content.decode()

    answer = reader.post(ADDRESS, {"title": "Neu", "topic": topic.pk})

    assert answer.status_code == 302
    assert not QuestionPage.objects.filter(live=False).exists()


def test_the_report_leads_to_the_draft(desk):
    asked("wer haftet")

    html = desk.get("/admin/suche/bericht/").content.decode()

    assert 'href="/admin/wissen/aufnehmen/?frage=wer+haftet"' in html


def test_a_topic_outside_ones_own_tree_is_refused(desk, topic, home):
    other = topic.get_parent().copy(update_attrs={"slug": "fremd"}, recursive=True)
    foreign = other.get_children().first()

    answer = desk.post(ADDRESS, {"title": "Neu", "topic": foreign.pk})

    assert answer.status_code == 200
    assert not QuestionPage.objects.filter(title="Neu").exists()
