"""Page types without behaviour: home, content, news, legal."""

from django.core.exceptions import ValidationError
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from pages.blocks import AudienceBlock, BodyBlock
from pages.models.base_page import BasePage


class HomePage(BasePage):
    """The first page: what the office is, and the way in for each kind of visitor."""

    hero_text = models.TextField(
        _("Einleitung"), blank=True, max_length=400, help_text=_("Ein bis drei Sätze unter der Überschrift.")
    )
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hero_image_alt = models.CharField(
        _("Alternativtext"),
        max_length=250,
        blank=True,
        help_text=_("Was auf dem Bild zu sehen ist. Leer lassen, wenn es nur schmückt."),
    )
    hero_link_label = models.CharField(_("Beschriftung des Knopfes"), max_length=60, blank=True)
    hero_link_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("Ziel des Knopfes"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    audiences = StreamField(
        [("audience", AudienceBlock())],
        verbose_name=_("Einstiege"),
        blank=True,
        max_num=4,
        help_text=_("Am besten drei: für Menschen, die mitmachen möchten, für Vereine, für Kursinteressierte."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("Weiterer Inhalt"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_text"),
                FieldPanel("hero_image"),
                FieldPanel("hero_image_alt"),
                FieldPanel("hero_link_label"),
                FieldPanel("hero_link_page"),
            ],
            heading=_("Eröffnung"),
        ),
        FieldPanel("audiences"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("hero_text"), index.SearchField("body")]
    api_fields = [
        *BasePage.api_fields,
        APIField("hero_text"),
        APIField("hero_image"),
        APIField("hero_image_alt"),
        APIField("hero_link_label"),
        APIField("hero_link_page"),
        APIField("audiences"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("Startseite")
        verbose_name_plural = _("Startseiten")

    def clean(self):
        super().clean()
        if self.hero_link_page_id and not self.hero_link_label:
            raise ValidationError(
                {"hero_link_label": _("Bitte sagen Sie, was auf dem Knopf steht, zum Beispiel „Kurse ansehen“.")}
            )

    @property
    def share_image(self):
        return self.social_image or self.hero_image

    @property
    def structured_kind(self):
        return "WebSite"


class ContentPage(BasePage):
    """A page of running text."""

    introduction = models.TextField(
        _("Einleitung"), blank=True, max_length=600, help_text=_("Ein bis drei Sätze unter der Überschrift.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("Inhalt"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("introduction"), APIField("body")]

    class Meta:
        verbose_name = _("Inhaltsseite")
        verbose_name_plural = _("Inhaltsseiten")


class NewsIndexPage(BasePage):
    """All news of the office, the newest first."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]
    subpage_types = ["pages.NewsPage"]
    news_per_page = 12

    class Meta:
        verbose_name = _("Übersicht der Meldungen")
        verbose_name_plural = _("Übersichten der Meldungen")

    def news(self):
        """The published news below this page, readable by everybody, the newest first."""
        return (
            NewsPage.objects.child_of(self)
            .live()
            .filter(view_restrictions=None)
            .select_related("image")
            .order_by("-date", "-pk")
        )

    def news_page(self, number: str | int | None) -> PaginatorPage:
        """One page of the list; an unusable number gives the first or last one."""
        return Paginator(self.news(), self.news_per_page).get_page(number)

    def get_context(self, request: HttpRequest, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "page_obj": self.news_page(request.GET.get("page"))}


class NewsPage(BasePage):
    """One piece of news."""

    date = models.DateField(_("Datum"), default=timezone.localdate)
    summary = models.TextField(
        _("Zusammenfassung"), max_length=400, blank=True, help_text=_("Ein bis zwei Sätze für die Übersicht.")
    )
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
        FieldPanel("date"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Bild")),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("date"),
        APIField("summary"),
        APIField("image"),
        APIField("image_alt"),
        APIField("body"),
    ]
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")

    @property
    def structured_kind(self):
        return "NewsArticle"


class LegalKind(models.TextChoices):
    """Pages that stand one click from every page."""

    IMPRINT = "imprint", _("Impressum")
    PRIVACY = "privacy", _("Datenschutzerklärung")
    ACCESSIBILITY = "accessibility", _("Erklärung zur Barrierefreiheit")
    EASY_LANGUAGE = "easy_language", _("Leichte Sprache")
    SIGN_LANGUAGE = "sign_language", _("Gebärdensprache")


class LegalPage(BasePage):
    """A page the law asks for; its kind decides where every page links to it and what the rooms add."""

    kind = models.CharField(_("Art"), max_length=20, choices=LegalKind.choices)
    body = StreamField(BodyBlock(), verbose_name=_("Inhalt"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind", required_on_save=True),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("kind"), APIField("body")]
    subpage_types = []

    class Meta:
        verbose_name = _("Rechtliche Seite")
        verbose_name_plural = _("Rechtliche Seiten")
