"""A mail server that is away, hangs, refuses or dies: no visitor waits, no mail is lost (reliability R9)."""

import time

import pytest
from django.test import Client
from django.utils import timezone

from kurse.signals import booking_requested
from tests.deploy.installation import wait_until
from tests.faults.smtp_sink import Mood, Sink
from tests.goals import SOAK
from tests.vorgang.cases import make_message
from vorgang.models import OutboxMail
from vorgang.outbox.queue import new_message_id, queue_mail, send_due
from vorgang.states import MailState

FAULTS = [mood for mood in Mood if mood != Mood.TAKES]
MAILS = 200 if SOAK else 20
# Longer than a visitor may wait: whoever waited for the mail server would be noticed.
TIMEOUT = 3
SECONDS_A_VISITOR_WAITS = 2
# A server that hangs is asked for one mail a round, those first that have waited longest.
PATIENCE = 600 if SOAK else 120


@pytest.fixture
def sink():
    sink = Sink()
    sink.be(Mood.TAKES)
    yield sink
    sink.be(Mood.REFUSES_TO_CONNECT)


@pytest.fixture
def mail_server(sink, settings):
    """The sink as the mail server of this very process."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, TIMEOUT
    return sink


def let_time_pass() -> None:
    """Let every wait of the outbox be over."""
    OutboxMail.objects.filter(state=MailState.QUEUED).update(next_attempt_at=timezone.now())


def is_everything_sent() -> bool:
    let_time_pass()
    return not OutboxMail.objects.exclude(state=MailState.SENT).exists()


@pytest.mark.goal("R9")
@pytest.mark.database_free
def test_no_visitor_waits_and_no_mail_is_lost_whatever_the_mail_server_does(house, course, sink, measured):
    house.extra = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "EMAIL_TIMEOUT": str(TIMEOUT)}
    house.open()
    house.start_worker()
    waited = []

    for mood in FAULTS:
        sink.be(mood)
        known = OutboxMail.objects.count()
        for number in range(MAILS // len(FAULTS)):
            started = time.monotonic()
            sent = house.visitor().book_by_form(course.pk, name="Erika", email=f"{mood.name}{number}@beispiel.example")
            waited.append(time.monotonic() - started)
            assert sent.status == 302
        new = OutboxMail.objects.order_by("pk")[known:].values_list("pk", flat=True)
        wait_until(lambda new=list(new): OutboxMail.objects.filter(pk__in=new, attempts__gt=0).exists(), PATIENCE)
    # A server that hung up on DATA has had the mail; here it must have happened.
    wait_until(lambda: sink.died)
    sink.be(Mood.TAKES)
    wait_until(is_everything_sent, PATIENCE)

    mails = set(OutboxMail.objects.values_list("message_id", flat=True))
    twice = {message_id for message_id, times in sink.received.items() if times > 1}
    measured(
        f"{len(mails)} E-Mails, {len(mails - set(sink.taken))} verloren, {len(twice)} wiederholt unter derselben "
        f"Message-ID, Buchungsseite höchstens {max(waited):.2f} s"
    )
    assert len(mails) == MAILS
    assert mails == set(sink.taken)
    assert set(sink.taken.values()) == {1}
    assert twice <= set(sink.died)
    assert {len(names) for names in sink.names.values()} == {1}
    assert max(waited) <= SECONDS_A_VISITOR_WAITS


@pytest.mark.goal("R9")
def test_with_the_mail_sent_inside_the_booking_a_visitor_waits(course, mail_server):
    """Negative control: it is the outbox that keeps a hanging mail server away from visitors."""
    mail_server.be(Mood.HANGS)
    body = {"course": course.pk, "name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True}

    def send_at_once(**kwargs):
        send_due()

    booking_requested.connect(send_at_once)
    try:
        started = time.monotonic()
        Client().post("/api/v1/buchungen/", body, "application/json", headers={"Idempotency-Key": "beim-haengen"})
        waited = time.monotonic() - started
    finally:
        booking_requested.disconnect(send_at_once)

    assert waited > SECONDS_A_VISITOR_WAITS


@pytest.mark.goal("R9")
@pytest.mark.parametrize("renamed", [False, True], ids=["same name", "negative control"])
def test_a_mail_whose_answer_was_lost_comes_again_under_its_name(course, mail_server, renamed):
    queue_mail("vorgang.receipt", make_message())
    mail_server.be(Mood.DIES)
    send_due()

    if renamed:
        OutboxMail.objects.update(message_id=new_message_id())
    mail_server.be(Mood.TAKES)
    let_time_pass()
    sent = send_due()

    assert (sent, sum(mail_server.received.values())) == (1, 2)
    assert len(mail_server.received) == (2 if renamed else 1)


def test_a_server_that_does_not_answer_is_asked_once_a_round(course, mail_server):
    """Fifty mails times ten seconds would keep reminders and erasure from their turn."""
    for _ in range(5):
        queue_mail("vorgang.receipt", make_message())
    mail_server.be(Mood.REFUSES_TO_CONNECT)

    send_due()

    assert sorted(OutboxMail.objects.values_list("attempts", flat=True)) == [0, 0, 0, 0, 1]


def test_a_refusal_of_one_mail_keeps_no_other_from_its_turn(course, mail_server):
    for _ in range(5):
        queue_mail("vorgang.receipt", make_message())
    mail_server.be(Mood.NEVER)

    send_due()

    assert set(OutboxMail.objects.values_list("attempts", flat=True)) == {1}


def test_the_envelope_carries_the_address_for_returned_mails(course, mail_server, settings):
    settings.VORGANG_BOUNCE_ADDRESS = "ruecklauf@musterkreis.example"
    queue_mail("vorgang.receipt", make_message())

    send_due()

    assert mail_server.senders == {"ruecklauf@musterkreis.example"}
