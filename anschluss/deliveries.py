"""The deliveries: rows of the transaction that caused them, sent by the worker until they arrive.

At least once: a worker that dies between sending and recording leaves the row to another, which sends it again
under the same id. The order is not kept; each message says when its fact became true.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from anschluss.endpoints import note_arrival, note_fault
from anschluss.messages import TEST_EVENT, body_of, headers_of
from anschluss.models import Delivery, Endpoint
from anschluss.states import DeliveryState
from anschluss.transport import NotDelivered, post
from pages.events import events
from vorgang.guards.attempts import claim, is_used_up, move, wait_after

logger = logging.getLogger(__name__)

# Deliveries of one round, sent side by side: receivers that hang keep mails waiting for one deadline at most.
ROUND = 8
GONE = 410
# What a receiver in trouble answers; others refuse this one message and may well take the next.
IN_TROUBLE = frozenset({429, *range(500, 600)})


def queue_deliveries(event: str, subject) -> None:
    """Queue one message for each endpoint that wants to be told, inside the caller's transaction."""
    listening = Endpoint.objects.listening_to(event)
    if not listening:
        return
    now = timezone.now()
    body = body_of(event, now, events()[event].describe(subject))
    Delivery.objects.bulk_create(
        [Delivery(endpoint=endpoint, event=event, body=body, created_at=now) for endpoint in listening]
    )


def queue_test(endpoint: Endpoint) -> Delivery:
    """Queue a message by which whoever sets up the receiver sees that it works."""
    body = body_of(TEST_EVENT, timezone.now(), {"id": endpoint.pk})
    return Delivery.objects.create(endpoint=endpoint, event=TEST_EVENT, body=body)


def send_due() -> int:
    """Send what is due, oldest first, and return how many arrived; one each where an endpoint has been failing."""
    due = Delivery.objects.due(timezone.now()).select_related("endpoint").order_by("next_attempt_at", "pk")[:ROUND]
    claimed = [delivery for delivery in one_of_each_failing(due) if claim(delivery)]
    if not claimed:
        return 0
    # The threads do nothing but wait for foreign servers; signing and recording use the database here.
    with ThreadPoolExecutor(max_workers=ROUND) as pool:
        answers = [
            pool.submit(answer_to, delivery.endpoint.url, delivery.body.encode(), headers_of(delivery))
            for delivery in claimed
        ]
        return sum(record(delivery, answer.result()) for delivery, answer in zip(claimed, answers, strict=True))


def one_of_each_failing(deliveries) -> list[Delivery]:
    chosen, tried = [], set()
    for delivery in deliveries:
        if delivery.endpoint_id not in tried:
            chosen.append(delivery)
        if delivery.endpoint.failing_since:
            tried.add(delivery.endpoint_id)
    return chosen


def answer_to(url: str, body: bytes, headers: dict[str, str]) -> int | str:
    """Return the status of the answer, or the kind of fault where there was none."""
    try:
        return post(url, body, headers)
    except NotDelivered as fault:
        return str(fault)


@transaction.atomic
def record(delivery: Delivery, answer: int | str) -> bool:
    """Write down how an attempt went, for the delivery and for its endpoint."""
    now = timezone.now()
    if isinstance(answer, int) and 200 <= answer < 300:
        arrived = move(delivery, DeliveryState.DELIVERED, delivered_at=now, last_answer=str(answer))
        note_arrival(delivery.endpoint)
        return arrived
    logger.warning("delivery %s to endpoint %s: %s", delivery.pk, delivery.endpoint_id, answer)
    if is_used_up(delivery):
        move(delivery, DeliveryState.FAILED, last_answer=str(answer))
    else:
        again = now + wait_after(delivery)
        move(delivery, DeliveryState.QUEUED, last_answer=str(answer), next_attempt_at=again)
    in_trouble = not isinstance(answer, int) or answer in IN_TROUBLE
    pause = timedelta(minutes=1) if in_trouble else timedelta(0)
    note_fault(delivery.endpoint, pause=pause, is_gone=answer == GONE)
    return False
