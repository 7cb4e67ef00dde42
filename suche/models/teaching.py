"""What editors teach the search: synonyms, recommended hits, what is never suggested."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from suche.analysis.texts import clean, words
from suche.models.judging import language_choices


class Synonym(models.Model):
    """Words that people use for a thing, and the words that the texts use."""

    typed = models.CharField(
        _("Getippt wird"),
        max_length=200,
        help_text=_("Ein Wort oder mehrere, durch Komma getrennt, zum Beispiel: Übungsleitergeld, Trainergeld."),
    )
    meant = models.CharField(
        _("Gemeint ist"), max_length=200, help_text=_("Wie es in unseren Texten heißt, ebenfalls durch Komma getrennt.")
    )
    language = models.CharField(
        _("Sprache"),
        max_length=20,
        default="de",
        help_text=_("In welcher Sprache getippt wird. Gesucht wird immer in deutschen Texten."),
    )
    both_ways = models.BooleanField(
        _("Gilt in beide Richtungen"),
        default=False,
        help_text=_("Dann findet auch das Gemeinte, was unter „Getippt wird“ steht."),
    )

    class Meta:
        verbose_name = _("Synonym")
        verbose_name_plural = _("Synonyme")
        ordering = ["typed"]

    def __str__(self):
        return f"{self.typed} → {self.meant}"

    @property
    def entries(self) -> list[str]:
        return [entry.strip() for entry in self.typed.split(",") if entry.strip()]

    @property
    def meanings(self) -> list[str]:
        return [entry.strip() for entry in self.meant.split(",") if entry.strip()]


def bet_languages() -> list[tuple[str, str]]:
    return [("", _("alle Sprachen")), *language_choices()]


class BestBetQuerySet(models.QuerySet):
    def current(self):
        """Those whose window is open today."""
        today = timezone.localdate()
        return self.filter(Q(first_day=None) | Q(first_day__lte=today), Q(last_day=None) | Q(last_day__gte=today))


class BestBet(models.Model):
    """A page that shall stand first, or never, for certain queries."""

    query = models.CharField(
        _("Suchanfragen"), max_length=400, help_text=_("Eine oder mehrere, durch Komma getrennt, wie getippt wird.")
    )
    contained = models.BooleanField(
        _("Auch als Teil einer längeren Anfrage"),
        default=False,
        help_text=_("Sonst muss die ganze Anfrage so lauten. Groß und klein, Umlaute und Endungen zählen nie."),
    )
    language = models.CharField(
        _("Sprache der Seite"),
        max_length=20,
        blank=True,
        choices=bet_languages,
        help_text=_("Nur wenn jemand die Website in dieser Sprache liest. Endungen zählen dann wie in dieser Sprache."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("Seite"), on_delete=models.CASCADE, related_name="best_bets"
    )
    hides = models.BooleanField(
        _("Seite ausblenden statt empfehlen"), default=False, help_text=_("Für Treffer, die in die Irre führen.")
    )
    first_day = models.DateField(_("Ab"), null=True, blank=True)
    last_day = models.DateField(_("Bis einschließlich"), null=True, blank=True)

    objects = BestBetQuerySet.as_manager()

    class Meta:
        verbose_name = _("Empfohlener Treffer")
        verbose_name_plural = _("Empfohlene Treffer")
        ordering = ["query", "pk"]

    def __str__(self):
        return self.query

    @property
    def is_current(self) -> bool:
        """Whether its window is open today."""
        today = timezone.localdate()
        return (self.first_day or today) <= today <= (self.last_day or today)

    @property
    def entries(self) -> list[str]:
        return [entry.strip() for entry in self.query.split(",") if entry.strip()]

    def clean(self):
        super().clean()
        self.query = clean(self.query or "")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError(
                {"last_day": _("Der letzte Tag liegt vor dem ersten. Bitte tauschen Sie die beiden.")}
            )


@register_setting(icon="search", order=30)
class SuggestionSettings(BaseGenericSetting):
    """Whether the search suggests pages while somebody types, and what it never suggests."""

    enabled = models.BooleanField(_("Beim Tippen Seiten vorschlagen"), default=True)
    past_queries = models.BooleanField(
        _("Auch vorschlagen, was andere oft gesucht haben"),
        default=True,
        help_text=_("Nur was an mindestens fünf Tagen gesucht wurde und immer Treffer hatte, unter den Seiten."),
    )
    blocked = models.TextField(
        _("Nie vorschlagen"),
        blank=True,
        max_length=4000,
        help_text=_(
            "Ein Wort je Zeile. Was eines davon im Titel, im Suchbegriff oder in der Suchanfrage hat, "
            "wird nicht vorgeschlagen."
        ),
    )

    class Meta:
        verbose_name = _("Vorschläge der Suche")

    @property
    def blocked_words(self) -> set[str]:
        return {word.text for word in words(clean(self.blocked))}
