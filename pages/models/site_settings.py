"""The office behind a site: address, contacts, Land, and its KERN theme."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from pages.clean_text import one_line
from pages.colours import HEX, READABLE, WHITE, contrast, readable_on


class Land(models.TextChoices):
    """The sixteen Länder; codes are ISO 3166-2:DE without the country."""

    BW = "BW", _("Baden-Württemberg")
    BY = "BY", _("Bayern")
    BE = "BE", _("Berlin")
    BB = "BB", _("Brandenburg")
    HB = "HB", _("Bremen")
    HH = "HH", _("Hamburg")
    HE = "HE", _("Hessen")
    MV = "MV", _("Mecklenburg-Vorpommern")
    NI = "NI", _("Niedersachsen")
    NW = "NW", _("Nordrhein-Westfalen")
    RP = "RP", _("Rheinland-Pfalz")
    SL = "SL", _("Saarland")
    SN = "SN", _("Sachsen")
    ST = "ST", _("Sachsen-Anhalt")
    SH = "SH", _("Schleswig-Holstein")
    TH = "TH", _("Thüringen")


class CornerRadius(models.TextChoices):
    """How round boxes and buttons are."""

    NONE = "none", _("eckig")
    SMALL = "small", _("leicht gerundet")
    LARGE = "large", _("rund")


def colour_field(label, help_text) -> models.CharField:
    """A colour as #rrggbb; empty means the design system's own."""
    return models.CharField(
        label,
        max_length=7,
        blank=True,
        help_text=help_text,
        validators=[RegexValidator(HEX, _("Bitte geben Sie die Farbe in der Form #1a3da5 an."))],
    )


@register_setting(icon="home", order=10)
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """Who publishes this site and how it looks; one row per site."""

    site_title = models.CharField(_("Name der Website"), max_length=120, blank=True)
    office_name = models.CharField(_("Name der Stelle"), max_length=120, blank=True)
    operator = models.CharField(
        _("Träger"), max_length=200, blank=True, help_text=_("Wer die Website betreibt, zum Beispiel der Landkreis.")
    )
    represented_by = models.CharField(_("Vertreten durch"), max_length=250, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=10, blank=True)
    city = models.CharField(_("Ort"), max_length=120, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    opening_hours = models.TextField(_("Öffnungszeiten"), blank=True, max_length=600)
    land = models.CharField(
        _("Bundesland"),
        max_length=2,
        choices=Land.choices,
        blank=True,
        help_text=_("Bestimmt Feiertage und Schulferien."),
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    responsible = models.CharField(
        _("Verantwortlich für den Inhalt"),
        max_length=250,
        blank=True,
        help_text=_("Nach § 18 Absatz 2 Medienstaatsvertrag, mit Anschrift."),
    )
    supervisory_authority = models.CharField(_("Aufsichtsbehörde"), max_length=250, blank=True)
    vat_id = models.CharField(_("Umsatzsteuer-Identifikationsnummer"), max_length=20, blank=True)
    primary_colour = colour_field(
        _("Hauptfarbe"), _("Für Knöpfe und Links, zum Beispiel #1a3da5. Leer lassen für die Farbe von KERN.")
    )
    accent_colour = colour_field(_("Akzentfarbe"), _("Für kleine Hervorhebungen. Leer lassen für die Vorgabe."))
    corner_radius = models.CharField(
        _("Ecken"), max_length=10, choices=CornerRadius.choices, default=CornerRadius.SMALL
    )

    select_related = ["logo"]

    office_panels = [
        FieldPanel("site_title"),
        FieldPanel("office_name"),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
                FieldPanel("opening_hours"),
                FieldPanel("land"),
            ],
            heading=_("Anschrift und Öffnungszeiten"),
        ),
        InlinePanel("contacts", heading=_("Ansprechpersonen"), label=_("Ansprechperson")),
    ]
    legal_panels = [
        FieldPanel("operator"),
        FieldPanel("represented_by"),
        FieldPanel("responsible"),
        FieldPanel("supervisory_authority"),
        FieldPanel("vat_id"),
    ]
    theme_panels = [
        FieldPanel("logo"),
        FieldPanel("primary_colour"),
        FieldPanel("accent_colour"),
        FieldPanel("corner_radius"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(office_panels, heading=_("Stelle")),
            ObjectList(legal_panels, heading=_("Impressum")),
            ObjectList(theme_panels, heading=_("Aussehen")),
        ]
    )

    class Meta:
        verbose_name = _("Stelle und Aussehen")
        verbose_name_plural = _("Stelle und Aussehen")

    def clean(self):
        """Refuse colours that cannot be read on white."""
        super().clean()
        errors = {}
        for name in ("primary_colour", "accent_colour"):
            colour = getattr(self, name)
            if HEX.match(colour) and contrast(colour, WHITE) < READABLE:
                errors[name] = _(
                    "Diese Farbe ist auf Weiß zu schwach zu lesen (Kontrast %(contrast)s, nötig sind 4,5). "
                    "Der nächste lesbare Ton ist %(readable)s."
                ) % {
                    "contrast": f"{contrast(colour, WHITE):.1f}".replace(".", ","),
                    "readable": readable_on(colour, WHITE),
                }
        if errors:
            raise ValidationError(errors)

    def clean_fields(self, exclude=None):
        """Accept a colour however its letters are written."""
        for name in ("primary_colour", "accent_colour"):
            setattr(self, name, (getattr(self, name) or "").strip().lower())
        super().clean_fields(exclude=exclude)

    @property
    def has_theme(self) -> bool:
        """Whether anything differs from the design system's own look."""
        return bool(self.primary_colour or self.accent_colour or self.corner_radius != CornerRadius.SMALL)


class OfficeContact(Orderable):
    """One person or desk of the office, in the order the office chooses."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(_("Aufgabe"), max_length=200, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Ansprechperson")
        verbose_name_plural = _("Ansprechpersonen")

    def __str__(self):
        return self.role or str(self.pk)

    def clean(self):
        super().clean()
        self.name, self.role, self.phone = one_line(self.name), one_line(self.role), one_line(self.phone)
