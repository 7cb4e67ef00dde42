"""The private calendar of a person: all their courses under one address that nobody can guess."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurse.models.bookings import Booking


class CalendarSubscriptionQuerySet(models.QuerySet):
    def of_address(self, email: str):
        return self.filter(email__iexact=email)

    def orphaned(self):
        """Those of people of whom no booking is kept any more."""
        kept = Booking.objects.filter(email__iexact=OuterRef("email"), erased_at__isnull=True)
        return self.filter(~Exists(kept))


class CalendarSubscription(models.Model):
    """One person's calendar; of its address only the digest is kept.

    No personal link (vorgang): it goes to programs of other companies and must open nothing but dates.
    """

    email = models.EmailField(_("E-Mail"), unique=True)
    digest = models.CharField(_("Prüfsumme"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("erstellt"), default=timezone.now, editable=False)

    objects = CalendarSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("persönlicher Kalender")
        verbose_name_plural = _("persönliche Kalender")

    def __str__(self):
        return str(self.pk)
