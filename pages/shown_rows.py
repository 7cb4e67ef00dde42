"""Pages and pictures that a page points to: read once for a site map, not with every page that shows them."""

from collections.abc import Iterable
from copy import copy

from django.db.models import Model
from wagtail.blocks import PageChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages import site_map


def shown_rows(model: type[Model], pks: Iterable[int]) -> dict[int, Model]:
    """Return the rows with these keys, as far as they exist; one query for those that are not known yet.

    Only for models whose changes outdate the site map (pages.receivers). Each row is the caller's own copy.
    """
    known = site_map.current()
    rows = {pk: known.parts.get(("row", model, pk)) for pk in pks}
    unknown = [pk for pk, row in rows.items() if row is None]
    if unknown:
        for pk, row in model._default_manager.in_bulk(unknown).items():
            rows[pk] = known.part(("row", model, pk), lambda row=row: row)
    return {pk: copy(row) for pk, row in rows.items() if row is not None}


class ShownRowsMixin:
    """Lets a stream read by `shown_rows` what its chooser blocks point to."""

    def bulk_to_python(self, values):
        values = list(values)
        rows = shown_rows(self.model_class, {value for value in values if value is not None})
        # Two blocks may show the same row, but not share it.
        return [copy(rows.get(value)) for value in values]


class PageBlock(ShownRowsMixin, PageChooserBlock):
    """A page to link to."""


class PictureBlock(ShownRowsMixin, ImageChooserBlock):
    """A picture to show."""


# They differ from Wagtail's in nothing that a migration must know.
DECONSTRUCT_ALIASES = {
    PageBlock: "wagtail.blocks.PageChooserBlock",
    PictureBlock: "wagtail.images.blocks.ImageChooserBlock",
}
