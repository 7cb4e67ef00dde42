"""Days on which an office or a school is closed: computed, and corrected by hand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pages.clean_text import one_line
from pages.models import Land


class ClosedDayKind(models.TextChoices):
    """Why a day is closed."""

    PUBLIC = "public", _("gesetzlicher Feiertag")
    SCHOOL = "school", _("Schulferien")
    OFFICE = "office", _("eigene Schließzeit")


class ClosedDaySource(models.TextChoices):
    """Who wrote a row: loading the calendars anew touches only computed ones."""

    COMPUTED = "computed", _("berechnet")
    MANUAL = "manual", _("von Hand")


class ClosedDay(models.Model):
    """One closed day in one Land (empty: everywhere) or at one place.

    A computed day that does not hold here is kept with `applies` off: deleted, it would come back with the
    next loading.
    """

    date = models.DateField(_("Datum"))
    land = models.CharField(
        _("Bundesland"), max_length=2, choices=Land.choices, blank=True, help_text=_("Leer: gilt überall.")
    )
    kind = models.CharField(_("Art"), max_length=10, choices=ClosedDayKind.choices, default=ClosedDayKind.OFFICE)
    name = models.CharField(_("Bezeichnung"), max_length=120)
    place = models.ForeignKey(
        "orte.Place",
        verbose_name=_("Ort"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closed_days",
        help_text=_("Leer: gilt für alle Orte."),
    )
    applies = models.BooleanField(
        _("gilt"), default=True, help_text=_("Ausschalten statt löschen, wenn ein berechneter Tag hier nicht gilt.")
    )
    source = models.CharField(
        _("Herkunft"),
        max_length=10,
        choices=ClosedDaySource.choices,
        default=ClosedDaySource.MANUAL,
        editable=False,
    )

    class Meta:
        verbose_name = _("Schließtag")
        verbose_name_plural = _("Schließtage")
        ordering = ["date", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "land", "kind"],
                condition=Q(place=None),
                name="orte_closed_day_once",
                violation_error_message=_(
                    "Diesen Tag gibt es mit dieser Art schon. Bitte ändern Sie den Eintrag, den es gibt."
                ),
            ),
            models.UniqueConstraint(
                fields=["date", "land", "kind", "place"],
                name="orte_closed_day_once_per_place",
                violation_error_message=_(
                    "Diesen Tag gibt es für diesen Ort schon. Bitte ändern Sie den Eintrag, den es gibt."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.date:%d.%m.%Y} {self.name}" if self.date else self.name

    def clean(self):
        super().clean()
        self.name = one_line(self.name)
