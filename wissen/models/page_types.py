"""The pages of the knowledge base: the way in, topics, and one page for each question."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from pages.models import BasePage
from pages.placeholders import PLACEHOLDERS
from pages.searchable import texts_of
from wissen.blocks import AnswerBlock
from wissen.fields import AudienceField, LinesField, lines
from wissen.models.glossary import language_of
from wissen.states import Audience, NextStep
from wissen.terms import Explained

__all__ = ["Audience", "KnowledgePage", "QuestionPage", "TopicPage"]

SHORT = ["bold", "link", *PLACEHOLDERS]


class KnowledgePage(BasePage):
    """The way into the knowledge base: all topics, and the search."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)
    disclaimer = models.TextField(
        _("Hinweis unter jeder Antwort"),
        max_length=600,
        blank=True,
        default="Diese Information ersetzt keine Rechts- oder Steuerberatung.",
        help_text=_("Steht unter allen Antworten; hier einmal geändert, gilt er überall."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("disclaimer")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction"), APIField("disclaimer")]
    subpage_types = ["wissen.TopicPage", "wissen.GlossaryPage"]
    template = "wissen/knowledge_page.html"

    class Meta:
        verbose_name = _("Wissen")
        verbose_name_plural = _("Wissen")


class TopicPage(BasePage):
    """One topic with its questions."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]
    parent_page_types = ["wissen.KnowledgePage"]
    subpage_types = ["wissen.QuestionPage"]
    template = "wissen/topic_page.html"

    class Meta:
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")


class QuestionPage(BasePage):
    """One question of a volunteer with its answer; the title is the question."""

    short_answer = RichTextField(
        _("Kurzantwort"),
        features=SHORT,
        help_text=_(
            "Zwei, drei Sätze, die allein genügen. {kurzname} setzt den heutigen Wert einer Kennzahl ein; "
            "der Knopf „Kennzahl einsetzen“ zeigt alle."
        ),
    )
    search_terms = LinesField(
        _("So nennen es die Leute"),
        blank=True,
        help_text=_(
            "Ein Begriff je Zeile: Umgangssprache, frühere Namen, Abkürzungen, häufige Irrtümer. Zum Beispiel: "
            "Trainergeld. Damit wird die Antwort auch von denen gefunden, die das richtige Wort nicht kennen."
        ),
    )
    asked_as = LinesField(
        _("Andere fragen auch"),
        blank=True,
        help_text=_(
            "Eine Frage je Zeile, am besten acht bis zehn, jede mit den Worten eines anderen Menschen. Sie stehen auf "
            "der Seite und helfen der Suche mehr als alles andere."
        ),
    )
    applies_to = RichTextField(_("Gilt für"), features=SHORT, blank=True)
    does_not_apply_to = RichTextField(_("Gilt nicht für"), features=SHORT, blank=True)
    audience = AudienceField(_("Zielgruppe"), blank=True)
    body = StreamField(AnswerBlock(), verbose_name=_("Ausführliche Antwort"), blank=True)
    next_step = models.CharField(
        _("Nächster Schritt"),
        max_length=12,
        choices=NextStep.choices,
        default=NextStep.ASK,
        help_text=_(
            "Beratung und Engagementbörse haben noch keine eigenen Seiten. Solange führt der Knopf zum Formular "
            "„Frage stellen“; wer eine bestimmte Seite hat, wählt sie unten."
        ),
    )
    next_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("oder eine bestimmte Seite"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Zum Beispiel ein Kurs, ein Förderprogramm oder ein Formular. Ihr Titel steht auf dem Knopf."),
    )
    related = ParentalManyToManyField(
        "wissen.QuestionPage", verbose_name=_("Verwandte Fragen"), blank=True, symmetrical=False, related_name="+"
    )
    reviewed_on = models.DateField(_("Stand der Antwort"), default=timezone.localdate)
    reviewer = models.CharField(
        _("Geprüft von"), max_length=120, blank=True, help_text=_("Stelle oder Aufgabe, kein Name einer Person.")
    )
    next_review = models.DateField(
        _("Nächste Prüfung"),
        null=True,
        blank=True,
        help_text=_("Danach sagt die Seite ihren Lesern, dass sie gerade überprüft wird."),
    )
    to_check = LinesField(
        _("Noch zu prüfen"), blank=True, help_text=_("Für die Redaktion, ein Punkt je Zeile. Wird nie gezeigt.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("short_answer"),
        MultiFieldPanel([FieldPanel("search_terms"), FieldPanel("asked_as")], heading=_("Damit es gefunden wird")),
        MultiFieldPanel(
            [FieldPanel("applies_to"), FieldPanel("does_not_apply_to"), FieldPanel("audience")], heading=_("Geltung")
        ),
        FieldPanel("body"),
        InlinePanel("legal_bases", heading=_("Rechtsgrundlagen"), label=_("Rechtsgrundlage")),
        InlinePanel("sources", heading=_("Quellen"), label=_("Quelle")),
        MultiFieldPanel(
            [FieldPanel("next_step"), FieldPanel("next_page"), FieldPanel("related")], heading=_("Wie es weitergeht")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("next_review")]),
                FieldPanel("reviewer"),
                FieldPanel("to_check"),
            ],
            heading=_("Prüfung"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("short_answer"),
        index.SearchField("search_terms"),
        index.SearchField("body"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("short_answer"),
        APIField("applies_to"),
        APIField("does_not_apply_to"),
        APIField("audiences"),
        APIField("body"),
        APIField("question_variants"),
        APIField("norms"),
        APIField("terms"),
        APIField("reviewed_on"),
        APIField("is_overdue"),
    ]
    parent_page_types = ["wissen.TopicPage"]
    subpage_types = []
    template = "wissen/question_page.html"

    class Meta:
        verbose_name = _("Frage mit Antwort")
        verbose_name_plural = _("Fragen mit Antworten")

    @property
    def is_overdue(self) -> bool:
        """Whether the answer should have been read again by now."""
        return self.next_review is not None and self.next_review < timezone.localdate()

    @property
    def audiences(self) -> list[str]:
        """For whom it is written, as names of `Audience`."""
        return self.audience.split()

    @property
    def question_variants(self) -> list[str]:
        """The same question in the words of different people."""
        return lines(self.asked_as)

    @property
    def norms(self) -> list[str]:
        """The legal bases as people write them: "§ 31a BGB"."""
        return [basis.label for basis in self.legal_bases.all()]

    @property
    def terms(self) -> list[Explained]:
        """The terms of the glossary that stand in the answer, in its order."""
        from wissen.glossary import glossary

        text, _headings = texts_of(self, ("short_answer", "body"))
        return [term.explained() for term in glossary(language_of(self)).terms_in(text)]
