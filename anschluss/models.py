"""An endpoint of another program, and what was or is to be delivered to it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anschluss.secrets import readable
from anschluss.states import DELIVERY_SUCCESSORS, DeliveryState


class EndpointQuerySet(models.QuerySet):
    def listening_to(self, event: str) -> list["Endpoint"]:
        """Return the endpoints that want to be told of an event; they are few, so the list of each is read here."""
        return [endpoint for endpoint in self.filter(is_active=True) if event in endpoint.events]


class Endpoint(models.Model):
    """The address at which another program is told, of which events, and how it has been doing."""

    label = models.CharField(_("Name"), max_length=80, help_text=_("Wer empfängt, zum Beispiel „Website Nordhain“."))
    url = models.CharField(_("Adresse"), max_length=500, help_text=_("Beginnt mit https://."))
    events = models.JSONField(_("Ereignisse"), default=list)
    is_active = models.BooleanField(_("eingeschaltet"), default=True)
    # Encrypted (anschluss.secrets); the former secret still signs until its time is over.
    secret = models.TextField(editable=False)
    former_secret = models.TextField(editable=False, blank=True)
    former_secret_until = models.DateTimeField(editable=False, null=True)
    created_at = models.DateTimeField(_("angelegt"), default=timezone.now, editable=False)
    failing_since = models.DateTimeField(_("gestört seit"), null=True, editable=False)
    paused_until = models.DateTimeField(_("nächster Versuch"), null=True, editable=False)
    switched_off_at = models.DateTimeField(_("von selbst abgeschaltet"), null=True, editable=False)

    objects = EndpointQuerySet.as_manager()
    # What the outbox of mails asks of whatever a mail is about.
    erased_at = None
    restricted_at = None

    class Meta:
        verbose_name = _("Anschluss")
        verbose_name_plural = _("Anschlüsse")
        ordering = ["label", "pk"]

    def __str__(self):
        return self.label

    def signing_secrets(self) -> list[str]:
        """Return the secrets that sign now, the newest first."""
        secrets = [self.secret]
        if self.former_secret and self.former_secret_until > timezone.now():
            secrets.append(self.former_secret)
        return [readable(secret) for secret in secrets]

    @property
    def condition(self) -> str:
        """How it is doing, in the words of the office."""
        if self.switched_off_at:
            return _("abgeschaltet, weil nichts ankam")
        if not self.is_active:
            return _("ausgeschaltet")
        return _("gestört") if self.failing_since else _("in Ordnung")

    condition.fget.short_description = _("Zustand")


class DeliveryQuerySet(models.QuerySet):
    def due(self, now):
        """Deliveries to send now; those whose worker vanished while sending included."""
        return self.filter(
            Q(endpoint__paused_until=None) | Q(endpoint__paused_until__lte=now),
            endpoint__is_active=True,
            state__in=[DeliveryState.QUEUED, DeliveryState.SENDING],
            next_attempt_at__lte=now,
        )


def new_message_id() -> str:
    return f"msg_{uuid.uuid4().hex}"


class Delivery(models.Model):
    """One message for one endpoint: ids and addresses of something public, never a person."""

    endpoint = models.ForeignKey(
        Endpoint, verbose_name=_("Anschluss"), on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.CharField(_("Ereignis"), max_length=60)
    # The receiver knows a repeat by it, so it stays the same over all attempts.
    message_id = models.CharField(_("Kennung"), max_length=40, unique=True, default=new_message_id, editable=False)
    body = models.TextField(editable=False)
    state = models.CharField(
        _("Stand"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED, editable=False
    )
    attempts = models.PositiveIntegerField(_("Versuche"), default=0, editable=False)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now, editable=False)
    delivered_at = models.DateTimeField(_("angekommen"), null=True, editable=False)
    last_answer = models.CharField(_("letzte Antwort"), max_length=100, blank=True, editable=False)
    created_at = models.DateTimeField(_("Zeitpunkt"), default=timezone.now, editable=False, db_index=True)

    objects = DeliveryQuerySet.as_manager()
    SUCCESSORS = DELIVERY_SUCCESSORS

    class Meta:
        verbose_name = _("Zustellung")
        verbose_name_plural = _("Zustellungen")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state__in=["queued", "sending"]), name="anschluss_due")
        ]

    def __str__(self):
        return self.message_id
