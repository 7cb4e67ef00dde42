"""What the search is measured by, and how it did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.coreutils import get_content_languages

from suche.analysis.texts import QUERY_LENGTH, clean


class QueryKind(models.TextChoices):
    """What makes a query hard."""

    EXACT = "exact", _("wie es in den Texten steht")
    UMLAUT = "umlaut", _("ohne Umlaute")
    MISSPELLED = "misspelled", _("mit Tippfehler")
    COMPOUND = "compound", _("zusammengesetztes Wort, getrennt oder umgestellt")
    SYNONYM = "synonym", _("anderes Wort für dasselbe")
    QUESTION = "question", _("ganze Frage aus dem Alltag")
    LAW = "law", _("Paragraf")
    LANGUAGE = "language", _("andere Sprache")


class Grade(models.IntegerChoices):
    """How well a page answers a query; the measure counts 2^grade − 1."""

    ANSWER = 3, _("ist die Antwort")
    USEFUL = 2, _("hilft weiter")
    RELATED = 1, _("passt am Rande")


def language_choices() -> list[tuple[str, str]]:
    return list(get_content_languages().items())


def own_language() -> str:
    return settings.LANGUAGE_CODE


class JudgedQuery(ClusterableModel):
    """A query as visitors type it, with the pages that answer it."""

    shown_on_pages = False

    query = models.CharField(
        _("Suchanfrage"), max_length=QUERY_LENGTH, help_text=_("So, wie jemand tippt: auch mit Fehlern oder als Satz.")
    )
    kind = models.CharField(_("Art"), max_length=20, choices=QueryKind.choices, default=QueryKind.EXACT)
    language = models.CharField(
        _("Sprache der Seite"),
        max_length=20,
        choices=language_choices,
        default=own_language,
        help_text=_("In welcher Sprache die Website gelesen wird, wenn jemand so sucht."),
    )
    note = models.CharField(
        _("Notiz"), max_length=200, blank=True, help_text=_("Zum Beispiel, woher die Anfrage kommt.")
    )

    panels = [
        FieldPanel("query"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("language")]),
        InlinePanel(
            "judgements",
            heading=_("Erwartete Seiten"),
            label=_("Erwartete Seite"),
            min_num=1,
            help_text=_("Mindestens eine. Von Übersetzungen genügt eine: Die anderen zählen mit."),
        ),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("Bewertete Anfrage")
        verbose_name_plural = _("Bewertete Anfragen")
        ordering = ["query", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["query", "language"],
                name="suche_judged_once",
                violation_error_message=_("Diese Suchanfrage ist in dieser Sprache schon bewertet."),
            )
        ]

    def __str__(self):
        return self.query

    def clean(self):
        super().clean()
        self.query = clean(self.query or "")


class Judgement(models.Model):
    """A page that is expected for a query."""

    shown_on_pages = False

    judged = ParentalKey(JudgedQuery, on_delete=models.CASCADE, related_name="judgements")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("Seite"), on_delete=models.CASCADE, related_name="judgements"
    )
    grade = models.PositiveSmallIntegerField(_("Bewertung"), choices=Grade.choices, default=Grade.ANSWER)

    panels = [FieldRowPanel([FieldPanel("page"), FieldPanel("grade")])]

    class Meta:
        verbose_name = _("Erwartete Seite")
        verbose_name_plural = _("Erwartete Seiten")
        ordering = ["-grade", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(grade__range=(Grade.RELATED, Grade.ANSWER)), name="suche_grade_from_1_to_3"
            )
        ]

    def __str__(self):
        return f"{self.grade}: {self.page}"


class Evaluation(models.Model):
    """How the search did on the judged queries at a time; the figures are those of `Row` (suche.quality.evaluation).

    `kinds` is {kind: {"number", "ndcg", "success_at_3", "zero"}}; `queries` is {key of a judged query: [nDCG, place of
    its answer]}, place 0 where it was not found.
    """

    shown_on_pages = False

    measured_at = models.DateTimeField(_("Gemessen am"), auto_now_add=True, db_index=True)
    engine = models.CharField(_("Suchmaschine"), max_length=60)
    number = models.PositiveIntegerField(_("Anfragen"))
    ndcg = models.FloatField(_("nDCG@10"))
    success_at_3 = models.FloatField(_("Antwort unter den ersten drei"))
    zero = models.FloatField(_("Ohne Treffer"))
    kinds = models.JSONField(_("Nach Art"), default=dict)
    queries = models.JSONField(_("Nach Anfrage"), default=dict)

    class Meta:
        verbose_name = _("Messung der Suche")
        verbose_name_plural = _("Messungen der Suche")
        ordering = ["-measured_at", "-pk"]

    def __str__(self):
        return f"{self.measured_at:%Y-%m-%d}: {self.ndcg:.3f}"
