"""The worker: every part gets its turn, and nothing but a signal ends it."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import OperationalError

from tests.vorgang.cases import make_message
from vorgang.models import DueJobRun, OutboxMail
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.worker import clock as worker_module
from vorgang.worker import queued_tasks
from vorgang.worker.clock import Worker

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_one_round_sends_mails_and_runs_due_jobs(home):
    queue_mail("vorgang.receipt", make_message())

    call_command("worker", once=True)

    assert len(mail.outbox) == 1
    assert DueJobRun.objects.filter(name="vorgang.publish_scheduled", last_finished_at__isnull=False).exists()


@pytest.mark.django_db
def test_a_database_that_is_away_stops_no_other_part_and_no_worker(home, monkeypatch):
    def away(*_arguments):
        raise OperationalError("connection lost")

    ran = []
    monkeypatch.setattr(worker_module, "send_due", away)
    monkeypatch.setattr(worker_module, "run_due_jobs", lambda: ran.append("jobs"))
    worker = Worker()

    assert worker.round() is False
    assert ran == ["jobs"]


@pytest.mark.django_db
def test_a_fault_in_one_part_stops_no_other_part(home, monkeypatch):
    def fault():
        raise ValueError

    monkeypatch.setattr(worker_module, "run_due_jobs", fault)
    queue_mail("vorgang.receipt", make_message())

    Worker().round()

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_queued_tasks_run_in_the_worker(settings):
    from django_tasks_db.models import DBTaskResult

    from tests.vorgang.queued import note, noted

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    noted.clear()
    note.using(backend="default").enqueue(7)

    Worker().round()

    assert noted == [7]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


@pytest.mark.django_db(transaction=True)
def test_queued_tasks_that_take_long_let_the_next_mail_pass(settings, monkeypatch):
    from tests.vorgang.queued import note, noted

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(queued_tasks, "SECONDS", 0.0)
    noted.clear()
    for number in range(3):
        note.using(backend="default").enqueue(number)
    worker = Worker()

    worker.round()
    after_one_round = list(noted)
    monkeypatch.setattr(queued_tasks, "SECONDS", 60.0)
    worker.round()

    # Without the limit, as in the second round, all that is left runs before the worker looks for mails again.
    assert (after_one_round, noted) == ([0], [0, 1, 2])


@pytest.fixture
def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@pytest.fixture
def hanging_server():
    """A port that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.django_db
@pytest.mark.parametrize("is_listening", [True, False])
def test_a_hanging_or_absent_mail_server_loses_nothing(home, settings, hanging_server, is_listening):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 0.3
    settings.EMAIL_PORT = hanging_server if is_listening else 1
    queue_mail("vorgang.receipt", make_message())

    begin = time.perf_counter()
    sent = send_due()

    row = OutboxMail.objects.get()
    assert (sent, row.state, row.attempts) == (0, "queued", 1)
    assert row.last_error in {"TimeoutError", "ConnectionRefusedError", "SMTPServerDisconnected"}
    assert time.perf_counter() - begin < 5


@pytest.mark.django_db
def test_a_real_server_gets_a_complete_mail_and_a_refused_address_is_retried(home, settings, free_port):
    from aiosmtpd.controller import Controller

    class Mailbox:
        received: list[EmailMessage] = []

        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("niemand"):
                return "550 no such user"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):
            self.received.append(envelope)
            return "250 OK"

    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = free_port
        refused = queue_mail("vorgang.receipt", make_message(email="niemand@beispiel.example"))
        taken = queue_mail("vorgang.receipt", make_message(name="Jürgen Ähre"))
        sent = send_due()
    finally:
        controller.stop()

    refused.refresh_from_db()
    taken.refresh_from_db()
    content = mailbox.received[0].content.decode()
    assert (sent, taken.state, refused.state) == (1, "sent", "queued")
    assert refused.last_error == f"{smtplib.SMTPRecipientsRefused.__name__} 550"
    assert f"Message-ID: {taken.message_id}" in content
    assert "Auto-Submitted: auto-generated" in content


@pytest.mark.slow
def test_a_signal_ends_the_worker_in_good_order(tmp_path):
    environment = {
        **os.environ,
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "DJANGO_SETTINGS_MODULE": "koordination.settings.dev",
    }
    command = [sys.executable, "manage.py", "worker", "--interval", "0.1"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    lines = []
    # There is no table in the empty database: the worker says so and goes on.
    for line in process.stderr:
        lines.append(line)
        if "trying again" in line:
            break
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=30)[1]

    assert process.returncode == 0
    assert "worker started" in "".join(lines)
    assert "worker stopped" in rest
