"""Mails that came back: known by their Message-ID alone, told to the office, and never forged."""

import logging

import pytest
from django.core import mail
from django.urls import reverse

from tests.vorgang.cases import make_message
from tests.vorgang.returned import delivery_report, out_of_office, qmail_notice
from vorgang.inbox import work
from vorgang.mailbox import MailboxAddress
from vorgang.models import MessageReply, OutboxMail
from vorgang.outbox.bounces import Bounce, bounce_of, note
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.states import MailState

pytestmark = pytest.mark.django_db
OURS = "<7f9c24e5@musterkreis.example>"


@pytest.fixture
def sent(home) -> OutboxMail:
    """A mail that the mail server took."""
    row = queue_mail("vorgang.receipt", make_message(phone="06000 456"))
    send_due()
    return row


def receive(content: bytes) -> bool:
    bounce = bounce_of(content)
    return bounce is not None and note(bounce)


@pytest.mark.parametrize(
    ("content", "bounce"),
    [
        (delivery_report(OURS), (True, "5.1.1")),
        (delivery_report(OURS, returned_as="text/rfc822-headers"), (True, "5.1.1")),
        (delivery_report(OURS, status="4.4.7"), (True, "4.4.7")),
        (delivery_report(OURS, action="delayed", status="4.2.2"), (False, "4.2.2")),
        (delivery_report(OURS, status="unlesbar"), (True, "5.0.0")),
        (qmail_notice(OURS), (True, "5.0.0")),
    ],
    ids=["whole", "headers", "given up after days", "delayed", "no status", "qmail"],
)
def test_a_notice_is_read_whoever_wrote_it(content, bounce):
    assert bounce_of(content) == Bounce(frozenset({OURS}), *bounce)


@pytest.mark.parametrize(
    "content",
    [
        delivery_report(OURS, action="delivered", status="2.0.0"),
        delivery_report(OURS, action="relayed", status="2.0.0"),
        out_of_office(OURS),
        b"",
        b"\x00\xff" * 100,
        b"Content-Type: message/delivery-status\n\nAction: failed\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n",
    ],
    ids=["delivered", "relayed", "out of office", "empty", "garbage", "names no mail", "cut off"],
)
def test_what_is_no_notice_about_a_mail_is_none(content):
    assert bounce_of(content) is None


def test_a_mail_that_came_back_is_told_like_one_that_failed(sent):
    assert receive(delivery_report(sent.message_id))

    [row] = OutboxMail.objects.failed()
    assert (row.state, row.trouble) == (MailState.BOUNCED, "Die E-Mail kam zurück: Adresse unbekannt")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.10", "Adresse unbekannt"),
        ("5.2.2", "Postfach voll"),
        ("5.2.1", "Postfach nimmt keine E-Mails an"),
        ("5.4.7", "Mailserver nicht erreichbar"),
        ("5.7.1", "vom Mailserver abgelehnt"),
        ("5.0.0", "nicht zustellbar"),
    ],
)
def test_the_office_reads_why(sent, status, reason):
    receive(delivery_report(sent.message_id, status=status))

    assert OutboxMail.objects.get().trouble == f"Die E-Mail kam zurück: {reason}"


def test_a_delay_is_only_noted(sent):
    assert receive(delivery_report(sent.message_id, action="delayed", status="4.2.2"))

    row = OutboxMail.objects.get()
    assert (row.state, row.trouble) == (MailState.SENT, "Die Zustellung verzögert sich: Postfach voll")
    assert not OutboxMail.objects.failed().exists()


@pytest.mark.parametrize("forged", ["<geraten@musterkreis.example>", "", "erika@beispiel.example"])
def test_a_forged_notice_changes_nothing(sent, forged):
    """Negative control: right address, right recipient, right form, but no Message-ID of ours."""
    before = OutboxMail.objects.values().get()

    assert not receive(delivery_report(forged))
    assert not receive(qmail_notice(forged))

    assert OutboxMail.objects.values().get() == before


def test_the_same_notice_twice_changes_nothing_more(sent):
    receive(delivery_report(sent.message_id))
    work.drop_mail(OutboxMail.objects.get())

    assert receive(delivery_report(sent.message_id))
    assert OutboxMail.objects.get().state == MailState.CANCELLED


def test_a_mail_sent_again_has_a_new_name_so_that_a_late_notice_misses_it(sent):
    receive(delivery_report(sent.message_id))

    work.send_again(OutboxMail.objects.get())
    send_due()

    assert not receive(delivery_report(sent.message_id))
    assert OutboxMail.objects.get().state == MailState.SENT
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


def test_the_inbox_and_the_case_say_whom_to_phone(sent, client, coordinator):
    receive(delivery_report(sent.message_id))
    client.force_login(coordinator)

    inbox = client.get(reverse("vorgang_inbox")).content.decode()
    case = client.get(reverse("vorgang_message", args=[sent.case.pk])).content.decode()

    for page in (inbox, case):
        assert "Die E-Mail kam zurück: Adresse unbekannt" in page
        assert "06000 456" in page
    assert "Bitte rufen Sie die Person an: 06000 456." in case


def test_the_case_also_tells_of_a_reply_that_came_back(home, client, coordinator):
    message = make_message()
    work.reply(message, "Gern.", author=coordinator)
    send_due()
    receive(delivery_report(OutboxMail.objects.get(object_id=MessageReply.objects.get().pk).message_id))
    client.force_login(coordinator)

    page = client.get(reverse("vorgang_message", args=[message.pk])).content.decode()

    assert "Die E-Mail kam zurück: Adresse unbekannt" in page
    assert "Eine Telefonnummer ist nicht angegeben." in page


def test_nobody_is_named_in_the_log(sent, caplog):
    with caplog.at_level(logging.INFO):
        receive(delivery_report(sent.message_id))

    assert f"mail {sent.pk} came back: 5.1.1" in caplog.messages
    assert "erika" not in caplog.text.lower()


def test_returned_mails_go_to_their_own_address_and_answers_to_the_office(home, settings):
    settings.VORGANG_BOUNCE_ADDRESS = "ruecklauf@musterkreis.example"
    queue_mail("vorgang.receipt", make_message())

    send_due()

    [message] = mail.outbox
    assert message.from_email == "ruecklauf@musterkreis.example"
    assert message.message()["From"] == settings.DEFAULT_FROM_EMAIL
    assert message.reply_to == ["ehrenamt@musterkreis.example"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "imaps://ruecklauf%40kreis.example:ge%2Fheim@mail.kreis.example/INBOX",
            ("imaps", "mail.kreis.example", 993, "ruecklauf@kreis.example", "ge/heim", "INBOX"),
        ),
        ("imap://a:b@localhost:1143", ("imap", "localhost", 1143, "a", "b", "INBOX")),
    ],
)
def test_the_address_of_a_mailbox_is_read(address, expected):
    assert MailboxAddress.parsed(address) == MailboxAddress(*expected)


@pytest.mark.parametrize("address", ["imap://a:b@mail.kreis.example/INBOX", "pop3://a:b@x", "imaps://mail", "quatsch"])
def test_a_mailbox_without_tls_or_name_is_refused(address):
    with pytest.raises(ValueError, match="mailbox"):
        MailboxAddress.parsed(address)
