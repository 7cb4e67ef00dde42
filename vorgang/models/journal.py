"""The journal: what members of staff did with personal data."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorgang.states import StaffAction


class JournalEntry(models.Model):
    """Who did what, as what, when, to which row; never what stood in it.

    The row's key is kept, not the case's code: a person was told that one, so it would lead back to them
    after they are forgotten. A trigger of the database keeps entries as written (vorgang.journal.guard).
    """

    created_at = models.DateTimeField(_("Zeitpunkt"), default=timezone.now, db_index=True)
    # No constraint: an account that goes must neither change the entry nor be kept by it.
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Wer"),
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    role = models.CharField(_("Rolle"), max_length=200, blank=True)
    action = models.CharField(_("Vorgehen"), max_length=20, choices=StaffAction.choices)
    object_type = models.CharField(_("Was"), max_length=100)
    object_id = models.CharField(_("Schlüssel"), max_length=64, blank=True)
    number = models.PositiveIntegerField(_("Anzahl"), default=1)
    reason = models.CharField(_("Anlass"), max_length=60, blank=True)
    request_id = models.CharField(_("Kennung der Anfrage"), max_length=36, blank=True)

    class Meta:
        verbose_name = _("Eintrag im Journal")
        verbose_name_plural = _("Einträge im Journal")
        ordering = ["-created_at", "-pk"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="vorgang_journal_object")]

    def __str__(self):
        return f"{self.action} {self.object_type} {self.object_id}".strip()
