"""The subscription: somebody asks to be told of something by mail, confirms the address, and ends it when they like."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorgang.models.cases import Case, CaseQuerySet


class SubscriptionQuerySet(CaseQuerySet):
    def listening(self):
        """Subscriptions whose person has shown that the address is theirs, and still wants to be told."""
        return self.unrestricted().filter(confirmed_at__isnull=False, ended_at=None, erased_at=None)


class Subscription(Case):
    """A wish to be told by mail; a room adds of what. See vorgang.subscriptions for its life."""

    ended_at = models.DateTimeField(_("beendet"), null=True, blank=True, editable=False)
    # Of the opened form with what was in it, or of a program: a double click is one wish.
    idempotency_key = models.CharField(
        _("Schlüssel der Anfrage"), max_length=100, null=True, blank=True, unique=True, editable=False
    )
    request_digest = models.CharField(_("Prüfsumme der Anfrage"), max_length=64, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()
    # Anybody may ask at any time: that must not make all pages be rendered anew.
    shown_on_pages = False

    class Meta:
        abstract = True

    @property
    def is_unconfirmed(self) -> bool:
        return self.confirmed_at is None and self.ended_at is None

    @property
    def is_listening(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None
