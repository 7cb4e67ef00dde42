"""Who wants to be reminded by mail of a funding programme, and what they were told already."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vorgang.models import Subscription


class FundingReminder(Subscription):
    """One wish to be told of one programme: some days before its deadline, when it opens again, or both.

    `programme` is the page in the language of whoever asks; `reminded_for` the deadline of which they were told.
    """

    programme = models.ForeignKey(
        "wissen.ProgrammePage",
        verbose_name=_("Förderprogramm"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    days = models.PositiveSmallIntegerField(_("Tage vor der Frist"), null=True, blank=True)
    on_reopening = models.BooleanField(_("auch wenn es wieder öffnet"), default=False)
    reminded_for = models.DateField(_("erinnert an die Frist"), null=True, blank=True, editable=False)
    closed_since = models.DateField(_("geschlossen gesehen am"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Erinnerung an ein Förderprogramm")
        verbose_name_plural = _("Erinnerungen an Förderprogramme")
        ordering = ["-created_at", "-pk"]
        # Who may use the inbox sees one where its mail did not arrive.
        default_permissions = []
