"""Questions to the office from other programs: taken as the form takes them, judged alike."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.wissen.inquiries import ADDRESS, NAME, QUESTION, make_guide
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due
from wissen.models import Inquiry, TopicPage

pytestmark = pytest.mark.django_db
TOPICS = "/api/v1/fragen/themen/"
TAKEN = {"status": "received", "receipt_sent": True, "answered_by": "email"}


@pytest.fixture(autouse=True)
def _often(settings):
    settings.VORGANG_MAIL_PER_HOUR = settings.VORGANG_MAIL_PER_DAY = 1000


@pytest.fixture
def pages(home):
    return factories.make_knowledge(home)


def ask(client, *, key: str = "schluessel-1", accepts: str = "de", **fields):
    headers = {"Idempotency-Key": key, "Accept-Language": accepts}
    body = {"question": QUESTION, "name": NAME, "email": ADDRESS, **fields}
    return client.post("/api/v1/fragen/", body, content_type="application/json", headers=headers)


def kinds() -> list[str]:
    return list(OutboxMail.objects.order_by("pk").values_list("kind", flat=True))


def test_a_program_asks_as_the_form_does(client, pages):
    topic = pages["topic"]

    answer = ask(client, topic=topic.pk, query="trainergeld", page_url="https://verein.example/hilfe/")
    send_due()

    inquiry = Inquiry.objects.get()
    assert (answer.status_code, answer.json()) == (202, TAKEN)
    assert (inquiry.question, inquiry.name, inquiry.email, inquiry.topic) == (QUESTION, NAME, ADDRESS, topic)
    assert (inquiry.query, inquiry.page_url, inquiry.language) == ("trainergeld", "https://verein.example/hilfe/", "de")
    assert [sent.to for sent in mail.outbox] == [["ehrenamt@musterkreis.example"], [ADDRESS]]


def test_a_question_on_the_topic_of_a_guide_goes_to_the_guide(client, pages):
    guide = make_guide(pages["topic"])

    ask(client, topic=pages["topic"].pk)

    assert Inquiry.objects.get().guide == guide


def test_whoever_leaves_a_number_only_is_called(client, pages):
    answer = ask(client, email="", phone="06000 123-0")

    assert answer.json() == {"status": "received", "receipt_sent": False, "answered_by": "phone"}
    assert kinds() == ["vorgang.office_new"]


def test_the_same_request_twice_is_one_question_and_another_under_its_key_is_refused(client, pages):
    answers = [ask(client) for _ in range(2)]
    other = ask(client, question="Und sonst?")
    under_a_new_key = ask(client, key="schluessel-2")

    assert [answer.json() for answer in answers] == [TAKEN, TAKEN]
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_conflict")
    assert (under_a_new_key.status_code, Inquiry.objects.count(), len(kinds())) == (202, 2, 4)


@pytest.mark.parametrize("key", ["", "kurz", "mit leer zeichen", "x" * 101])
def test_a_key_that_is_none_is_refused(client, pages, key):
    assert ask(client, key=key).status_code == 422
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"question": ""}, "question"),
        ({"question": "x" * 3001}, "question"),
        ({"question": "Darf\x00 ich?"}, "question"),
        ({"question": None}, "question"),
        ({"name": "x"}, "name"),
        ({"name": "=1+1"}, "name"),
        ({"email": "erika@localhost"}, "email"),
        ({"email": ""}, "email"),
        ({"phone": "keine"}, "phone"),
        ({"topic": 999}, "topic"),
        ({"topic": 2**80}, "topic"),
        ({"topic": "Geld"}, "topic"),
        ({"query": "x" * 501}, "query"),
        ({"page_url": "x" * 501}, "page_url"),
        ({"language": "<b>"}, "language"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(client, pages, fields, at):
    answer = ask(client, **fields)

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [at]
    assert not Inquiry.objects.exists()


def test_too_many_questions_of_one_address_are_slowed_down(client, pages, settings):
    settings.VORGANG_MAIL_PER_HOUR = 1

    answers = [ask(client, key=f"schluessel-{number}", question=f"Frage {number}?") for number in (1, 2)]

    assert [answer.status_code for answer in answers] == [202, 429]
    assert int(answers[1]["Retry-After"]) > 0
    assert Inquiry.objects.count() == 1


def test_the_mails_are_in_the_language_of_the_person(client, pages):
    factories.translate(pages["topic"], "en", title="Money")

    for number, options in enumerate(({"accepts": "en"}, {"accepts": "en", "language": "de"}, {"language": "xx"})):
        ask(client, key=f"schluessel-{number}", **options)

    assert list(Inquiry.objects.order_by("pk").values_list("language", flat=True)) == ["en", "de", "de"]


def test_the_topics_are_those_of_the_language_and_open_to_all(client, pages):
    pages["knowledge"].add_child(instance=TopicPage(title="Entwurf", slug="entwurf", live=False))
    english = factories.translate(pages["topic"], "en", title="Money")

    found = [client.get(TOPICS, {"locale": language}).json() for language in ("de", "en")]

    german = {"id": pages["topic"].pk, "title": "Geld und Steuern", "url": "/de/wissen/geld-und-steuern/"}
    assert found[0] == [german]
    assert [(topic["id"], topic["title"]) for topic in found[1]] == [(english.pk, "Money")]


def test_a_topic_of_another_language_or_a_draft_is_none(client, pages):
    english = factories.translate(pages["topic"], "en", title="Money")
    draft = pages["knowledge"].add_child(instance=TopicPage(title="Entwurf", slug="entwurf", live=False))

    refused = [ask(client, topic=page.pk).status_code for page in (english, draft)]

    assert refused == [422, 422]
    assert ask(client, topic=pages["topic"].pk).status_code == 202


def test_the_topics_ask_the_database_alike_whether_few_or_many(client, pages):
    counts = []
    for number in range(2):
        client.get(TOPICS)
        with CaptureQueriesContext(connection) as queries:
            client.get(TOPICS)
        counts.append(len(queries))
        for each in range(3):
            pages["knowledge"].add_child(instance=TopicPage(title=f"T{number}{each}", slug=f"t{number}{each}"))

    assert counts[0] == counts[1] <= 5
