"""What the worker did and when: due jobs and the evidence of erasure."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DueJobRun(models.Model):
    """The last and the next run of one due job."""

    name = models.CharField(_("Aufgabe"), max_length=100, unique=True)
    last_started_at = models.DateTimeField(_("zuletzt begonnen"), null=True, blank=True)
    last_finished_at = models.DateTimeField(_("zuletzt fertig"), null=True, blank=True)
    next_run_at = models.DateTimeField(_("nächster Lauf"), default=timezone.now)
    last_error = models.CharField(_("letzter Fehler"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("wiederkehrende Aufgabe")
        verbose_name_plural = _("wiederkehrende Aufgaben")
        ordering = ["name"]

    def __str__(self):
        return self.name


class ErasureRun(models.Model):
    """Evidence that rows were erased under a rule: how many, and a digest of their ids; no names.

    A run without an end is open, and that only within its own transaction.
    """

    started_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    finished_at = models.DateTimeField(_("fertig"), null=True)
    rule = models.CharField(_("Regel"), max_length=100)
    count = models.PositiveIntegerField(_("Anzahl"), default=0)
    digest_of_ids = models.CharField(_("Prüfsumme"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("Löschlauf")
        verbose_name_plural = _("Löschläufe")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["rule"], condition=Q(finished_at=None), name="vorgang_erasurerun_open")]

    def __str__(self):
        return f"{self.rule} {self.started_at:%Y-%m-%d}"
