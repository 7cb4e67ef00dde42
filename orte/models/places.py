"""Places where something happens, with honest facts about how accessible they are."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orte.models.accessibility import FACTS, TEXTS, Accessibility
from orte.models.municipalities import POSTAL_CODE, Municipality, latitude_field, longitude_field
from pages.clean_text import one_line


@dataclass(frozen=True)
class Fact:
    """One facility of a place: `value` is an Accessibility, `text` says it in German, `badge` and `icon` show it."""

    name: str
    label: str
    value: str
    text: str
    badge: str
    icon: str


BADGES = {
    Accessibility.YES: ("success", "success"),
    Accessibility.PARTLY: ("warning", "warning"),
    Accessibility.NO: ("error", "close"),
    Accessibility.UNKNOWN: ("neutral", "help"),
}


def accessibility_field(name: str) -> models.CharField:
    return models.CharField(FACTS[name], max_length=10, choices=Accessibility.choices, default=Accessibility.UNKNOWN)


class PlaceQuerySet(models.QuerySet):
    """The questions one asks about many places."""

    def with_municipality(self):
        """With municipality and district, in one query."""
        return self.select_related("municipality", "district")

    def with_slugs(self):
        """With `municipality_slug` and `district_slug` as columns, without a whole row for each."""
        return self.annotate(municipality_slug=F("municipality__slug"), district_slug=F("district__slug"))


class Place(models.Model):
    """A building or room with address, way and accessibility."""

    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(
        _("Kurzname"), max_length=100, unique=True, help_text=_("Für die Adresse der Seite, zum Beispiel „kreishaus“.")
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("Gemeinde"),
        on_delete=models.PROTECT,
        related_name="places",
        limit_choices_to={"parent": None},
    )
    district = models.ForeignKey(
        Municipality,
        verbose_name=_("Ortsteil"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to={"parent__isnull": False},
    )
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True, validators=[POSTAL_CODE])
    city = models.CharField(_("Ort"), max_length=120, blank=True)
    latitude = latitude_field()
    longitude = longitude_field()
    transport = models.TextField(
        _("Bus und Bahn"), blank=True, max_length=600, help_text=_("Linie, Haltestelle, Fußweg in Minuten.")
    )
    parking = models.TextField(_("Parken"), blank=True, max_length=600)
    is_outpost = models.BooleanField(
        _("Außenstelle"), default=False, help_text=_("Hier bietet die Koordinierungsstelle Sprechstunden an.")
    )
    step_free = accessibility_field("step_free")
    wheelchair_toilet = accessibility_field("wheelchair_toilet")
    accessible_parking = accessibility_field("accessible_parking")
    lift = accessibility_field("lift")
    induction_loop = accessibility_field("induction_loop")
    tactile_guidance = accessibility_field("tactile_guidance")
    quiet_room = accessibility_field("quiet_room")
    accessibility_note = models.TextField(
        _("Hinweise zur Barrierefreiheit"),
        blank=True,
        max_length=1000,
        help_text=_("Was man vorher wissen sollte, zum Beispiel „Klingel am Seiteneingang“."),
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ort")
        verbose_name_plural = _("Orte")
        ordering = ["name", "pk"]

    def __str__(self):
        return f"{self.name}, {self.city}" if self.city else self.name

    def get_absolute_url(self) -> str:
        return reverse("orte_place", args=[self.slug])

    def clean(self):
        super().clean()
        self.name, self.street, self.city = one_line(self.name), one_line(self.street), one_line(self.city)
        if self.district_id and self.municipality_id and self.district.parent_id != self.municipality_id:
            raise ValidationError(
                {"district": _("Dieser Ortsteil gehört nicht zur gewählten Gemeinde. Bitte wählen Sie beide passend.")}
            )
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError({missing: _("Bitte geben Sie beide Werte an oder keinen.")})

    @property
    def address(self) -> str:
        """Street, postal code and city in one line, without what is missing."""
        return ", ".join(filter(None, [self.street, f"{self.postal_code} {self.city}".strip()]))

    @property
    def facts(self) -> list[Fact]:
        """All facilities in the order in which people ask, unknown ones included."""
        facts = []
        for name, label in FACTS.items():
            value = Accessibility(getattr(self, name))
            badge, icon = BADGES[value]
            facts.append(Fact(name, str(label), value.value, str(TEXTS[value]), badge, icon))
        return facts

    @property
    def is_assessed(self) -> bool:
        """Whether somebody has looked at the accessibility of this place at all."""
        return any(getattr(self, name) != Accessibility.UNKNOWN for name in FACTS)
