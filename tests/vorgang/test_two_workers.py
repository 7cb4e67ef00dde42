"""Two workers at the same moment, each with its own connection to the database."""

import threading

import pytest
from django.core import mail
from django.db import connection

from tests import factories
from tests.vorgang.cases import make_message
from vorgang import due_jobs
from vorgang.due_jobs import DueJob
from vorgang.models import DueJobRun
from vorgang.outbox import queue
from vorgang.outbox.queue import queue_mail, send_due

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = 12


def at_once(work) -> None:
    """Run the work in two threads that start at a barrier."""
    barrier = threading.Barrier(2)

    def run():
        barrier.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def waiting_mails():
    factories.make_home()
    for _ in range(MAILS):
        queue_mail("vorgang.receipt", make_message())


def sent_ids() -> list[str]:
    return sorted(message.extra_headers["Message-ID"] for message in mail.outbox)


def test_each_mail_goes_out_once(waiting_mails):
    at_once(send_due)

    assert len(sent_ids()) == len(set(sent_ids())) == MAILS


def test_without_the_claim_mails_go_out_twice(waiting_mails, monkeypatch):
    """Negative control: both workers read all rows before either sends one."""
    both_have_read = threading.Barrier(2)
    waited = threading.local()

    def claim_everything(row):
        if not getattr(waited, "done", False):
            waited.done = True
            both_have_read.wait()
        row.state, row.attempts = "sending", 1
        return True

    monkeypatch.setattr(queue, "claim", claim_everything)
    at_once(send_due)

    assert (len(sent_ids()), len(set(sent_ids()))) == (2 * MAILS, MAILS)


def test_a_due_job_runs_once(monkeypatch):
    ran = []
    job = DueJob("test.job", rhythm=due_jobs.LEASE, function=lambda: ran.append(1))
    monkeypatch.setattr(due_jobs, "due_jobs", lambda: [job])
    DueJobRun.objects.create(name=job.name)

    at_once(due_jobs.run_due_jobs)

    assert ran == [1]
