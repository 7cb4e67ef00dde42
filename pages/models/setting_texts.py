"""What visitors read of the settings of a site, as one snippet for each language."""

from collections.abc import Iterator
from uuid import UUID, uuid5

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin, Site, TranslatableMixin

from pages.models.accessibility import AccessibilityStatement, Barrier
from pages.models.site_settings import OfficeContact, SiteSettings

NAMES = UUID("1c0f9c1e-7a35-4d1c-9b5e-6f2d8a4b7e90")

# Phone numbers, addresses and colours are the same in every language.
TEXTS: dict[type[models.Model], tuple[str, ...]] = {
    SiteSettings: (
        "site_title",
        "office_name",
        "operator",
        "represented_by",
        "opening_hours",
        "responsible",
        "supervisory_authority",
    ),
    OfficeContact: ("name", "role"),
    AccessibilityStatement: ("evaluator", "enforcement_contact"),
    Barrier: ("content", "explanation", "alternative"),
}


def kind_of(model: type[models.Model], field: str) -> str:
    return f"{model._meta.model_name}_{field}"


def key_of(row: models.Model, field: str) -> str:
    """Return the id by which a text of one row is found again, whatever it says."""
    return str(uuid5(NAMES, f"{row._meta.label_lower}.{row.pk}.{field}"))


def block_of(row: models.Model, field: str, text: str) -> dict[str, str]:
    """Return what one text of a row is in the stream of `SettingTexts`."""
    return {"type": kind_of(type(row), field), "value": text, "id": key_of(row, field)}


class SettingTextsBlock(StreamBlock):
    """One block for each text, named after what it is: translators see no more than that."""

    class Meta:
        icon = "home"

    def __init__(self, *args, **kwargs):
        local = [
            (kind_of(model, field), TextBlock(label=model._meta.get_field(field).verbose_name))
            for model, fields in TEXTS.items()
            for field in fields
        ]
        super().__init__(local, *args, **kwargs)

    def deconstruct(self):
        return "wagtail.blocks.StreamBlock", [list(self.child_blocks.items())], {}


class SettingTexts(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """The texts of one site's settings in one language; the row of the site's own language repeats the settings."""

    # Not to be edited, or else translators would be shown its number.
    site = models.ForeignKey(
        Site, verbose_name=_("Website"), on_delete=models.CASCADE, related_name="+", editable=False
    )
    texts = StreamField(SettingTextsBlock(), verbose_name=_("Texte"), blank=True)

    # A translation is a draft of its own, whatever has been published of its source.
    exclude_fields_in_copy = ["live_revision", "latest_revision", "first_published_at", "last_published_at"]

    class Meta:
        verbose_name = _("Texte der Stelle")
        verbose_name_plural = _("Texte der Stelle")
        # Made from the settings, never by hand.
        default_permissions = ["change", "view"]
        permissions = [("publish_settingtexts", _("Kann Texte der Stelle veröffentlichen"))]
        ordering = ["site", "locale"]
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="pages_setting_texts_translation")
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    def save(self, *args, **kwargs):
        self.translation_key = uuid5(NAMES, str(self.site_id))
        super().save(*args, **kwargs)

    def by_key(self) -> Iterator[tuple[str, str]]:
        """Yield (key, text) of everything that says something."""
        for block in self.texts:
            if text := str(block.value or "").strip():
                yield block.id, text
