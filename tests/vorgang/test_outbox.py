"""The outbox: nothing is lost, nothing is sent twice, nothing personal is kept."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from tests.vorgang.cases import make_message
from vorgang.guards.attempts import BACK_OFF, claim
from vorgang.models import LostLinkRequest, OutboxMail, PersonalLink
from vorgang.outbox import queue
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.states import MailChannel, MailState

pytestmark = pytest.mark.django_db


class RefusingServer(BaseEmailBackend):
    """A mail server that does not take connections, or refuses the address."""

    fault = ConnectionRefusedError("erika@beispiel.example")

    def send_messages(self, messages):
        raise self.fault


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"
    yield RefusingServer
    RefusingServer.fault = ConnectionRefusedError("erika@beispiel.example")


def test_a_mail_is_sent_once_with_the_headers_of_a_machine(home):
    row = queue_mail("vorgang.receipt", make_message(code="ABCDEFGH"))

    sent = [send_due(), send_due()]

    [message] = mail.outbox
    assert sent == [1, 0]
    assert message.to == ["erika@beispiel.example"]
    assert message.subject == "Ihre Nachricht ist angekommen (ABCDEFGH)"
    assert message.reply_to == ["ehrenamt@musterkreis.example"]
    assert message.extra_headers == {
        "Message-ID": row.message_id,
        "Auto-Submitted": "auto-generated",
        "From": "ehrenamt@musterkreis.example",
    }
    assert OutboxMail.objects.get().state == MailState.SENT


def test_a_mail_lives_and_dies_with_the_transaction_that_caused_it(home):
    message = make_message()

    with transaction.atomic():
        queue_mail("vorgang.receipt", message)
        transaction.set_rollback(True)

    assert (OutboxMail.objects.count(), send_due()) == (0, 0)


def test_a_row_keeps_neither_name_nor_address_nor_text(home):
    queue_mail("vorgang.receipt", make_message(name="Erika Unverwechselbar"))
    send_due()

    kept = str(OutboxMail.objects.values().get())

    assert "Erika" not in kept
    assert "beispiel.example" not in kept
    assert "Guten Tag" not in kept


def test_a_mail_is_rendered_from_the_case_as_it_is_when_it_is_sent(home):
    message = make_message()
    queue_mail("vorgang.receipt", message)
    type(message).objects.update(name="Neuer Name")

    send_due()

    assert "Guten Tag Neuer Name," in mail.outbox[0].body


def test_a_refusing_server_loses_nothing_and_the_waiting_grows(home, refusing, settings):
    queue_mail("vorgang.receipt", make_message())
    now = timezone.now()

    waits = []
    for minutes in BACK_OFF[:4]:
        with time_machine.travel(now, tick=False):
            assert send_due() == 0
            waits.append(OutboxMail.objects.get().next_attempt_at - now)
        now += timedelta(minutes=minutes)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(now, tick=False):
        arrived = send_due()

    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
    assert (arrived, len(mail.outbox)) == (1, 1)


def test_the_fault_is_recorded_without_the_address(home, refusing):
    queue_mail("vorgang.receipt", make_message())

    send_due()

    assert OutboxMail.objects.get().last_error == "ConnectionRefusedError"


def test_after_about_three_days_the_office_has_to_see_it(home, refusing):
    queue_mail("vorgang.receipt", make_message())
    start = now = timezone.now()

    while OutboxMail.objects.get().state == MailState.QUEUED:
        now = max(now, OutboxMail.objects.get().next_attempt_at)
        with time_machine.travel(now, tick=False):
            send_due()

    assert OutboxMail.objects.get().state == MailState.FAILED
    assert timedelta(days=2.5) < now - start < timedelta(days=3.5)


def test_an_address_refused_for_good_is_given_up_after_three_attempts(home, refusing):
    refusing.fault = smtplib.SMTPRecipientsRefused({"erika@beispiel.example": (550, b"no such user")})
    queue_mail("vorgang.receipt", make_message())

    for _ in range(3):
        OutboxMail.objects.update(next_attempt_at=timezone.now())
        send_due()

    row = OutboxMail.objects.get()
    assert (row.state, row.attempts, row.last_error) == (MailState.FAILED, 3, "SMTPRecipientsRefused 550")


def test_a_mail_that_cannot_be_rendered_keeps_no_other_from_leaving(home):
    queue_mail("vorgang.gibt_es_nicht", make_message())
    queue_mail("vorgang.receipt", make_message())

    assert send_due() == 1
    assert list(OutboxMail.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "sent"]


def test_of_two_workers_that_saw_a_row_one_gets_it(home):
    row = queue_mail("vorgang.receipt", make_message())
    first, second = OutboxMail.objects.get(pk=row.pk), OutboxMail.objects.get(pk=row.pk)

    assert [claim(first), claim(second)] == [True, False]


def test_without_the_claim_the_mail_goes_out_twice(home, monkeypatch):
    """Negative control: it is the compare-and-set that keeps the second worker away."""
    queue_mail("vorgang.receipt", make_message())

    def send_without_claim(second_worker: bool):
        def claim_everything(row):
            # The other worker comes between reading and sending.
            if not second_worker:
                send_without_claim(second_worker=True)
            row.state, row.attempts = MailState.SENDING, 1
            return True

        monkeypatch.setattr(queue, "claim", claim_everything)
        send_due()

    send_without_claim(second_worker=False)

    assert len(mail.outbox) == 2


def test_the_row_of_a_killed_worker_is_taken_over_under_the_same_message_id(home):
    row = queue_mail("vorgang.receipt", make_message())
    claim(OutboxMail.objects.get())

    at_once = send_due()
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        later = send_due()

    assert (at_once, later) == (0, 1)
    assert mail.outbox[0].extra_headers["Message-ID"] == row.message_id


def test_the_same_reason_queues_one_mail(home):
    message = make_message()

    rows = [queue_mail("vorgang.receipt", message, dedup="einmal") for _ in range(2)]

    assert [row is None for row in rows] == [False, True]
    assert OutboxMail.objects.count() == 1


def test_somebody_without_an_address_gets_a_letter_that_waits(home):
    row = queue_mail("vorgang.receipt", make_message(email=""))

    assert row.channel == MailChannel.LETTER
    assert send_due() == 0
    assert list(OutboxMail.objects.letters()) == [row]


def test_a_mail_to_an_erased_or_deleted_case_is_dropped(home):
    erased, deleted = make_message(), make_message()
    queue_mail("vorgang.receipt", erased)
    queue_mail("vorgang.receipt", deleted)
    type(erased).objects.filter(pk=erased.pk).update(erased_at=timezone.now())
    deleted.delete()

    assert send_due() == 0
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.CANCELLED}


@pytest.mark.goal("S18")
@pytest.mark.parametrize("sign", ["\r\n", "\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028"])
def test_no_control_character_reaches_the_subject(home, sign):
    """Names are clean already; a row that got in another way must still not forge or lose a mail."""
    from vorgang.models import MailText

    MailText.objects.create(kind="vorgang.receipt", subject="Hallo {name}", introduction="Guten Tag")
    queue_mail("vorgang.receipt", make_message(name=f"Erika{sign}Bcc: alle@beispiel.example"))

    assert send_due() == 1
    raw = mail.outbox[0].message()
    assert raw["Bcc"] is None
    assert len(str(raw["Subject"]).splitlines()) == 1


def test_a_mail_with_a_link_purpose_mints_its_link_when_it_is_sent(home):
    message = make_message()
    LostLinkRequest.objects.create(email="ERIKA@beispiel.example")
    queue_mail("vorgang.lost_link", LostLinkRequest.objects.get())
    before = PersonalLink.objects.count()

    send_due()

    assert (before, PersonalLink.objects.count()) == (0, 1)
    assert PersonalLink.objects.get().target == message
