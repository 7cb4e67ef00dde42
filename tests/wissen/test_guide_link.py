"""A guide answers by a link: this question, nothing about whoever asked, and nothing by opening it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests import factories
from tests.wissen.inquiries import ADDRESS, NAME, PHONE, QUESTION, asked, make_guide
from vorgang.keeping.deletion import forget
from vorgang.links import mint, revoke_links
from vorgang.models import JournalEntry, OutboxMail, OwnDataRequest, PersonalLink
from vorgang.outbox.queue import send_due
from wissen.inquiries.asking import answer, give_to_guide, take_back
from wissen.inquiries.guide_links import GUIDE_PURPOSE, guide_url
from wissen.inquiries.guides import remove_guide
from wissen.models import Assignment, Guide, Inquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(home):
    return factories.make_knowledge(home)["topic"]


@pytest.fixture
def inquiry(topic) -> Inquiry:
    """A question that a guide has."""
    make_guide(topic)
    return asked(topic_id=topic.pk, phone=PHONE, question=f"{QUESTION} Tel. {PHONE}, {ADDRESS}.\n\nLG Erika")


@pytest.fixture
def url(inquiry) -> str:
    return path_of(inquiry.assignments.get())


def path_of(assignment: Assignment) -> str:
    return "/" + guide_url(assignment).split("/", 3)[3]


def again(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.get(pk=inquiry.pk)


def statuses(client, url: str) -> list[int]:
    """Return how reading and answering are answered."""
    return [client.get(url).status_code, client.post(url, {"text": "Nein."}).status_code]


# ------------------------------------------------------------------ the right one


def test_the_page_shows_the_question_and_nothing_else_about_whoever_asked(client, inquiry, url):
    content = client.get(url).content.decode().split("<footer")[0]

    assert "Ich bin Trainerin im Sportverein." in content
    assert "Geld und Steuern" in content
    assert [word for word in (NAME, "Erika", ADDRESS, PHONE) if word in content] == []


def test_the_guide_answers_without_an_account_and_the_person_gets_the_mail(client, inquiry, url):
    OutboxMail.objects.all().delete()

    response = client.post(url, {"text": "Nein, bis zum Freibetrag nicht."})
    send_due()

    [sent] = mail.outbox
    assert response["Location"] == reverse("wissen_guide_done")
    assert "Danke für Ihre Hilfe" in client.get(response["Location"]).content.decode()
    assert (again(inquiry).state, sent.to) == ("answered", [ADDRESS])
    assert "Nein, bis zum Freibetrag nicht." in sent.body


def test_the_name_that_a_guide_writes_below_an_answer_goes_not_out(client, inquiry, url):
    """The page promises it, and the mail has its own greetings."""
    client.post(url, {"text": "Hallo Erika,\n\nnein.\n\nViele Grüße\nLotte Lotsin"})

    assert again(inquiry).answer == "nein."


def test_the_guide_hands_the_question_back(client, inquiry, url):
    response = client.post(url, {"zurueck": "1"})

    assert (response.status_code, again(inquiry).state, again(inquiry).guide) == (302, "asked", None)
    assert client.get(url).status_code == 404


def test_opening_the_link_changes_nothing(client, inquiry, url):
    """Mail scanners open links, with what address they like."""
    before = Inquiry.objects.values().get()

    answers = [client.get(url + query).status_code for query in ("", "?zurueck=1", "?text=Nein")]
    answers.append(client.head(url).status_code)

    assert answers == [200] * 4
    assert Inquiry.objects.values().get() == before
    assert client.post(url, {"zurueck": "1"}).status_code == 302
    assert Inquiry.objects.values().get() != before


@pytest.mark.parametrize("text", ["", "x" * 50_000, "Nein\x00."])
def test_a_wrong_answer_is_told_and_kept(watched, inquiry, url, text):
    response = watched.post(url, {"text": text})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])
    assert again(inquiry).state == "assigned"


def test_a_form_without_its_token_is_refused(inquiry, url):
    assert Client(enforce_csrf_checks=True).post(url, {"text": "Nein."}).status_code == 403
    assert again(inquiry).state == "assigned"


def test_nobody_on_the_way_keeps_or_indexes_the_page(client, url):
    response = client.get(url)

    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")
    assert response["Referrer-Policy"] == "same-origin"


def test_every_visit_stands_in_the_journal_without_a_name(client, inquiry, url):
    client.get(url)
    client.post(url, {"text": "Nein."})

    entries = JournalEntry.objects.order_by("pk").values_list("action", "object_id", "staff", "role")
    assert list(entries) == [
        ("opened", str(inquiry.pk), None, "Ehrenamtslotsin/-lotse per Link"),
        ("replied", str(inquiry.pk), None, "Ehrenamtslotsin/-lotse per Link"),
    ]


# ------------------------------------------------------------------ their language


def test_mail_and_page_speak_the_language_of_the_guide(client, topic):
    factories.translate(topic, "en", title="Money and taxes")
    make_guide(topic, language="en")
    asked(topic_id=topic.pk)
    send_due()

    [sent] = [each for each in mail.outbox if each.to != [ADDRESS]]
    address = re.search(r"https?://[^/\s]+(/en/fragen/antworten/\S+)", sent.body)[1]
    page = client.get(address).content.decode()
    done = client.post(address, {"text": "No."})

    assert '<html lang="en"' in page
    assert ("Money and taxes" in sent.body, "Money and taxes" in page) == (True, True)
    assert f'<div class="k-prose" lang="de" dir="auto"><p>{QUESTION}' in page
    assert done["Location"] == "/en/fragen/antworten/erledigt/"


def test_a_guide_is_german_unless_told_otherwise_and_speaks_what_the_site_has_mails_in(topic, settings):
    guide = make_guide(topic)

    assert guide.language == "de"
    assert [code for code, _name in Guide._meta.get_field("language").flatchoices] == ["de", "en", "de-simple"]


def test_the_office_and_whoever_asked_keep_their_own_languages(client, topic):
    make_guide(topic, language="en")
    inquiry = asked(topic_id=topic.pk)
    OutboxMail.objects.all().delete()

    client.post(path_of(inquiry.assignments.get()), {"zurueck": "1"})
    with override("en"):
        assert again(inquiry).language == "de"
    send_due()

    [sent] = mail.outbox
    assert "Frage an die Stelle" in sent.subject + sent.body


# ------------------------------------------------------------------ the wrong one


def test_a_link_ends_after_its_time(client, inquiry, url, settings):
    assert PersonalLink.objects.get().expires_at > timezone.now() + timedelta(days=29)
    PersonalLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert statuses(client, url) == [404, 404]
    assert again(inquiry).state == "assigned"


def test_a_revoked_link_opens_nothing(client, inquiry, url):
    revoke_links(inquiry.assignments.get())

    assert statuses(client, url) == [404, 404]


def test_the_link_of_a_guide_who_stopped_or_is_gone_opens_nothing(client, inquiry, url, coordinator):
    assert client.get(url).status_code == 200

    Guide.objects.update(is_active=False)
    assert statuses(client, url) == [404, 404]
    remove_guide(Guide.objects.get(), by=coordinator)
    assert statuses(client, url) == [404, 404]
    assert again(inquiry).state == "asked"


def test_once_the_office_took_it_back_the_link_opens_nothing(client, inquiry, url, coordinator):
    take_back(inquiry, by=coordinator)

    assert statuses(client, url) == [404, 404]


def test_a_question_given_to_another_guide_opens_for_that_one_only(client, inquiry, url, coordinator):
    other = make_guide()
    give_to_guide(inquiry, other, by=coordinator)

    others = path_of(Assignment.objects.get(guide=other))
    assert (client.get(url).status_code, client.get(others).status_code) == (404, 200)


def test_an_answered_question_is_shown_no_more(client, inquiry, url, coordinator):
    client.post(url, {"text": "Nein."})

    shown = client.get(url)
    repeated = client.post(url, {"text": "Doch."})

    assert (shown.status_code, "Trainerin" in shown.content.decode()) == (200, False)
    assert "Hier ist nichts mehr zu tun" in shown.content.decode()
    assert repeated.status_code == 409
    assert again(inquiry).answer == "Nein."


def test_what_the_office_answered_meanwhile_is_not_answered_twice(client, inquiry, url, coordinator):
    answer(inquiry, "Nein.", by=coordinator)

    assert statuses(client, url) == [200, 302]
    assert client.post(url, {"text": "Doch."}).status_code == 409
    assert "Hier ist nichts mehr zu tun" in client.get(url).content.decode()
    assert again(inquiry).answer == "Nein."


def test_a_locked_question_is_neither_shown_nor_answered(client, inquiry, url):
    Inquiry.objects.update(restricted_at=timezone.now())

    shown, sent = client.get(url), client.post(url, {"text": "Nein."})

    assert ("Trainerin" in shown.content.decode(), sent.status_code) == (False, 409)
    assert again(inquiry).state == "assigned"


def test_a_forgotten_question_is_gone(client, inquiry, url):
    forget(inquiry)

    assert statuses(client, url) == [404, 404]


def test_a_foreign_link_opens_no_question(client, inquiry, home):
    """The link to somebody's data, and one to the assignment for another purpose."""
    asked_for = OwnDataRequest.objects.create(email=ADDRESS)
    tokens = [
        mint(asked_for, "vorgang.own_data", timedelta(days=1)),
        mint(asked_for, GUIDE_PURPOSE, timedelta(days=1)),
        mint(inquiry, "wissen.inquiry", timedelta(days=1)),
        mint(inquiry.assignments.get(), "wissen.inquiry", timedelta(days=1)),
        "x" * 22,
    ]

    assert [client.get(reverse("wissen_guide", args=[token])).status_code for token in tokens] == [404] * 5


def test_the_guides_link_opens_no_personal_page_and_no_data(client, inquiry, url):
    token = url.rstrip("/").rsplit("/", 1)[1]

    for name in ("vorgang_personal_page", "vorgang_own_data", "vorgang_forget_all"):
        assert client.get(reverse(name, args=[token])).status_code == 404
    own = mint(inquiry, "wissen.inquiry", timedelta(days=1))
    assert client.get(reverse("vorgang_personal_page", args=[own])).status_code == 200
