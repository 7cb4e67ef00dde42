"""What waits to be told to the index, and what was searched for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexChange(models.Model):
    """Something that can be found was changed: written with the change itself, so that no index misses it.

    Whatever index was gone or being built then reads here what it has to catch up with; open is what some index has
    not taken yet.
    """

    key = models.CharField(max_length=100)
    changed_at = models.DateTimeField(auto_now_add=True, db_index=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("Änderung für den Suchindex")
        verbose_name_plural = _("Änderungen für den Suchindex")

    def __str__(self):
        return self.key


class QueryDay(models.Model):
    """How often something was searched for on a day; nothing tells by whom.

    `before` is what the same visitor had searched for just before, empty where there was nothing. Old rows lose their
    words: both texts are empty then.
    """

    day = models.DateField(_("Tag"))
    language = models.CharField(_("Sprache"), max_length=20)
    before = models.CharField(_("Zuvor gesucht"), max_length=100, blank=True)
    query = models.CharField(_("Suchanfrage"), max_length=100, blank=True)
    searches = models.PositiveIntegerField(_("So oft gesucht"), default=0)
    without_hits = models.PositiveIntegerField(_("Ohne Treffer"), default=0)
    corrected = models.PositiveIntegerField(_("Berichtigt"), default=0)
    followed = models.PositiveIntegerField(_("So oft einen Treffer geöffnet"), default=0)

    class Meta:
        verbose_name = _("Suchanfragen eines Tages")
        verbose_name_plural = _("Suchanfragen nach Tagen")
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "query", "before"], name="suche_one_row_a_day")
        ]

    def __str__(self):
        return f"{self.day}: {self.query}"


class ReadSpoolFile(models.Model):
    """A file of noted searches that is in the sums: a worker that ended before removing it must not add it again."""

    name = models.CharField(max_length=100, unique=True)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Gezählte Datei der Suche")
        verbose_name_plural = _("Gezählte Dateien der Suche")

    def __str__(self):
        return self.name
