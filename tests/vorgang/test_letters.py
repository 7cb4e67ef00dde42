"""Letters for people without an e-mail address: accessible PDF, address printed and kept nowhere."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.vorgang.cases import make_message
from vorgang.models import Message, OutboxMail, PersonalLink
from vorgang.outbox.queue import queue_mail
from vorgang.papers.letters import letter_pdf
from vorgang.states import MailState

pytestmark = pytest.mark.django_db
ADDRESS = "Erika Beispiel\nLange Gasse 3\n99001 Musterstadt"


@pytest.fixture
def letter(home):
    return queue_mail("vorgang.receipt", make_message(code="ABCDEFGH", email=""))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_letter_names_sender_address_and_case_and_has_no_link(letter):
    pdf = letter_pdf(letter, ADDRESS)

    text = text_of(pdf)
    assert "Lange Gasse 3" in text
    assert "Kennzeichen: ABCDEFGH" in text
    assert "Koordinierungsstelle Ehrenamt" in text
    assert "/vorgang/" not in text
    assert not PersonalLink.objects.exists()


def test_markup_in_a_name_is_printed_as_it_is(home):
    row = queue_mail("vorgang.receipt", make_message(email="", name='#panic("x") *fett* $x$'))

    text = text_of(letter_pdf(row, '#read("/etc/passwd")'))

    assert '#panic("x") *fett* $x$' in text
    assert '#read("/etc/passwd")' in text


def test_the_office_prints_it_and_notes_it(client, coordinator, letter):
    client.force_login(coordinator)
    url = reverse("vorgang_letter", args=[letter.pk])

    shown = client.get(url)
    printed = client.post(url, {"address": ADDRESS})
    state_after_printing = OutboxMail.objects.get().state
    client.post(reverse("vorgang_mail_action", args=[letter.pk, "gedruckt"]))

    assert shown.status_code == 200
    assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
    assert state_after_printing == MailState.QUEUED
    assert OutboxMail.objects.get().state == MailState.PRINTED
    assert "Lange Gasse" not in str(list(Message.objects.values())) + str(list(OutboxMail.objects.values()))


def test_an_empty_address_is_told(client, coordinator, letter):
    client.force_login(coordinator)

    response = client.post(reverse("vorgang_letter", args=[letter.pk]), {"address": " "})

    assert response.status_code == 422


def test_letters_wait_in_the_inbox(client, coordinator, letter):
    client.force_login(coordinator)

    response = client.get(reverse("vorgang_inbox"))

    assert [entry["mail"] for entry in response.context["letters"]] == [letter]
