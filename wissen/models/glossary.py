"""Words of the office's trade, explained where they stand in answers, and the page that lists them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.coreutils import get_content_languages
from wagtail.search import index

from pages.models import BasePage
from pages.site_map import current
from wissen.fields import LinesField, lines
from wissen.terms import Explained

LONGEST_FORM = 80


def language_choices() -> list[tuple[str, str]]:
    return list(get_content_languages().items())


def own_language() -> str:
    return settings.LANGUAGE_CODE


class GlossaryTerm(models.Model):
    """One term with its explanation in one language; another language has terms of its own (ADR 20)."""

    term = models.CharField(
        _("Begriff"),
        max_length=LONGEST_FORM,
        help_text=_("In der Grundform, zum Beispiel: Wirtschaftlicher Geschäftsbetrieb."),
    )
    also = LinesField(
        _("Auch in diesen Formen"),
        blank=True,
        help_text=_(
            "Eine Form je Zeile: gebeugt, in der Mehrzahl, andere Wörter für dasselbe. Nur diese Formen werden in "
            "Antworten erkannt, und nur als ganze Wörter. Was mit kleinem Buchstaben beginnt, gilt auch am Satzanfang."
        ),
    )
    explanation = models.TextField(
        _("Erklärung"),
        max_length=600,
        help_text=_(
            "Zwei, drei einfache Sätze. {kurzname} setzt den heutigen Wert einer Kennzahl ein. "
            "Alle Kurznamen stehen unter Wissen, Kennzahlen."
        ),
    )
    language = models.CharField(_("Sprache"), max_length=20, choices=language_choices, default=own_language)

    class Meta:
        verbose_name = _("Begriff")
        verbose_name_plural = _("Begriffe")
        ordering = ["term", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"],
                name="wissen_one_term_per_language",
                violation_error_message=_("Diesen Begriff gibt es in dieser Sprache schon."),
            )
        ]

    def __str__(self):
        return self.term

    def clean(self):
        super().clean()
        long = [form for form in lines(self.also) if len(form) > LONGEST_FORM]
        if long:
            message = _("Diese Form ist zu lang, höchstens %(number)s Zeichen: %(form)s")
            raise ValidationError({"also": message % {"number": LONGEST_FORM, "form": long[0]}})

    @property
    def forms(self) -> list[str]:
        """All forms by which the term is known in texts, its own first."""
        return list(dict.fromkeys([self.term, *lines(self.also)]))


class GlossaryPage(BasePage):
    """All terms of a language from A to Z."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction"), APIField("terms")]
    parent_page_types = ["wissen.KnowledgePage"]
    subpage_types = []
    max_count_per_parent = 1
    template = "wissen/glossary_page.html"

    class Meta:
        verbose_name = _("Glossar")
        verbose_name_plural = _("Glossare")

    @property
    def terms(self) -> list[Explained]:
        """All terms of the page's language, from A to Z, with the values of the day."""
        from wissen.glossary import glossary

        return [term.explained() for term in glossary(language_of(self)).terms]


def language_of(page: BasePage) -> str:
    """Return the language in which a page is written, known without a query."""
    locale = current().locale_of(page.locale_id)
    return locale.language_code if locale else own_language()
