"""Where an answer leads: any page that an editor chooses, in the language of the answer."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests import factories
from wissen.models import QuestionPage
from wissen.reading.pages import next_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home):
    return factories.make_content(home)


def choose(pages, page) -> QuestionPage:
    question = pages["question"]
    question.next_page = page
    question.save_revision().publish()
    return question


@pytest.mark.parametrize("name", ["content", "programme", "municipality", "topic"])
def test_the_page_of_any_room_is_the_next_step(client, pages, name):
    question = choose(pages, pages[name])

    html = client.get(question.get_url()).text

    assert f'href="{pages[name].get_url()}"' in html.partition("Hier geht es weiter:")[2][:400]
    assert (next_step(question).label, next_step(question).url) == (pages[name].title, pages[name].get_url())


def test_a_translated_answer_leads_to_the_translated_page(pages):
    translated = factories.translate(pages["content"], "en", title="About us")
    answer = factories.translate(choose(pages, pages["content"]), "en", title="What?")
    QuestionPage.objects.filter(pk=answer.pk).update(next_page=pages["content"])

    assert next_step(QuestionPage.objects.get(pk=answer.pk)).url == translated.get_url()


def test_a_page_that_hides_is_no_step(pages):
    question = choose(pages, pages["content"])
    pages["content"].unpublish()

    assert next_step(question).label == "Frage stellen"


def test_a_chosen_page_that_is_deleted_leaves_the_answer(client, pages):
    question = choose(pages, pages["content"])
    pages["content"].delete()

    assert client.get(question.get_url()).status_code == 200
    assert QuestionPage.objects.get(pk=question.pk).next_page is None


def test_a_chosen_page_costs_one_query(pages, django_assert_num_queries):
    question = QuestionPage.objects.get(pk=choose(pages, pages["content"]).pk)
    next_step(question)

    with django_assert_num_queries(1):
        next_step(question)


@pytest.mark.parametrize(
    ("step", "begins"),
    [
        ("beratung", "Sie möchten das lieber besprechen?"),
        ("boerse", "Sie suchen ein Engagement, das zu Ihnen passt?"),
        ("frage", "Ihre Frage ist noch offen?"),
    ],
)
def test_what_has_no_page_yet_leads_to_the_form_and_promises_nothing_else(client, pages, step, begins):
    question = pages["question"]
    question.next_step = step
    question.save_revision().publish()

    html = client.get(question.get_url()).text.partition('id="weiter"')[2].partition("</section>")[0]

    assert next_step(question).label == "Frage stellen"
    assert begins in html
    assert "Wir antworten Ihnen persönlich." in html
    assert "Beratung" not in html


def test_workshops_are_promised_only_where_there_are_some(home, pages):
    question = pages["question"]
    question.next_step = "kurse"

    assert next_step(question).label == "Frage stellen"
    factories.make_programme(home)

    assert next_step(question).label == "Kurse ansehen", "negative control"


@pytest.mark.parametrize("name", ["k-next-step", "k-as-file"])
def test_what_cannot_be_followed_on_paper_is_not_printed(client, pages, name):
    hidden = Path(finders.find("pages/css/print.css")).read_text().partition("display: none")[0]

    assert name in client.get(pages["question"].get_url()).text
    assert f".{name}," in hidden
    assert ".k-page," not in hidden, "negative control"
