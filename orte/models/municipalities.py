"""Towns and villages of the county, and their districts."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from pages.clean_text import one_line

POSTAL_CODE = RegexValidator(r"^\d{5}$", _("Eine Postleitzahl hat fünf Ziffern."))


def latitude_field() -> models.DecimalField:
    """A latitude in degrees north (WGS 84), five decimal places (about a metre)."""
    return models.DecimalField(
        _("Breitengrad"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Zum Beispiel 50,55200. Leer lassen, wenn unbekannt."),
    )


def longitude_field() -> models.DecimalField:
    """A longitude in degrees east (WGS 84), five decimal places (about a metre)."""
    return models.DecimalField(
        _("Längengrad"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Zum Beispiel 9,04100. Leer lassen, wenn unbekannt."),
    )


class MunicipalityKind(models.TextChoices):
    """What a municipality is in the words of the German municipal codes, which have no English equivalent."""

    STADT = "stadt", _("Stadt")
    GEMEINDE = "gemeinde", _("Gemeinde")
    ORTSTEIL = "ortsteil", _("Ortsteil")


class MunicipalityQuerySet(models.QuerySet):
    """The questions one asks about many municipalities."""

    def municipalities(self):
        """Without the districts."""
        return self.filter(parent=None)

    def districts(self):
        return self.exclude(parent=None)

    def presented_by(self, page):
        """The municipality of a page or of any of its translations."""
        return self.filter(page__translation_key=page.translation_key)


class Municipality(ClusterableModel):
    """A municipality, or a district of one.

    A tree of exactly two levels by a parent key: districts are edited with their municipality, are never
    moved, and no question goes deeper, so that a tree library would only add locks and paths to keep right.
    The page in the source language that presents it is named here (never the other way round, since a page
    is copied for each translation); translations are found by its translation_key.
    """

    parent = ParentalKey(
        "self",
        verbose_name=_("gehört zu"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="districts",
    )
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(_("Kurzname"), max_length=100, help_text=_("Für Adressen, zum Beispiel „musterstadt“."))
    kind = models.CharField(
        _("Art"), max_length=20, choices=MunicipalityKind.choices, default=MunicipalityKind.GEMEINDE
    )
    population = models.PositiveIntegerField(
        _("Einwohnerzahl"), null=True, blank=True, validators=[MaxValueValidator(10_000_000)]
    )
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True, validators=[POSTAL_CODE])
    latitude = latitude_field()
    longitude = longitude_field()
    page = models.OneToOneField(
        "orte.MunicipalityPage",
        verbose_name=_("Seite"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Die Seite in der Ausgangssprache, die diese Gemeinde vorstellt."),
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gemeinde")
        verbose_name_plural = _("Gemeinden")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(parent=None),
                name="orte_municipality_slug",
                violation_error_message=_(
                    "Diesen Kurznamen hat schon eine andere Gemeinde. Bitte wählen Sie einen anderen."
                ),
            ),
            models.UniqueConstraint(
                fields=["parent", "slug"],
                name="orte_district_slug",
                violation_error_message=_(
                    "Diesen Kurznamen hat schon ein anderer Ortsteil der Gemeinde. Bitte wählen Sie einen anderen."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save; what belongs to a municipality is a district, whatever was chosen."""
        if self.parent_id is not None:
            self.kind = MunicipalityKind.ORTSTEIL
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.name = one_line(self.name)
        if self.parent_id is None and self.kind == MunicipalityKind.ORTSTEIL:
            raise ValidationError(
                {"kind": _("Ein Ortsteil wird bei seiner Gemeinde eingetragen. Bitte wählen Sie die Gemeinde.")}
            )
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Bitte geben Sie beide Werte an oder keinen.")})
