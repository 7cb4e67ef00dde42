"""The states of a delivery; the table of successors is the documentation of what may follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("wartet")
    SENDING = "sending", _("wird gesendet")
    DELIVERED = "delivered", _("angekommen")
    FAILED = "failed", _("aufgegeben")


DELIVERY_SUCCESSORS = {
    DeliveryState.QUEUED: frozenset({DeliveryState.SENDING}),
    DeliveryState.SENDING: frozenset({DeliveryState.QUEUED, DeliveryState.DELIVERED, DeliveryState.FAILED}),
    DeliveryState.FAILED: frozenset(),
    DeliveryState.DELIVERED: frozenset(),
}
