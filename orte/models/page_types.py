"""The pages of orte. They present; what is presented are plain rows."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from orte.models.municipalities import Municipality
from orte.sections import municipality_sections
from pages.blocks import BodyBlock
from pages.models import BasePage


class MunicipalityIndexPage(BasePage):
    """All municipalities of the county."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]
    subpage_types = ["orte.MunicipalityPage"]

    class Meta:
        verbose_name = _("Übersicht der Gemeinden")
        verbose_name_plural = _("Übersichten der Gemeinden")

    def municipality_pages(self):
        """The published pages of municipalities by name, readable by everybody."""
        return MunicipalityPage.objects.child_of(self).live().filter(view_restrictions=None).order_by("title", "pk")

    def get_context(self, request: HttpRequest, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "municipality_pages": self.municipality_pages()}


class MunicipalityPage(BasePage):
    """One municipality: what it offers to people who volunteer, and what the rooms know of it."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(
        _("Alternativtext"),
        max_length=250,
        blank=True,
        help_text=_("Was auf dem Bild zu sehen ist. Leer lassen, wenn es nur schmückt."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("Inhalt"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        HelpPanel(_("Welche Gemeinde diese Seite vorstellt, wählen Sie im Menü Orte bei der Gemeinde.")),
        FieldPanel("introduction"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Bild")),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    api_fields = [
        *BasePage.api_fields,
        APIField("introduction"),
        APIField("image"),
        APIField("image_alt"),
        APIField("body"),
    ]
    parent_page_types = ["orte.MunicipalityIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Gemeindeseite")
        verbose_name_plural = _("Gemeindeseiten")

    @property
    def municipality(self) -> Municipality | None:
        """The municipality this page, or the page it translates, presents; None where nobody has chosen one."""
        if not hasattr(self, "_municipality"):
            self._municipality = Municipality.objects.presented_by(self).first()
        return self._municipality

    def get_context(self, request: HttpRequest, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        municipality = self.municipality
        if municipality is None:
            return {**context, "municipality": None, "sections": [], "places": []}
        return {
            **context,
            "municipality": municipality,
            "districts": list(Municipality.objects.filter(parent=municipality)),
            "places": list(municipality.places.with_municipality()),
            "sections": municipality_sections(municipality, request),
        }
