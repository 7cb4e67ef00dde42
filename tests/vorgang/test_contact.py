"""The contact form and the lost link: what a person sees, and what does not differ."""

import re
from statistics import median
from time import perf_counter

import pytest
from django.core import mail
from django.urls import reverse

from tests.vorgang.cases import make_message
from vorgang.models import LostLinkRequest, Message, OutboxMail, PersonalLink
from vorgang.outbox.queue import send_due
from vorgang.states import MessageKind

pytestmark = pytest.mark.django_db
FILLED = {
    "name": "Erika Beispiel",
    "email": "erika@beispiel.example",
    "subject": "Frage",
    "text": "Wie gründe ich einen Verein?",
}


@pytest.fixture(autouse=True)
def _without_minimum_time(settings, home):
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.VORGANG_MAIL_PER_HOUR = settings.VORGANG_MAIL_PER_DAY = 1000


def send(client, view="vorgang_contact", query="", **fields):
    page = client.get(reverse(view) + query)
    return client.post(reverse(view) + query, {"started": page.context["form"]["started"].value(), **fields})


def test_a_message_reaches_the_office_and_its_sender_at_once(client):
    response = send(client, **FILLED)
    send_due()

    message = Message.objects.get()
    assert (response.status_code, response["Location"]) == (302, reverse("vorgang_contact_sent"))
    assert client.get(response["Location"]).status_code == 200
    assert (message.name, message.kind, message.needs_answer) == ("Erika Beispiel", "contact", True)
    assert [sent.to for sent in mail.outbox] == [["ehrenamt@musterkreis.example"], ["erika@beispiel.example"]]


def test_a_double_click_is_one_message(client):
    started = client.get(reverse("vorgang_contact")).context["form"]["started"].value()

    responses = [client.post(reverse("vorgang_contact"), {**FILLED, "started": started}) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert (Message.objects.count(), OutboxMail.objects.count()) == (1, 2)


def test_two_messages_of_one_opened_form_are_two(client):
    """Negative control: it is the same content in the same form that counts once."""
    started = client.get(reverse("vorgang_contact")).context["form"]["started"].value()

    for text in ("Die erste Frage", "Die zweite Frage"):
        client.post(reverse("vorgang_contact"), {**FILLED, "text": text, "started": started})

    assert Message.objects.count() == 2


def test_the_subject_of_the_office_mail_names_the_case_and_nobody(client):
    send(client, **FILLED)
    send_due()

    office = mail.outbox[0]
    assert office.subject == f"Neu im Posteingang: Nachricht {Message.objects.get().code}"
    assert "Erika" not in office.body + office.alternatives[0].content


def test_the_receipt_repeats_nothing_a_stranger_could_have_written(client):
    """Anybody can enter anybody's address: the receipt must not carry their advertisement."""
    send(client, **{**FILLED, "subject": "Jetzt kaufen", "text": "http://werbung.example"})
    send_due()

    receipt = mail.outbox[1]
    assert "kaufen" not in receipt.body + receipt.subject
    assert "werbung" not in receipt.body


def test_a_phone_number_is_enough(client):
    response = send(client, **{**FILLED, "email": "", "phone": "06000 123-0"})

    assert response.status_code == 302
    assert list(OutboxMail.objects.values_list("kind", flat=True)) == ["vorgang.office_new"]


def test_without_any_way_back_the_form_asks_for_one(client):
    response = send(client, **{**FILLED, "email": ""})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert FILLED["text"] in response.content.decode()


def test_a_reported_barrier_knows_its_page(client):
    query = "?art=barriere&seite=/de/kurse/"
    shown = client.get(reverse("vorgang_contact") + query)
    fields = {key: value for key, value in FILLED.items() if key != "subject"}
    send(client, query=query, **fields, page_url=shown.context["form"]["page_url"].value())

    message = Message.objects.get()
    assert (message.kind, message.page_url) == (MessageKind.ACCESSIBILITY, "/de/kurse/")


@pytest.mark.goal("S1")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 50_000),
        ("name", "Erika\x00Beispiel"),
        ("name", "=1+1"),
        ("name", "+49"),
        ("name", "12345"),
        ("name", "Gewinn unter www.werbung.example"),
        ("name", "Erika \u202eleipsieB"),
        ("email", "erika"),
        ("email", "erika@localhost"),
        ("email", "erika@[127.0.0.1]"),
        ("email", "erika@127.0.0.1"),
        ("email", "=cmd@beispiel.example"),
        ("email", "erika@beispiel.example\r\nBcc: alle@beispiel.example"),
        ("phone", "keine"),
        ("phone", "=1+1+1"),
        ("subject", "Frage\x0bBcc: alle@beispiel.example"),
        ("text", ""),
        ("text", "x" * 50_000),
        ("page_url", "x" * 50_000),
    ],
)
def test_malformed_input_is_told_at_its_field_and_the_rest_is_kept(watched, field, value):
    response = send(watched, **{**FILLED, field: value})

    content = response.content.decode()
    kept = "Erika Beispiel" if field != "name" else "erika@beispiel.example"
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert kept in content
    assert "\x00" not in content
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["Zoë O’Brien-Müller", "محمد علي", "李小龙", "Nguyễn Văn A", "Dr. Ä. d'Été"])
def test_unusual_names_are_welcome(client, name):
    send(client, **{**FILLED, "name": name})

    assert Message.objects.get().name == name


