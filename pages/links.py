"""A link an editor sets: a page of this site, or an address."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pages.shown_rows import PageBlock

# No "//host" and no "/\host": browsers read both as another site. No javascript:, no data:.
ADDRESS = re.compile(r"^(/(?![/\\])\S*|https?://[^\s/]+\S*|mailto:\S+@\S+|tel:\+?[\d-]+)$", re.IGNORECASE)


class AddressBlock(blocks.CharBlock):
    """An address inside the site (/kurse/) or a full one (https://…)."""

    def clean(self, value):
        value = super().clean(value)
        if value and not ADDRESS.match(value):
            raise ValidationError(
                _("Bitte geben Sie eine Adresse ein, die mit /, https://, mailto: oder tel: beginnt.")
            )
        return value

    def get_translatable_segments(self, value):
        """Keep addresses out of the texts to translate (wagtail-localize)."""
        return []

    def restore_translated_segments(self, value, segments):
        return value


class LinkBlock(blocks.StructBlock):
    """A label with exactly one target."""

    label = blocks.CharBlock(label=_("Beschriftung"), max_length=80)
    page = PageBlock(label=_("Seite"), required=False)
    address = AddressBlock(
        label=_("oder Adresse"), required=False, max_length=500, help_text=_("Zum Beispiel /kurse/ oder https://…")
    )

    class Meta:
        icon = "link"
        label = _("Link")

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation:
            require_one_target(value)
        return value


def require_one_target(value) -> None:
    """Raise StructBlockValidationError unless exactly one of page and address is given."""
    if bool(value["page"]) == bool(value["address"]):
        message = _("Bitte wählen Sie eine Seite oder geben Sie eine Adresse ein, eines von beiden.")
        raise StructBlockValidationError(block_errors={"page": ValidationError(message)})
