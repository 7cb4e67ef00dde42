"""Webhooks: nothing is lost, a repeat is known by its id, and the signature is the one of the standard."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from anschluss.deliveries import answer_to, queue_test, send_due
from anschluss.due_jobs import forget_deliveries
from anschluss.endpoints import change, renew_secrets, rotate_secret
from anschluss.messages import headers_of
from anschluss.models import Delivery, Endpoint
from anschluss.states import DeliveryState
from pages.models import ContentPage
from tests.anschluss.conftest import make_endpoint
from vorgang.guards.attempts import BACK_OFF, LEASE, claim
from vorgang.models import ErasureRun, OutboxMail
from vorgang.outbox.queue import send_due as send_mails

pytestmark = pytest.mark.django_db


def publish(home, title: str = "Mitmachen") -> ContentPage:
    page = home.add_child(instance=ContentPage(title=title, slug=title.lower(), live=False))
    page.save_revision().publish()
    return page


def test_a_published_page_is_told_signed_with_ids_and_addresses_only(home, receiver, endpoint):
    page = publish(home)

    arrived = send_due()

    [content] = receiver.verified(endpoint.shown)
    assert arrived == 1
    assert content == {
        "type": "page.published",
        "timestamp": content["timestamp"],
        "data": {
            "id": page.pk,
            "page_type": "pages.ContentPage",
            "locale": "de",
            "url": "http://localhost:8000/de/mitmachen/",
            "api_url": f"http://localhost:8000/api/v1/seiten/{page.pk}/",
        },
    }
    assert Delivery.objects.get().state == DeliveryState.DELIVERED


def test_the_signature_of_another_secret_or_body_does_not_hold(home, receiver, endpoint):
    """Negative control."""
    publish(home)
    send_due()
    [(_method, headers, body)] = receiver.got

    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "QUJD" * 8).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.shown).verify(body.replace(b"published", b"unpublished"), headers)


def test_a_delivery_lives_and_dies_with_the_transaction_that_caused_it(home, receiver, endpoint):
    with transaction.atomic():
        publish(home)
        queued = Delivery.objects.count()
        transaction.set_rollback(True)

    assert (queued, Delivery.objects.count(), send_due(), receiver.got) == (1, 0, 0, [])


def test_only_who_wants_an_event_is_told_and_nobody_who_is_switched_off(home, receiver, endpoint):
    make_endpoint(receiver.url, events=["page.unpublished"])
    make_endpoint(receiver.url, is_active=False)

    publish(home)

    assert [delivery.endpoint for delivery in Delivery.objects.all()] == [endpoint]


def test_a_receiver_in_trouble_gets_the_same_message_under_the_same_id_later(home, receiver, endpoint):
    receiver.status = 503
    publish(home)
    now = timezone.now()

    for minutes in BACK_OFF[:3]:
        with time_machine.travel(now, tick=False):
            assert send_due() == 0
            assert Delivery.objects.get().next_attempt_at - now == timedelta(minutes=minutes)
        now += timedelta(minutes=minutes)
    receiver.status = 200
    with time_machine.travel(now, tick=False):
        arrived = send_due()

    assert (arrived, len(receiver.got), len(set(receiver.ids))) == (1, 4, 1)
    assert len({body for _method, _headers, body in receiver.got}) == 1
    assert Endpoint.objects.get().failing_since is None


def test_what_a_worker_sent_before_it_was_killed_comes_again_under_the_same_id(home, receiver, endpoint):
    """The receiver has it, nobody wrote that down: at least once, never lost."""
    publish(home)
    delivery = Delivery.objects.select_related("endpoint").get()
    claim(delivery)
    answer_to(endpoint.url, delivery.body.encode(), headers_of(delivery))

    at_once = send_due()
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1)):
        later = send_due()

    assert (at_once, later, receiver.ids) == (0, 1, [delivery.message_id] * 2)


def test_of_two_workers_that_saw_a_delivery_one_sends_it(home, endpoint):
    publish(home)
    first, second = Delivery.objects.get(), Delivery.objects.get()

    assert [claim(first), claim(second)] == [True, False]


def test_a_receiver_that_fails_is_tried_with_one_message_a_round(home, receiver, endpoint):
    receiver.status = 500
    for number in range(3):
        publish(home, f"Seite-{number}")
    send_due()
    receiver.got.clear()

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        send_due()

    assert len(receiver.got) == 1


def test_a_message_that_a_receiver_refuses_does_not_keep_the_others_waiting(home, receiver, endpoint):
    receiver.status = 400
    publish(home, "Erste")
    send_due()
    receiver.status = 204
    publish(home, "Zweite")

    assert send_due() == 1


def test_an_endpoint_that_is_gone_is_switched_off_and_the_office_is_told(home, receiver, endpoint):
    receiver.status = 410
    publish(home)

    send_due()
    send_mails()

    endpoint.refresh_from_db()
    [message] = mail.outbox
    assert (endpoint.is_active, message.to) == (False, ["ehrenamt@musterkreis.example"])
    assert message.subject == "Der Anschluss „Website Nordhain“ ist abgeschaltet"
    assert f"/admin/anschluesse/inspect/{endpoint.pk}/" in message.body


def test_an_endpoint_at_which_nothing_arrives_for_days_is_switched_off_with_one_notice(home, receiver, endpoint):
    receiver.status = 500
    start, is_on = timezone.now(), []

    for days in (0, 4, 6):
        with time_machine.travel(start + timedelta(days=days)):
            publish(home, f"Tag-{days}")
            send_due()
        is_on.append(Endpoint.objects.get().is_active)
    with time_machine.travel(start + timedelta(days=7)):
        send_due()

    assert is_on == [True, True, False]
    assert len(receiver.got) == 3
    assert OutboxMail.objects.filter(kind="anschluss.switched_off").count() == 1


def test_switched_on_again_it_gets_what_waited(home, receiver, endpoint):
    receiver.status = 410
    publish(home)
    send_due()
    receiver.status = 204
    endpoint.refresh_from_db()
    endpoint.is_active = True
    change(endpoint)

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        arrived = send_due()

    assert (arrived, len(set(receiver.ids)), endpoint.failing_since) == (1, 1, None)


def test_after_a_new_secret_the_former_one_holds_for_a_day(home, receiver, endpoint):
    fresh = rotate_secret(endpoint)
    publish(home)
    send_due()
    both = [len(receiver.verified(secret)) for secret in (fresh, endpoint.shown)]
    receiver.got.clear()

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        publish(home, "Später")
        send_due()
        only_fresh = len(receiver.verified(fresh))
        with pytest.raises(WebhookVerificationError):
            receiver.verified(endpoint.shown)

    assert (both, only_fresh) == ([1, 1], 1)


def test_no_secret_lies_readable_in_the_database_and_a_new_key_takes_it_over(endpoint, settings):
    stored = str(Endpoint.objects.values().get())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "neu-" + "x" * 50, [settings.SECRET_KEY]

    renewed = renew_secrets()
    settings.SECRET_KEY_FALLBACKS = []

    assert endpoint.shown not in stored
    assert (renewed, Endpoint.objects.get().signing_secrets()) == (1, [endpoint.shown])


def test_a_test_message_arrives_too(receiver, endpoint):
    queue_test(endpoint)

    send_due()

    [content] = receiver.verified(endpoint.shown)
    assert (content["type"], content["data"]) == ("webhook.test", {"id": endpoint.pk})


def test_deliveries_are_forgotten_after_fourteen_days_with_evidence(home, endpoint):
    publish(home)
    now = timezone.now()

    kept = []
    for days in (13, 15):
        with time_machine.travel(now + timedelta(days=days)):
            forget_deliveries()
        kept.append(Delivery.objects.count())

    assert kept == [1, 0]
    assert ErasureRun.objects.get().rule == "anschluss.Delivery"


def test_a_fault_in_here_does_not_undo_what_happened(home, endpoint, caplog):
    Endpoint.objects.update(events=json.dumps("kaputt"))

    page = publish(home)

    page.refresh_from_db()
    assert page.live
