"""Translations whose source has been published again since they were made."""

from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from pages.languages import native_name


@dataclass(frozen=True)
class Outdated:
    """One page whose translations no longer say what it says; `update_url` takes its new texts into them."""

    title: str
    languages: str
    update_url: str


def outdated_sources() -> QuerySet:
    """Return the translation sources whose live page was published after they were last read."""
    source_page = Page.objects.filter(translation_key=OuterRef("object_id"), locale=OuterRef("locale_id"), live=True)
    return (
        TranslationSource.objects.annotate(published_at=Subquery(source_page.values("last_published_at")[:1]))
        .filter(published_at__gt=F("last_updated_at"), translations__enabled=True)
        .distinct()
        .order_by("published_at")
    )


def outdated_translations(limit: int = 8) -> list[Outdated]:
    """Return the pages to be translated anew, the longest outdated first: two queries."""
    sources = list(outdated_sources()[:limit])
    codes: dict[int, list[str]] = {source.pk: [] for source in sources}
    translations = Translation.objects.filter(source__in=sources, enabled=True).select_related("target_locale")
    for translation in translations:
        codes[translation.source_id].append(translation.target_locale.language_code)
    return [
        Outdated(
            title=source.object_repr,
            languages=", ".join(native_name(code) for code in sorted(codes[source.pk])),
            update_url=reverse("wagtail_localize:update_translations", args=[source.pk]),
        )
        for source in sources
    ]


class TranslationsPanel(Component):
    """What has become outdated in other languages, on the home page of the CMS."""

    name = "translations"
    template_name = "koordination/admin/translations_panel.html"
    order = 130

    def get_context_data(self, parent_context):
        may_see = parent_context["request"].user.has_perm("wagtail_localize.submit_translation")
        return {"outdated": outdated_translations() if may_see else []}