def test_opening_the_forms_changes_nothing(client):
    for name in ("vorgang_contact", "vorgang_lost_link", "vorgang_contact_sent", "vorgang_lost_link_sent"):
        client.get(reverse(name))
        client.head(reverse(name))

    assert not any(model.objects.exists() for model in (Message, LostLinkRequest, OutboxMail))


# ------------------------------------------------------------------ lost link


def ask(client, email):
    return send(client, "vorgang_lost_link", email=email)


def test_all_links_of_an_address_come_in_one_mail(client):
    first, second = make_message(), make_message(email="ERIKA@beispiel.example")
    make_message(email="andere@beispiel.example")

    ask(client, "erika@beispiel.example")
    send_due()

    [sent] = mail.outbox
    links = re.findall(r"/de/vorgang/[\w-]{22}/", sent.body)
    assert sent.to == ["erika@beispiel.example"]
    assert len(links) == 2
    assert {link.target for link in PersonalLink.objects.all()} == {first, second}
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client):
    make_message()
    known, unknown = ask(client, "erika@beispiel.example"), ask(client, "unbekannt@beispiel.example")
    rows = list(OutboxMail.objects.values_list("kind", "state", "channel"))
    send_due()

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known.content == unknown.content
    assert len(set(rows)) == 1
    assert [sent.to for sent in mail.outbox] == [["erika@beispiel.example"]]


def test_a_known_address_costs_the_same_statements_and_about_the_same_time(client, django_assert_num_queries):
    for _ in range(50):
        make_message()
    page = client.get(reverse("vorgang_lost_link"))
    started = page.context["form"]["started"].value()

    def post(email):
        begin = perf_counter()
        client.post(reverse("vorgang_lost_link"), {"email": email, "started": started})
        return perf_counter() - begin

    post("aufwaermen@beispiel.example")
    for email in ("erika@beispiel.example", "unbekannt@beispiel.example"):
        with django_assert_num_queries(4):
            post(email)
    known = median(post("erika@beispiel.example") for _ in range(15))
    unknown = median(post("unbekannt@beispiel.example") for _ in range(15))

    assert abs(known - unknown) < max(known, unknown)


@pytest.mark.goal("S1")
@pytest.mark.parametrize(
    "email", ["", "erika", "erika@localhost", "e\x00@beispiel.example", "x" * 50_000, "=a@b.example"]
)
def test_what_is_no_address_is_told_and_nothing_is_queued(watched, email):
    response = ask(watched, email)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert not OutboxMail.objects.exists()


def test_erased_cases_are_not_found_again(client):
    from django.utils import timezone

    make_message(erased_at=timezone.now())

    ask(client, "erika@beispiel.example")

    assert send_due() == 0
