"""The verbs of an endpoint: set up, change, give a new secret, and what follows from how its deliveries go."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from anschluss import conf
from anschluss.models import Endpoint
from anschluss.secrets import PURPOSE, new_secret, unreadable
from vorgang.guards.ciphers import renewed_text
from vorgang.outbox.queue import queue_mail
from vorgang.states import Audience

# So long the former secret signs beside the new one, that the receiver can be changed in peace.
BOTH_SECRETS = timedelta(hours=24)


def create(endpoint: Endpoint) -> str:
    """Save a new endpoint and return its secret, which is shown this once."""
    secret = new_secret()
    endpoint.secret = unreadable(secret)
    endpoint.save(force_insert=True)
    return secret


def change(endpoint: Endpoint) -> None:
    """Save an edited endpoint; switched on again it starts without a past, and what waited is sent."""
    fields = ["label", "url", "events", "is_active"]
    if endpoint.is_active:
        endpoint.failing_since = endpoint.paused_until = endpoint.switched_off_at = None
        fields += ["failing_since", "paused_until", "switched_off_at"]
    # Not the secrets, which somebody may have changed since the form was opened.
    endpoint.save(update_fields=fields)


def rotate_secret(endpoint: Endpoint) -> str:
    """Give an endpoint a new secret and return it; the former one signs beside it for a day."""
    secret = new_secret()
    Endpoint.objects.filter(pk=endpoint.pk).update(
        former_secret=F("secret"), former_secret_until=timezone.now() + BOTH_SECRETS, secret=unreadable(secret)
    )
    return secret


def note_arrival(endpoint: Endpoint) -> None:
    """Forget an endpoint's faults: something has arrived."""
    if endpoint.failing_since:
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None, paused_until=None)


def note_fault(endpoint: Endpoint, *, pause: timedelta, is_gone: bool) -> None:
    """Remember since when nothing arrives; switch off an endpoint that is gone or has been failing for days."""
    now = timezone.now()
    same = Endpoint.objects.filter(pk=endpoint.pk)
    same.update(failing_since=Coalesce(F("failing_since"), Value(now)), paused_until=now + pause)
    if is_gone or (endpoint.failing_since or now) <= now - conf.give_up_after():
        switch_off(endpoint)


def switch_off(endpoint: Endpoint) -> None:
    """Switch an endpoint off and tell the office, once however many deliveries fail at the same time."""
    now = timezone.now()
    with transaction.atomic():
        if Endpoint.objects.filter(pk=endpoint.pk, is_active=True).update(is_active=False, switched_off_at=now):
            queue_mail("anschluss.switched_off", endpoint, audience=Audience.OFFICE)


def renew_secrets() -> int:
    """Encrypt with today's SECRET_KEY what an older one encrypted; return how many endpoints were renewed."""
    renewed = 0
    for endpoint in Endpoint.objects.all():
        fresh = {
            name: renewed_text(PURPOSE, getattr(endpoint, name))
            for name in ("secret", "former_secret")
            if getattr(endpoint, name)
        }
        same = Endpoint.objects.filter(pk=endpoint.pk, secret=endpoint.secret)
        if any(fresh[name] != getattr(endpoint, name) for name in fresh):
            renewed += same.update(**fresh)
    return renewed
