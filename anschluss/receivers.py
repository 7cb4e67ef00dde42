"""Whatever happens in the house is queued for those who want to be told."""

from django.db import transaction

from anschluss.deliveries import queue_deliveries
from pages.events import happened


def on_happened(event: str, subject, **kwargs) -> None:
    # Of its own, so that a fault in here leaves the transaction of the fact whole.
    with transaction.atomic():
        queue_deliveries(event, subject)


def connect() -> None:
    happened.connect(on_happened, dispatch_uid="anschluss.deliveries")
