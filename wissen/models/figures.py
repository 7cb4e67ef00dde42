"""Figures of law and tax as data with validity dates: texts name a figure, readers see the value of the day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from wissen.fields import AddressField
from wissen.norms import norm_label

KEY = RegexValidator(r"^[a-z][a-z0-9_]*$", _("Bitte nur kleine Buchstaben ohne Umlaute, Ziffern und _ verwenden."))


class FigureUnit(models.TextChoices):
    """What a figure counts."""

    EURO = "euro", _("Euro")
    PERCENT = "percent", _("Prozent")
    PERMILLE = "permille", _("Promille")
    PERSONS = "persons", _("Personen")
    MEMBERS = "members", _("Mitglieder")
    NUMBER = "number", _("ohne Einheit")


class Figure(ClusterableModel):
    """One figure, such as the yearly sum of the Übungsleiterpauschale, with all its values."""

    key = models.CharField(
        _("Kurzname"),
        max_length=60,
        unique=True,
        validators=[KEY],
        help_text=_("So heißt die Kennzahl in Texten: {kurzname}. Danach bitte nicht mehr ändern."),
    )
    name = models.CharField(_("Bezeichnung"), max_length=150)
    per = models.CharField(
        _("Bezug"), max_length=100, blank=True, help_text=_("Zum Beispiel: je Person und Jahr, im Monat, je Stunde.")
    )
    law = models.CharField(_("Gesetz"), max_length=30, blank=True, help_text=_("Zum Beispiel: EStG."))
    paragraph = models.CharField(_("Paragraf"), max_length=20, blank=True, help_text=_("Nur die Zahl: 3 oder 31a."))
    detail = models.CharField(_("Absatz, Satz, Nummer"), max_length=60, blank=True)
    unit = models.CharField(_("Einheit"), max_length=10, choices=FigureUnit.choices, default=FigureUnit.EURO)
    note = models.TextField(_("Hinweis für die Redaktion"), blank=True, max_length=600)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("per")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("law"), FieldPanel("paragraph"), FieldPanel("detail")])], heading=_("Norm")
        ),
        InlinePanel(
            "values",
            heading=_("Werte"),
            label=_("Wert"),
            min_num=1,
            help_text=_(
                "Frühere Werte bitte stehen lassen: Viele suchen noch nach ihnen. Einen künftigen Wert können Sie "
                "schon jetzt mit seinem Datum eintragen; er gilt an dem Tag von selbst."
            ),
        ),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("Kennzahl")
        verbose_name_plural = _("Kennzahlen")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def norm(self) -> str:
        return norm_label(self.law, self.paragraph, self.detail)


class FigureValue(models.Model):
    """What a figure is between two days, both included; open ends are empty."""

    figure = ParentalKey(Figure, on_delete=models.CASCADE, related_name="values")
    value = models.DecimalField(_("Wert"), max_digits=14, decimal_places=4)
    valid_from = models.DateField(_("Gilt ab"), null=True, blank=True)
    valid_until = models.DateField(_("Gilt bis einschließlich"), null=True, blank=True)
    source = AddressField(_("Quelle"), max_length=500, blank=True)
    checked_on = models.DateField(_("Geprüft am"), null=True, blank=True)
    is_confirmed = models.BooleanField(
        _("Geprüft und belegt"), default=False, help_text=_("Ohne Häkchen steht die Kennzahl auf der Liste zum Prüfen.")
    )

    panels = [
        FieldRowPanel([FieldPanel("value"), FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("checked_on"), FieldPanel("is_confirmed")]),
    ]

    class Meta:
        verbose_name = _("Wert einer Kennzahl")
        verbose_name_plural = _("Werte von Kennzahlen")
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="wissen_figure_value_ends_after_it_begins",
                violation_error_message=_("Der letzte Tag liegt vor dem ersten. Bitte tauschen Sie die beiden."),
            ),
            models.UniqueConstraint(
                fields=["figure", "valid_from"],
                name="wissen_one_value_from_a_day_on",
                violation_error_message=_("Von diesem Tag an gibt es schon einen Wert."),
            ),
            models.UniqueConstraint(
                fields=["figure"],
                condition=Q(valid_from=None),
                name="wissen_one_value_from_the_beginning",
                violation_error_message=_("Es gibt schon einen Wert ohne ersten Tag."),
            ),
        ]

    def __str__(self):
        return f"{self.figure_id}: {self.value}"

    def clean(self):
        super().clean()
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError(
                {"valid_until": _("Der letzte Tag liegt vor dem ersten. Bitte tauschen Sie die beiden.")}
            )

    def covers(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)
