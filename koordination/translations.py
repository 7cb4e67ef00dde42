"""Translations whose source has been published again since they were made."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import DraftStateMixin, TranslatableMixin, get_translatable_models
from wagtail_localize.models import Translation, TranslationSource, get_edit_url

from pages.languages import native_name


@dataclass(frozen=True)
class Outdated:
    """One text whose translations no longer say what it says; `update_url` takes its new words into them."""

    title: str
    languages: str
    update_url: str


def published_at() -> Coalesce:
    """Return when the source itself was published last, be it a page or a snippet."""
    published = (model for model in get_translatable_models() if issubclass(model, DraftStateMixin))
    rows = (
        model.objects.filter(translation_key=OuterRef("object_id"), locale=OuterRef("locale_id"), live=True)
        for model in published
    )
    return Coalesce(*(Subquery(row.order_by().values("last_published_at")[:1]) for row in rows))


def outdated_sources() -> QuerySet:
    """Return the translation sources that were published after they were last read."""
    return (
        TranslationSource.objects.annotate(published_at=published_at())
        .filter(published_at__gt=F("last_updated_at"), translations__enabled=True)
        .distinct()
        .order_by("published_at")
    )


def outdated_translations(limit: int = 8) -> list[Outdated]:
    """Return what is to be translated anew, the longest outdated first: two queries."""
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


def update_url_of(text: TranslatableMixin) -> str:
    """Return where an outdated translation takes over the new words of its source and leads back; else empty."""
    translation = Translation.objects.filter(
        source__in=outdated_sources().values("pk"),
        source__object_id=text.translation_key,
        target_locale=text.locale_id,
        enabled=True,
    ).first()
    if translation is None:
        return ""
    query = urlencode({"next": get_edit_url(text)}, safe="/")
    return f"{reverse('wagtail_localize:update_translations', args=[translation.source_id])}?{query}"


class TranslationsPanel(Component):
    """What has become outdated in other languages, on the home page of the CMS."""

    name = "translations"
    template_name = "koordination/admin/translations_panel.html"
    order = 130

    def get_context_data(self, parent_context):
        may_see = parent_context["request"].user.has_perm("wagtail_localize.submit_translation")
        return {"outdated": outdated_translations() if may_see else []}
