"""The verbs of a subscription: ask for it, confirm the address, end it. Forgetting is in vorgang.keeping.deletion."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from json import dumps
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from vorgang.errors import IdempotencyConflict
from vorgang.forms.consent import consent_text
from vorgang.guards.codes import new_code
from vorgang.models import Subscription
from vorgang.outbox.queue import queue_mail
from vorgang.subscriptions.wording import SWITCH_ON

Subscribed = TypeVar("Subscribed", bound=Subscription)


@dataclass(frozen=True, kw_only=True)
class SubscriptionRequest:
    """Who asks to be told; all text is clean already. A room adds of what."""

    email: str
    language: str = "de"
    consent: str = ""

    def digest(self) -> str:
        """Return the digest by which a repeat is told from another request; the language makes no other one."""
        asked = {**asdict(self), "language": "", "consent": bool(self.consent)}
        return sha256(dumps(asked, sort_keys=True).encode()).hexdigest()

    def columns(self) -> dict:
        """Return what the room's columns hold of this request."""
        return {}

    def write_parts(self, subscription: Subscription) -> None:
        """Write the rows that hang on the subscription, inside the transaction that makes it."""


def ask(
    request: SubscriptionRequest,
    model: type[Subscribed],
    *,
    confirm_mail: str,
    lapses_after: timedelta,
    idempotency_key: str = "",
) -> Subscribed:
    """Tell somebody once they confirm their address; a repeat under the same key returns the first.

    What is known of the address already is not looked up: the answer is the same for everybody. Raises
    IdempotencyConflict where another request came under the key.
    """
    digest = request.digest() if idempotency_key else ""
    try:
        with transaction.atomic(durable=True):
            now = timezone.now()
            subscription = model.objects.create(
                code=new_code(),
                email=request.email,
                language=request.language,
                consent_text=consent_text(request.consent, request.language),
                consented_at=now,
                # The day after, since the job runs in the night.
                erase_after=timezone.localdate(now + lapses_after) + timedelta(days=1),
                idempotency_key=idempotency_key or None,
                request_digest=digest,
                **request.columns(),
            )
            request.write_parts(subscription)
            queue_mail(confirm_mail, subscription)
            return subscription
    except IntegrityError:
        # The unique key is the wall, so that two of the same moment are one, too.
        subscription = repeated(model, idempotency_key, digest)
        if subscription is None:
            raise
        return subscription


def repeated(model: type[Subscribed], idempotency_key: str, digest: str) -> Subscribed | None:
    """Return what came under this key already; raises IdempotencyConflict where it was another request."""
    first = model.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if first is not None and first.request_digest != digest:
        raise IdempotencyConflict
    return first


@transaction.atomic(durable=True)
def confirm(subscription: Subscription, *, question: str, kept_until: date) -> None:
    """Keep that the address is theirs, from when on they are told; a second time changes nothing.

    `question` is what the personal page asks above the button; both are the evidence.
    """
    waiting = type(subscription).objects.unrestricted().filter(pk=subscription.pk, confirmed_at=None, ended_at=None)
    waiting.update(
        confirmed_at=timezone.now(),
        confirmation_text=consent_text(f"{question} {SWITCH_ON}", subscription.language),
        erase_after=kept_until,
    )


@transaction.atomic(durable=True)
def end(subscription: Subscription) -> None:
    """Tell somebody nothing more; the next night forgets them. A second time changes nothing."""
    type(subscription).objects.unrestricted().filter(pk=subscription.pk, ended_at=None).update(
        ended_at=timezone.now(), erase_after=timezone.localdate()
    )
