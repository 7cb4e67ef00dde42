"""Reported barriers and reported content: taken without a name, answered by a day, decided with reasons, kept as long
as the law of each wants."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.vorgang.cases import make_message, message_request
from tests.vorgang.test_contact import send
from vorgang.inbox import work
from vorgang.inbox.listing import Pile, listed, rows_of, waiting
from vorgang.models import Message, MessageReply
from vorgang.outbox.queue import send_due
from vorgang.states import MessageKind

pytestmark = pytest.mark.django_db
REPORT = {"page_url": "/de/kurse/", "text": "Das Bild zeigt verbotene Zeichen.", "truthful": "on"}


@pytest.fixture(autouse=True)
def _no_minimum_time(settings, home):
    settings.VORGANG_MINIMUM_SECONDS = 0


@pytest.mark.goal("B14")
@pytest.mark.parametrize(
    ("query", "fields", "kind"),
    [("?art=barriere", {"text": "Kein Kontrast."}, "accessibility"), ("?art=inhalt", REPORT, "illegal_content")],
)
def test_a_report_needs_no_name_and_gets_a_day_to_answer_by(client, query, fields, kind, measured):
    response = send(client, query=query, **fields)

    message = Message.objects.get()
    assert (response.status_code, message.kind, message.name, message.email) == (302, kind, "", "")
    assert message.answer_by == timezone.localdate() + timedelta(days=14)
    measured("Frist 14 Tage je Meldung, im Posteingang sichtbar")


def test_an_ordinary_message_has_only_the_inbox_clock(home):
    assert work.receive_message(message_request()).answer_by is None


@pytest.mark.parametrize("missing", ["page_url", "text", "truthful"])
def test_a_report_of_content_says_where_and_why_and_in_good_faith(client, missing):
    response = send(client, query="?art=inhalt", **{name: text for name, text in REPORT.items() if name != missing})

    assert (response.status_code, Message.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == [missing]


@pytest.mark.parametrize("kind", ["barriere", "inhalt"])
def test_the_form_knows_the_page_it_was_opened_from(client, kind):
    html = client.get(f"{reverse('vorgang_contact')}?art={kind}&seite=/de/kurse/").content.decode()

    assert 'value="/de/kurse/"' in html


@pytest.mark.parametrize(
    ("kind", "subject"),
    [("accessibility", "Ihre Nachricht ist angekommen"), ("illegal_content", "Ihre Meldung ist angekommen")],
)
def test_the_receipt_names_the_day_of_the_answer(mailoutbox, kind, subject):
    message = work.receive_message(message_request(kind=MessageKind(kind), name=""))
    send_due()

    receipt = next(mail for mail in mailoutbox if mail.to == [message.email])
    assert receipt.subject.startswith(subject)
    assert "spätestens am" in receipt.body
    assert "Guten Tag,\n" in receipt.body


def test_the_inbox_shows_the_day_and_counts_a_missed_one_as_overdue(client, coordinator, settings):
    settings.VORGANG_ESCALATION_DAYS = 90
    message = work.receive_message(message_request(kind=MessageKind.ACCESSIBILITY))
    client.force_login(coordinator)
    html = client.get(reverse("vorgang_inbox")).content.decode()

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        [row] = rows_of(list(listed(Pile.OVERDUE)))
        found = (row.pk, row.is_overdue, row.is_past_deadline, waiting().overdue)

    assert f"Frist bis {message.answer_by:%d.%m.%Y}" in html
    assert found == (message.pk, True, True, 1)


def test_before_that_day_it_is_not_overdue(settings):
    """Negative control of the test above."""
    settings.VORGANG_ESCALATION_DAYS = 90
    work.receive_message(message_request(kind=MessageKind.ACCESSIBILITY))

    with time_machine.travel(timezone.now() + timedelta(days=13)):
        assert (list(listed(Pile.OVERDUE)), waiting().overdue) == ([], 0)


def test_the_office_decides_with_reasons_and_the_reporter_reads_both(client, coordinator, mailoutbox):
    message = make_message(kind="illegal_content")
    client.force_login(coordinator)
    url = reverse("vorgang_message", args=[message.pk])

    without = client.post(url, {"text": "Ohne Entscheidung."})
    client.post(url, {"text": "Das Zeichen ist verboten.", "decision": "removed"})
    send_due()

    assert without.status_code == 422
    assert MessageReply.objects.get().text == "Wir haben den Inhalt entfernt.\n\nDas Zeichen ist verboten."
    assert mailoutbox[-1].subject.startswith("Unsere Entscheidung über Ihre Meldung")
    assert "Wir haben den Inhalt entfernt." in mailoutbox[-1].body
    assert "Gericht" in mailoutbox[-1].body


def test_a_decided_report_is_kept_for_a_year_and_other_messages_for_half_of_it(coordinator):
    messages = [make_message(kind=kind) for kind in ("illegal_content", "accessibility")]

    for message in messages:
        work.mark_answered(message)

    kept = [(Message.objects.get(pk=message.pk).erase_after - timezone.localdate()).days for message in messages]
    assert kept == [365, 183]


@pytest.mark.parametrize(
    ("kind", "told"),
    [("contact", ""), ("accessibility", "Barriere gemeldet"), ("illegal_content", "Inhalt gemeldet")],
)
def test_the_inbox_tells_what_has_a_deadline_of_its_own_from_an_ordinary_message(admin_client, home, kind, told):
    message = make_message(kind=kind)

    page = admin_client.get(reverse("vorgang_inbox"))

    [row] = page.context["rows"]
    assert (row.code, row.kind_label) == (message.code, told)
    assert page.text.count("gemeldet</span>") == bool(told)
