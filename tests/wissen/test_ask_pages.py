"""Asking the office: the form, where it is reached from, and what leads nowhere."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.caches.pages import current_version
from suche.indexing.following import rebuild
from tests import factories
from tests.wissen.inquiries import ADDRESS, FILLED, QUESTION, make_guide, send
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due
from wissen.models import Figure, Inquiry, TopicPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_minimum_time(settings):
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.VORGANG_MAIL_PER_HOUR = settings.VORGANG_MAIL_PER_DAY = 1000


@pytest.fixture
def pages(home):
    return factories.make_knowledge(home)


def shown(client, query: str = "") -> str:
    return client.get(reverse("wissen_ask") + query).content.decode()


def test_a_question_reaches_the_office_and_is_confirmed(client, pages):
    response = send(client, topic=pages["topic"].pk)
    send_due()

    inquiry = Inquiry.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("wissen_asked"))
    assert "Ihre Frage ist angekommen" in client.get(response["Location"]).content.decode()
    assert (inquiry.question, inquiry.topic, inquiry.email) == (QUESTION, pages["topic"], ADDRESS)
    assert [sent.to for sent in mail.outbox] == [["ehrenamt@musterkreis.example"], [ADDRESS]]


def test_what_was_searched_for_and_where_are_kept(client, pages):
    query = "?frage=Pauschale+Steuer&seite=/de/suche/"

    form = shown(client, query)
    send(client, query, question="Wie hoch ist sie?")

    inquiry = Inquiry.objects.get()
    assert ">\nPauschale Steuer</textarea>" in form
    assert (inquiry.question, inquiry.query, inquiry.page_url) == (
        "Wie hoch ist sie?",
        "Pauschale Steuer",
        "/de/suche/",
    )


def test_the_page_one_comes_from_is_named_by_its_title_and_any_other_address_as_it_is(client, pages):
    question = pages["question"]
    address = question.get_url()

    known, other = (shown(client, f"?seite={each}") for each in (address, "/de/suche/"))

    question.unpublish()
    hidden = shown(client, f"?seite={address}")
    assert f'Sie kommen von der Seite: <a href="{address}">{question.title}</a>' in known
    assert 'Sie kommen von der Seite: <span class="k-break">/de/suche/</span>' in other
    assert question.title not in hidden


@pytest.mark.parametrize("name", ["topic", "question"])
def test_the_topic_of_the_page_is_chosen_already(client, pages, name):
    address = pages[name].get_url()

    assert f'<option value="{pages["topic"].pk}" selected>' in shown(client, f"?seite={address}")
    assert "selected" not in re.search(r"<select.*?</select>", shown(client, "?seite=/de/"), re.DOTALL)[0].replace(
        '<option value="" selected>', ""
    )


def test_the_topics_are_those_of_the_readers_language_and_open_to_all(client, pages):
    pages["knowledge"].add_child(instance=TopicPage(title="Entwurf", slug="entwurf", live=False))
    factories.translate(pages["topic"], "en", title="Money")

    german, english = shown(client), client.get("/en/fragen/").content.decode()

    assert ("Geld und Steuern" in german, "Entwurf" in german, "Money" in german) == (True, False, False)
    assert ">Money</option>" in english


def test_a_phone_number_is_enough_and_no_way_back_is_told(client, pages):
    told = send(client, email="")
    taken = send(client, email="", phone="06000 123-0")

    assert (told.status_code, list(told.context["form"].errors)) == (422, ["email"])
    assert QUESTION in told.content.decode()
    assert (taken.status_code, Inquiry.objects.get().phone) == (302, "06000 123-0")
    assert list(OutboxMail.objects.values_list("kind", flat=True)) == ["vorgang.office_new"]


def test_a_double_click_is_one_question(client, pages):
    started = client.get(reverse("wissen_ask")).context["form"]["started"].value()

    responses = [client.post(reverse("wissen_ask"), {**FILLED, "started": started}) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert (Inquiry.objects.count(), OutboxMail.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", ""),
        ("question", "x" * 50_000),
        ("question", "Darf\x00 ich?"),
        ("topic", "abc"),
        ("topic", "9" * 50),
        ("topic", "-1"),
        ("name", ""),
        ("name", "=1+1"),
        ("email", "erika@localhost"),
        ("email", "erika@beispiel.example\r\nBcc: alle@beispiel.example"),
        ("phone", "keine"),
    ],
)
def test_malformed_input_is_told_at_its_field_and_the_rest_is_kept(watched, pages, field, value):
    response = send(watched, **{field: value})

    content = response.content.decode()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert ("Erika Beispiel" if field != "name" else ADDRESS) in content
    assert "\x00" not in content
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "?frage=" + "x" * 5000,
        "?seite=%00%0d%0aX",
        "?frage=%00",
        "?seite=javascript:alert(1)",
        "?frage=<script>&seite=<b>",
    ],
)
def test_a_strange_address_is_no_fault_and_no_markup(watched, pages, query):
    response = watched.get(reverse("wissen_ask") + query)

    assert response.status_code == 200
    assert [
        text for text in ("<script>&", "<b>", 'href="javascript', "\x00") if text in response.content.decode()
    ] == []


def test_too_many_questions_of_one_address_are_slowed_down_with_what_was_typed(client, pages, settings):
    settings.VORGANG_MAIL_PER_HOUR = 1

    answers = [send(client, question=f"Frage {number}?") for number in (1, 2)]

    assert [answer.status_code for answer in answers] == [302, 429]
    assert int(answers[1]["Retry-After"]) > 0
    assert "Frage 2?" in answers[1].content.decode()
    assert Inquiry.objects.count() == 1


def test_the_honeypot_asks_to_send_again(client, pages):
    response = send(client, website="http://werbung.example")

    assert (response.status_code, Inquiry.objects.count()) == (422, 0)


def test_a_form_without_its_token_is_refused(pages):
    response = Client(enforce_csrf_checks=True).post(reverse("wissen_ask"), FILLED)

    assert (response.status_code, Inquiry.objects.count()) == (403, 0)


def test_the_receipt_repeats_nothing_a_stranger_could_have_written(client, pages):
    send(client, question="Jetzt kaufen: http://werbung.example")
    send_due()

    receipt = mail.outbox[1].subject + mail.outbox[1].body + mail.outbox[1].alternatives[0].content
    assert Inquiry.objects.get().code in receipt
    assert [word for word in ("kaufen", "werbung") if word in receipt] == []


# ------------------------------------------------------------------ the ways to it


def test_every_page_and_every_answer_lead_to_the_form(client, pages):
    for page in (pages["knowledge"].get_parent(), *pages.values()):
        html = client.get(page.get_url()).content.decode()
        footer = html.split("<footer", 1)[-1]
        assert f'href="{reverse("wissen_ask")}"' in footer, page

    asked_from = re.escape(f'href="{reverse("wissen_ask")}?seite=')
    for name in ("knowledge", "topic", "question"):
        found = re.search(asked_from + r'([^"]+)"', client.get(pages[name].get_url()).content.decode())
        assert found[1] == pages[name].get_url().replace("/", "%2F"), name


def test_the_empty_search_takes_the_question_along(client, pages, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    rebuild()

    html = client.get("/de/suche/", {"q": "Qwxyz vrbtl?"}).content.decode()

    address = re.search(r'href="([^"]*/fragen/\?frage=[^"]*)"', html)[1].replace("&amp;", "&")
    assert "Qwxyz vrbtl?</textarea>" in client.get(address).content.decode()


def test_the_form_asks_the_database_alike_with_few_and_with_many_topics(client, pages):
    counts = []
    for number in range(2):
        shown(client)
        with CaptureQueriesContext(connection) as queries:
            shown(client, "?seite=/de/wissen/")
        counts.append(len(queries))
        for each in range(3):
            pages["knowledge"].add_child(instance=TopicPage(title=f"T{number}{each}", slug=f"t{number}{each}"))

    assert counts[0] == counts[1] <= 6


@pytest.mark.django_db(transaction=True)
def test_asking_leaves_the_stored_pages_and_a_changed_figure_does_not(client, pages):
    make_guide(pages["topic"])
    versions = [current_version()]

    for change in (lambda: send(client, topic=pages["topic"].pk), lambda: Figure.objects.get().save()):
        change()
        versions.append(current_version())

    assert (versions[0] == versions[1], versions[1] == versions[2]) == (True, False)


def test_a_guide_of_the_topic_gets_the_question_from_the_form(client, pages):
    guide = make_guide(pages["topic"])

    send(client, topic=pages["topic"].pk)
    send_due()

    assert Inquiry.objects.get().guide == guide
    assert [sent.to for sent in mail.outbox] == [[guide.email], [ADDRESS]]
