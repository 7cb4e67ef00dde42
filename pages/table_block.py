"""The table of a page's body: with a caption, a header row, and texts that can be translated cell by cell."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock

CAPTION = "caption"


class CaptionedTableBlock(TableBlock):
    """A table with a caption and a header row, so that it can be read cell by cell."""

    class Meta:
        icon = "table"
        label = _("Tabelle")
        template = "pages/blocks/table.html"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault(
            "help_text",
            _("Mit Überschrift („Caption“) und Kopfzeile. Zellen aus einer Tabellenkalkulation lassen sich einfügen."),
        )
        super().__init__(*args, **kwargs)

    def clean(self, value):
        if value and not self.is_deferred_validation:
            if not str(value.get("table_caption") or "").strip():
                raise ValidationError(_("Bitte geben Sie der Tabelle eine Überschrift (Feld „Caption“)."))
            if value.get("table_header_choice") not in {"row", "both"}:
                raise ValidationError(_("Bitte wählen Sie bei „Table headers“ die erste Zeile als Kopfzeile."))
            if not any(any(row) for row in value.get("data") or []):
                raise ValidationError(_("Die Tabelle ist noch leer. Bitte füllen Sie mindestens eine Zeile aus."))
        return super().clean(value)

    def get_searchable_content(self, value) -> list[str]:
        """Return caption and cells: Wagtail's own table is found by its cells only."""
        return [text for _path, text in texts_of(value)]

    def get_translatable_segments(self, value) -> list:
        """Return caption and cells as texts for wagtail-localize, which knows no tables of its own."""
        from wagtail_localize.segments import StringSegmentValue

        return [StringSegmentValue(path, text) for path, text in texts_of(value)]

    def restore_translated_segments(self, value, segments) -> dict:
        """Return the table with its texts replaced by the translated ones."""
        texts = {segment.path: segment.render_text() for segment in segments}
        rows = [
            [texts.get(cell_path(row, column), cell) for column, cell in enumerate(cells)]
            for row, cells in enumerate(value["data"])
        ]
        return {**value, "data": rows, "table_caption": texts.get(CAPTION, value.get("table_caption"))}


def cell_path(row: int, column: int) -> str:
    return f"row-{row}-column-{column}"


def texts_of(value) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of the caption and of every cell that is not empty."""
    if not value:
        return
    if value.get("table_caption"):
        yield CAPTION, value["table_caption"]
    for row, cells in enumerate(value.get("data") or []):
        for column, cell in enumerate(cells):
            if cell and str(cell).strip():
                yield cell_path(row, column), str(cell)
