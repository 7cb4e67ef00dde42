"""A forgotten password: the same answer and the same work for every address; the mail leaves by the queue."""

import re
import smtplib
from functools import partial

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from koordination.accounts import password_reset
from koordination.accounts.password_reset import BACK_OFF, send_password_reset
from tests.cpu_time import difference
from tests.koordination.accounts import make_member
from vorgang.worker.queued_tasks import run_queued_tasks

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/password_reset/"
KNOWN, UNKNOWN = "k@musterkreis.example", "niemand@musterkreis.example"
RUNS = 50
# The token against forged forms is new on every page.
TOKEN = re.compile(r"\b\w{64}\b")


@pytest.fixture
def member(home):
    return make_member()


@pytest.fixture
def queue(settings):
    """The queue of production: rows in the database."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def often(settings):
    settings.VORGANG_MAIL_PER_HOUR = settings.VORGANG_MAIL_PER_DAY = settings.VORGANG_NETWORK_PER_MINUTE = 10_000


def ask(address: str, client: Client | None = None):
    return (client or Client()).post(ADDRESS, {"email": address})


def shapes(address: str) -> list[str]:
    """Return the queries of a request, without the values in them."""
    with CaptureQueriesContext(connection) as queries:
        ask(address)
    return [re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"]) for query in queries]


def difference_of_times() -> float:
    """Return by which part the times of a known and an unknown address differ."""
    return difference(lambda: partial(ask, KNOWN, Client()), lambda: partial(ask, UNKNOWN, Client()), RUNS)


@pytest.mark.goal("S8")
def test_known_and_unknown_addresses_get_the_same_answer(member, queue):
    known, unknown = ask(KNOWN), ask(UNKNOWN)
    pages = [TOKEN.sub("", Client().get(answer["Location"]).content.decode()) for answer in (known, unknown)]

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert pages[0] == pages[1]


@pytest.mark.goal("S8")
def test_known_and_unknown_addresses_cause_the_same_queries(member, queue):
    assert shapes(KNOWN) == shapes(UNKNOWN)


@pytest.mark.goal("S8")
def test_known_and_unknown_addresses_take_the_same_time(member, queue, often):
    assert difference_of_times() < 0.2


@pytest.mark.goal("S8")
def test_wagtails_own_form_works_longer_for_a_known_address(member, queue, often, monkeypatch):
    """Negative control: it renders and sends the mail inside the request."""
    monkeypatch.setattr("wagtail.admin.views.account.get_password_reset_form", lambda: WagtailPasswordResetForm)

    told_by_time = difference_of_times()

    assert told_by_time > 0.05
    assert {tuple(message.to) for message in mail.outbox} == {(KNOWN,)}


@pytest.mark.django_db(transaction=True)
def test_the_request_sends_nothing_and_the_worker_does(member, queue):
    ask(KNOWN)
    before = len(mail.outbox)
    run_queued_tasks("test")

    assert (before, [message.to for message in mail.outbox]) == (0, [[KNOWN]])


def test_the_queue_holds_no_address(member, queue):
    ask(KNOWN)
    ask(UNKNOWN)

    kept = list(DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", flat=True))

    assert kept == [{"args": [[member.pk]], "kwargs": {}}, {"args": [[]], "kwargs": {}}]


@pytest.mark.django_db(transaction=True)
def test_the_link_of_the_mail_leads_to_our_own_address_and_works(member, queue, client, settings):
    client.post(ADDRESS, {"email": KNOWN}, headers={"Host": "boese.example"})
    run_queued_tasks("test")
    message = mail.outbox[0]
    link = re.search(r"https?://\S+", message.body)[0]

    form = client.get(link.removeprefix(settings.SITE_URL), follow=True)

    assert link.startswith(settings.SITE_URL + "/admin/password_reset/confirm/")
    assert form.context["validlink"] is True
    assert (message.subject, member.username in message.body) == ("Neues Passwort setzen", True)
    assert "Der Link gilt 1 Tag und nur einmal." in message.body


@pytest.mark.django_db(transaction=True)
def test_somebody_who_is_no_longer_here_gets_nothing(member, queue):
    member.is_active = False
    member.save()

    ask(KNOWN)
    run_queued_tasks("test")

    assert mail.outbox == []


def test_a_mail_server_that_is_down_is_tried_again(member, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("niemand@musterkreis.example")

    monkeypatch.setattr(password_reset, "send_mail", refuse)
    backend = task_backends["default"]
    backend.clear()

    for attempt in range(len(BACK_OFF) + 1):
        send_password_reset.func([member.pk], attempt)

    assert [result.args for result in backend.results] == [[[member.pk], number + 1] for number in range(len(BACK_OFF))]
    assert all(result.task.run_after is not None for result in backend.results)


def test_nobodys_mailbox_is_flooded(member, queue):
    found = [ask(KNOWN).status_code for _ in range(7)]

    assert found == [302] * 6 + [429]


def test_the_limit_tells_nothing_about_an_address(member, queue):
    assert [ask(UNKNOWN).status_code for _ in range(7)] == [302] * 6 + [429]
