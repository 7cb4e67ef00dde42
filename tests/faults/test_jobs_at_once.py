"""Two workers at once, and one that is killed: each mail and each person once, nobody by halves (reliability R17)."""

import os
import random
import signal
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Booking
from tests.faults.processes import FORK, at_once, begin
from tests.faults.smtp_sink import Mood, Sink
from tests.goals import SOAK
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from vorgang.keeping import erasure
from vorgang.keeping.erasure import erase_due
from vorgang.models import ErasureRun, OutboxMail
from vorgang.outbox import queue
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.states import MailState

pytestmark = pytest.mark.goal("R17")
PROCESSES, PIECES = 2, 20
ROUNDS = 20 if SOAK else 2
# Somewhere between the first statement of the first batch and the last of the third of four.
STATEMENTS, BATCH = (2, 30), PIECES // 4
PERSONAL = ("name", "email", "phone")


@pytest.fixture
def sink(settings):
    """A mail server that takes everything, for this process and those it starts."""
    sink = Sink()
    sink.be(Mood.TAKES)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.be(Mood.REFUSES_TO_CONNECT)


def queue_mails() -> None:
    for _ in range(PIECES):
        queue_mail("vorgang.receipt", make_message())


def test_two_workers_send_each_mail_once(course, sink, measured):
    for _ in range(ROUNDS):
        queue_mails()
        at_once(PROCESSES, send_due)

    measured(f"{ROUNDS * PIECES} E-Mails, {PROCESSES} Prozesse: {sum(sink.taken.values())} angekommen")
    assert set(sink.taken.values()) == {1}
    assert len(sink.taken) == ROUNDS * PIECES
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_without_the_claim_two_workers_send_mails_twice(course, sink, monkeypatch):
    """Negative control: both have read all rows before one of them sends."""
    queue_mails()
    both_have_read = FORK.Barrier(PROCESSES)
    waited = []

    def claim_everything(row) -> bool:
        if not waited:
            waited.append(both_have_read.wait(timeout=30))
        row.state, row.attempts = MailState.SENDING, 1
        return True

    monkeypatch.setattr(queue, "claim", claim_everything)
    at_once(PROCESSES, send_due)

    assert set(sink.taken.values()) == {2}


def book_for_erasure(course, number: int = PIECES) -> None:
    """Make confirmed bookings whose time is over, each of a person with name, mail and phone."""
    for _ in range(number):
        booking = request_booking(course.pk, person(next(numbers), phone="06000 1"))
        confirm(booking)
    Booking.objects.filter(erased_at=None).update(erase_after=timezone.localdate() - timedelta(days=1))


numbers = iter(range(1, 1_000_000))


def test_two_erasures_forget_each_person_once(course, measured):
    for _ in range(ROUNDS):
        book_for_erasure(course)
        at_once(PROCESSES, erase_due)

    recorded = ErasureRun.objects.filter(rule="kurse.booking").aggregate(total=Sum("count"))["total"]
    measured(f"{ROUNDS * PIECES} Personen, {PROCESSES} Prozesse: {recorded} Löschungen vermerkt")
    assert recorded == ROUNDS * PIECES
    assert not Booking.objects.filter(erased_at=None).exists()


def halves() -> list[str]:
    """Return the codes of bookings of which something is gone and something is left."""
    found = []
    for booking in Booking.objects.prefetch_related("seats"):
        facts = [*(getattr(booking, name) for name in PERSONAL), *(seat.name for seat in booking.seats.all())]
        expected = [False] * len(facts) if booking.erased_at else [True] * len(facts)
        found += [booking.code] if [bool(fact) for fact in facts] != expected else []
    return found


def erase_until(statement: int) -> int | None:
    """Erase in a process that is killed after so many SQL statements; returns its exit code."""

    def killed_at_work() -> None:
        left = [statement]

        def execute_and_die(execute, *call):
            result = execute(*call)
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        with connection.execute_wrapper(execute_and_die):
            erase_due()

    worker = begin(killed_at_work)
    worker.join(timeout=60)
    return worker.exitcode


def test_a_killed_erasure_leaves_nobody_by_halves_and_the_next_one_ends_it(course, measured, monkeypatch):
    monkeypatch.setattr(erasure, "BATCH", BATCH)
    forgotten = 0

    for _ in range(ROUNDS):
        book_for_erasure(course)
        assert erase_until(random.randint(*STATEMENTS)) == -signal.SIGKILL
        assert halves() == []
        assert Booking.objects.filter(erased_at=None).exists()
        forgotten += Booking.objects.exclude(erased_at=None).count()
        erase_due()
        assert (halves(), Booking.objects.filter(erased_at=None).count()) == ([], 0)
        Booking.objects.all().delete()

    measured(f"{ROUNDS} Abbrüche mitten im Lauf, {forgotten} Personen schon vergessen: 0 halbe Personen")


def test_without_the_transaction_a_killed_erasure_leaves_somebody_by_halves(course, monkeypatch):
    """Negative control: the statement after which it happens is found by trying one after the other."""
    monkeypatch.setattr("kurse.booking.erasure.seat_change", nullcontext)
    book_for_erasure(course)

    for statement in range(STATEMENTS[0], STATEMENTS[1]):
        erase_until(statement)
        if halves():
            break

    assert halves() != []
