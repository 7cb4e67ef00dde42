"""What a Sentry-compatible server is sent: kinds of faults and places, never a person. The server is real, and ours."""

import gzip
import json
import logging
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from sentry_sdk.integrations.logging import EventHandler

from koordination.observability import fault_reports
from vorgang.links import digest_of

NAME, MAIL, PHONE = "Kanarienvogel Gelbfeder", "kanarie@gelbfeder.example", "06000 987654"
TOKEN = "abcdefghijkl_nopqrstuv"
REQUEST_ID = "0123456789abcdef0123456789abcdef"


class Receiver(BaseHTTPRequestHandler):
    """Takes envelopes as the Sentry protocol sends them and keeps them as text."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.received.append(body.decode())
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *arguments):
        pass


@pytest.fixture
def receiver():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.received = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    sentry_sdk.get_client().close(timeout=2)
    sentry_sdk.get_global_scope().set_client(None)
    server.shutdown()


@pytest.fixture
def reporting():
    """The handler that LOGGING holds where SENTRY_DSN is set."""
    handler = EventHandler(level=logging.ERROR)
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)


def dsn(server) -> str:
    return f"http://schluessel@127.0.0.1:{server.server_port}/1"


def fail_with_everything(course, monkeypatch) -> None:
    """Let a booking over form and API and a personal page fail while they hold a person's facts."""

    def broken(*arguments, **options):
        name, mail = NAME, MAIL
        raise RuntimeError(f"duplicate key ({name}, {mail}, {PHONE})")

    monkeypatch.setattr("kurse.views.booking.request_booking", broken)
    monkeypatch.setattr("kurse.api.bookings.request_booking", broken)
    monkeypatch.setattr("vorgang.views.cases.resolve", broken)
    client = Client(raise_request_exception=False)
    started = re.search(
        r'name="started"[^>]*value="([^"]*)"', client.get(f"/de/anmeldung/{course.pk}/").content.decode()
    )
    person = {"name": NAME, "email": MAIL, "phone": PHONE, "remark": NAME, "consent": "on"}
    headers = {"X-Request-ID": REQUEST_ID, "Idempotency-Key": "k" * 20}
    client.post(f"/de/anmeldung/{course.pk}/?name={NAME}", {**person, "started": started.group(1) if started else ""})
    client.post(
        "/api/v1/buchungen/",
        {**person, "course": course.pk, "consent": True},
        content_type="application/json",
        headers=headers,
    )
    client.get(f"/de/vorgang/{TOKEN}/", {"mail": MAIL}, headers=headers)
    logging.getLogger("vorgang.outbox.queue").error("mail %s given up", MAIL)
    sentry_sdk.flush(timeout=5)


def events(server) -> list[dict]:
    lines = [line for body in server.received for line in body.splitlines() if line.startswith("{")]
    return [event for line in lines if "event_id" in (event := json.loads(line)) and "level" in event]


CANARIES = ("Kanarienvogel", "gelbfeder", "987654", TOKEN)


@pytest.mark.django_db
def test_no_person_leaves_the_house(course, receiver, reporting, settings, monkeypatch):
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.SENTRY_DSN = dsn(receiver)
    fault_reports.start()
    fail_with_everything(course, monkeypatch)

    assert sentry_sdk.get_client().options["send_default_pii"] in {None, False}
    sent = "\n".join(receiver.received)
    assert [canary for canary in CANARIES if canary in sent] == []
    kinds = [fault["type"] for event in events(receiver) for fault in event.get("exception", {}).get("values", [])]
    assert kinds.count("RuntimeError") >= 3
    assert {event["tags"]["route"] for event in events(receiver)} >= {"kurse_book", "vorgang_personal_page"}
    assert REQUEST_ID in sent
    assert digest_of(TOKEN) not in sent


@pytest.mark.django_db
def test_without_our_scrubber_a_person_leaves(course, receiver, reporting, settings, monkeypatch):
    """Negative control: the library's own defaults, in which send_default_pii is off."""
    settings.VORGANG_MINIMUM_SECONDS = 0
    sentry_sdk.init(dsn=dsn(receiver), default_integrations=False)

    fail_with_everything(course, monkeypatch)

    sent = "\n".join(receiver.received)
    assert {canary for canary in CANARIES if canary in sent} == set(CANARIES)


def test_without_a_setting_nothing_is_reported(settings):
    settings.SENTRY_DSN = ""

    fault_reports.start()

    assert not sentry_sdk.get_client().is_active()


def test_an_address_that_cannot_be_read_is_named(settings):
    settings.SENTRY_DSN = "quatsch"

    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN"):
        fault_reports.start()
