"""Returned mails in a real mailbox: read over TLS, noted, and taken out; everything else stays for a person."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.utils import timezone

from tests.faults.dovecot import find_dovecot, mailbox_server
from tests.vorgang.cases import make_message
from tests.vorgang.returned import delivery_report, out_of_office
from vorgang import due_jobs
from vorgang.due_jobs import run_due_jobs
from vorgang.models import DueJobRun, OutboxMail
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.states import MailState

pytestmark = [pytest.mark.django_db, pytest.mark.database_free, pytest.mark.goal("R9")]


@pytest.fixture(scope="module")
def server():
    """One Dovecot for these tests; its folder lies where an account without rights may enter it."""
    if find_dovecot() is None:
        if os.environ.get("CI"):
            pytest.fail("Dovecot fehlt in CI.")
        pytest.skip("Dieser Test braucht Dovecot: apt-get install dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="koordination-dovecot-"))
    folder.chmod(0o755)
    with mailbox_server(folder) as server:
        yield server
    shutil.rmtree(folder)


@pytest.fixture
def mailbox(server, settings, monkeypatch):
    """An empty mailbox that the settings name, and whose certificate this machine trusts."""
    for path in [*server.kept(), *server.kept("Gelesen")]:
        path.unlink()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    settings.VORGANG_BOUNCE_MAILBOX = server.address
    return server


@pytest.fixture
def sent(home) -> OutboxMail:
    row = queue_mail("vorgang.receipt", make_message())
    send_due()
    return row


def read() -> str:
    """Let the worker's turn of this job come, and return the fault that it recorded, if any."""
    DueJobRun.objects.update_or_create(name="vorgang.read_bounces", defaults={"next_run_at": timezone.now()})
    run_due_jobs()
    return DueJobRun.objects.get(name="vorgang.read_bounces").last_error


def test_a_returned_mail_is_noted_and_its_notice_deleted(mailbox, sent):
    mailbox.deliver(delivery_report(sent.message_id))

    fault = read()

    assert fault == ""
    assert OutboxMail.objects.get(pk=sent.pk).state == MailState.BOUNCED
    assert mailbox.kept() == []


def test_a_folder_keeps_what_was_noted_if_the_office_wants_that(mailbox, sent, settings):
    settings.VORGANG_BOUNCE_FOLDER = "Gelesen"
    mailbox.deliver(delivery_report(sent.message_id))

    read()

    assert (len(mailbox.kept()), len(mailbox.kept("Gelesen"))) == (0, 1)


def test_what_is_no_notice_about_our_mails_stays_and_is_read_once(mailbox, sent, monkeypatch):
    """Negative control: a forged notice, and an answer of somebody on holiday."""
    for content in (delivery_report("<geraten@musterkreis.example>"), out_of_office(sent.message_id), b"\xff\n"):
        mailbox.deliver(content)

    read()
    looked_at = []
    monkeypatch.setattr("vorgang.outbox.bounces.bounce_of", looked_at.append)
    read()

    assert OutboxMail.objects.get(pk=sent.pk).state == MailState.SENT
    assert (len(mailbox.kept()), looked_at) == (3, [])


def test_a_notice_with_a_large_attachment_is_read_from_its_beginning(mailbox, sent):
    mailbox.deliver(delivery_report(sent.message_id).replace(b"\n--grenze--", b"x" * 2_000_000 + b"\n--grenze--"))

    read()

    assert OutboxMail.objects.get(pk=sent.pk).state == MailState.BOUNCED


@pytest.mark.parametrize(
    "wrong",
    [
        {"VORGANG_BOUNCE_MAILBOX": "imaps://wer:falsch@localhost:{port}/INBOX"},
        {"VORGANG_BOUNCE_MAILBOX": "imaps://wer:falsch@localhost:1/INBOX"},
    ],
    ids=["wrong password", "nobody answers"],
)
def test_a_mailbox_that_cannot_be_opened_stops_nothing_else(mailbox, sent, settings, wrong, monkeypatch):
    settings.VORGANG_BOUNCE_MAILBOX = wrong["VORGANG_BOUNCE_MAILBOX"].format(port=mailbox.port)

    fault = read()

    assert fault != ""
    assert DueJobRun.objects.get(name="vorgang.publish_scheduled").last_error == ""


def test_a_server_with_a_foreign_certificate_is_told_no_password(mailbox, sent, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    mailbox.deliver(delivery_report(sent.message_id))

    assert read() == "SSLCertVerificationError"
    assert len(mailbox.kept()) == 1


def test_without_a_mailbox_nothing_is_asked(home, settings):
    settings.VORGANG_BOUNCE_MAILBOX = ""

    assert read() == ""
    assert "vorgang.read_bounces" in {job.name for job in due_jobs.due_jobs()}
