"""The pages of kurse. They present; nothing that is counted or booked hangs on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from kurse.models.courses import Course
from kurse.models.panels import CourseFactsPanel
from pages.blocks import BodyBlock
from pages.models import BasePage


class CourseIndexPage(BasePage):
    """The programme: every bookable course below it, with facets."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]
    subpage_types = ["kurse.CoursePage"]
    template = "kurse/programme.html"

    class Meta:
        verbose_name = _("Kursprogramm")
        verbose_name_plural = _("Kursprogramme")


class CoursePageTag(TaggedItemBase):
    """One topic of one course page."""

    content_object = ParentalKey("kurse.CoursePage", on_delete=models.CASCADE, related_name="tagged_items")


class CoursePage(BasePage):
    """One workshop as visitors read it; its dates and seats are the `Course` that points here."""

    summary = models.CharField(_("Kurztext"), max_length=250, help_text=_("Ein bis zwei Sätze für das Kursprogramm."))
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Bild"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name=_("Beschreibung"), blank=True)
    prerequisites = models.CharField(_("Voraussetzungen"), max_length=250, blank=True)
    tags = ClusterTaggableManager(through=CoursePageTag, verbose_name=_("Themen"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        CourseFactsPanel(heading=_("Termine und Plätze")),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("tags"),
        FieldPanel("body"),
        FieldPanel("prerequisites"),
        HelpPanel(_("Die Seite wird erst sichtbar, wenn Sie sie veröffentlichen.")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.RelatedFields("tags", [index.SearchField("name")]),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("summary"),
        APIField("image"),
        APIField("body"),
        APIField("prerequisites"),
        APIField("tags"),
    ]
    parent_page_types = ["kurse.CourseIndexPage"]
    subpage_types = []
    template = "kurse/course_page.html"

    class Meta:
        verbose_name = _("Kursseite")
        verbose_name_plural = _("Kursseiten")

    @property
    def course(self):
        """The course this page, or the page it translates, presents; None before the first save."""
        if not hasattr(self, "_course"):
            self._course = Course.objects.with_place().presented_by(self).first()
            if self._course is not None:
                self._course.presentation = self
        return self._course
