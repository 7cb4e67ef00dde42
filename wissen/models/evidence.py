"""On what an answer rests: its norms, and where its facts are from."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from wissen.fields import AddressField
from wissen.norms import norm_label, norm_slug


class LegalBasis(Orderable):
    """A norm that carries an answer."""

    page = ParentalKey("wissen.QuestionPage", on_delete=models.CASCADE, related_name="legal_bases")
    law = models.CharField(_("Gesetz"), max_length=30, help_text=_("Als Abkürzung: BGB, EStG, SGB VIII, DSGVO."))
    paragraph = models.CharField(
        _("Paragraf oder Artikel"), max_length=20, blank=True, help_text=_("Nur die Zahl: 31a.")
    )
    detail = models.CharField(_("Absatz, Satz, Nummer"), max_length=60, blank=True)
    url = AddressField(_("Amtlicher Text"), max_length=500, blank=True)
    checked_on = models.DateField(_("Geprüft am"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("law"), FieldPanel("paragraph"), FieldPanel("detail")]),
        FieldRowPanel([FieldPanel("url"), FieldPanel("checked_on")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Rechtsgrundlage")
        verbose_name_plural = _("Rechtsgrundlagen")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return norm_label(self.law, self.paragraph, self.detail)

    @property
    def short_label(self) -> str:
        return norm_label(self.law, self.paragraph)

    @property
    def slug(self) -> str:
        return norm_slug(self.law, self.paragraph)


class QuestionSource(Orderable):
    """Where an answer has its facts from."""

    page = ParentalKey("wissen.QuestionPage", on_delete=models.CASCADE, related_name="sources")
    label = models.CharField(_("Bezeichnung"), max_length=200)
    url = AddressField(_("Adresse"), max_length=500)
    seen_on = models.DateField(_("Gelesen am"), null=True, blank=True, default=timezone.localdate)

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("url"), FieldPanel("seen_on")])]

    class Meta(Orderable.Meta):
        verbose_name = _("Quelle")
        verbose_name_plural = _("Quellen")

    def __str__(self):
        return self.label
