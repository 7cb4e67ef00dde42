"""Facts that other programs may be told. A room tells them; whoever is installed for it passes them on.

Each room answers the hook `register_webhook_event` with the events it tells.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from wagtail import hooks

# Sent with `event` (str) and `subject` (a model instance) inside the transaction that makes the fact true, so
# that a receiver can write rows that stand or fall with it. A receiver's fault is logged and changes nothing.
happened = Signal()


@dataclass(frozen=True)
class Event:
    """One kind of fact: `name` is what programs read, `label` what the office reads.

    `describe(subject)` returns id, url and api_url (paths on this host, "" where there is none): what anybody may
    know, never a person.
    """

    name: str
    label: str | Promise
    describe: Callable[[Any], dict]


def events() -> dict[str, Event]:
    """Return the events of all installed rooms by name."""
    return {event.name: event for answer in hooks.get_hooks("register_webhook_event") for event in answer()}


def tell(event: str, subject: Any) -> None:
    """Tell that something happened; called inside the transaction in which it does."""
    happened.send_robust(sender=type(subject), event=event, subject=subject)


def api_path(view: str, *args) -> str:
    """Return the path of an operation of the public API; empty in a site that does not offer it."""
    try:
        return reverse(f"api-v1:{view}", args=args)
    except NoReverseMatch:
        return ""
