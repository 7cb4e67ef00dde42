"""Any block as typed JSON: the schema and the value of a block are derived from the block itself.

So a block of another room, or a new field of one of ours, needs no line here. A block of an unknown kind is
refused when the site starts; `KINDS` says how to teach it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, create_model
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages.api.schemas import HTML, DocumentOut, PageLinkOut, PictureOut, TableOut
from pages.api.targets import Targets
from pages.placeholders import filled


def alt_of(value: dict, name: str) -> str:
    """Return the alternative text that stands beside a picture, by the two names we use."""
    return value.get(f"{name}_alt") or value.get("alt_text") or ""


def table_value(block, value, targets: Targets) -> dict:
    value = value or {}
    rows = [["" if cell is None else filled(str(cell)) for cell in row] for row in value.get("data") or []]
    has_header = bool(value.get("first_row_is_table_header")) and bool(rows)
    return {
        "caption": value.get("table_caption") or "",
        "header": rows[0] if has_header else [],
        "rows": rows[1:] if has_header else rows,
        "row_headers": bool(value.get("first_col_is_header")),
    }


def struct_value(block, value, targets: Targets) -> dict:
    found = {}
    for name, child in block.child_blocks.items():
        if isinstance(child, ImageChooserBlock):
            found[name] = targets.picture(value.get(name), alt_of(value, name))
        else:
            found[name] = value_of(child, value.get(name), targets)
    return found


def stream_value(block, value, targets: Targets) -> list[dict]:
    return [
        {"type": child.block_type, "id": str(child.id or ""), "value": value_of(child.block, child.value, targets)}
        for child in value or []
    ]


def list_value(block, value, targets: Targets) -> list:
    return [value_of(block.child_block, item, targets) for item in value or []]


def prose_value(block, value, targets: Targets) -> str:
    return targets.prose(value.source if value else "")


_structs: dict[tuple, type[Schema]] = {}


def struct_schema(block, name: str) -> type[Schema]:
    """Return the schema of a StructBlock, one per class and set of fields."""
    own_name = type(block).__name__.removesuffix("Block")
    key = (type(block), tuple(block.child_blocks), name if own_name == "Struct" else "")
    if key not in _structs:
        title = f"{name if own_name == 'Struct' else own_name}Value"
        fields = {
            child: (schema_of(item, f"{title}{child.title()}"), ...) for child, item in block.child_blocks.items()
        }
        _structs[key] = create_model(title, __base__=Schema, __doc__=type(block).__doc__, **fields)
    return _structs[key]


def stream_schema(block, name: str) -> Any:
    """Return a list of blocks that are told apart by their `type`."""
    own_name = type(block).__name__.removesuffix("Block")
    prefix = name if own_name == "Stream" else own_name
    members = [stream_member(prefix, child, item) for child, item in block.child_blocks.items()]
    if len(members) == 1:
        return list[members[0]]
    return list[Annotated[reduce(or_, members), Field(discriminator="type")]]


_members: dict[tuple, type[Schema]] = {}


def stream_member(prefix: str, kind: str, block) -> type[Schema]:
    title = f"{prefix}{''.join(part.title() for part in kind.split('_'))}Block"
    value = schema_of(block, title)
    if (title, value) not in _members:
        _members[title, value] = create_model(
            title,
            __base__=Schema,
            __doc__=f"A block of the kind {kind}.",
            type=(Literal[kind], ...),
            id=(str, ...),
            value=(value, ...),
        )
    return _members[title, value]


def list_schema(block, name: str) -> Any:
    return list[schema_of(block.child_block, f"{name}Item")]


def text_value(block, value, targets: Targets) -> str:
    return "" if value is None else filled(str(value))


def plain_value(block, value, targets: Targets):
    return value


@dataclass(frozen=True)
class Kind:
    """How a kind of block is told: `schema` takes (block, name), `value` takes (block, value, targets)."""

    block_class: type[blocks.Block]
    schema: Callable[[blocks.Block, str], Any]
    value: Callable[[blocks.Block, Any, Targets], Any]


def fixed(schema: Any) -> Callable[[blocks.Block, str], Any]:
    """The same schema for every block of a kind."""
    return lambda block, name: schema


# The first kind that fits counts, so the more special one stands first. A room adds one of its own at the
# front, in its AppConfig.ready().
KINDS = [
    Kind(ImageChooserBlock, fixed(PictureOut | None), lambda block, value, targets: targets.picture(value)),
    Kind(DocumentChooserBlock, fixed(DocumentOut | None), lambda block, value, targets: targets.document(value)),
    Kind(
        blocks.PageChooserBlock,
        fixed(PageLinkOut | None),
        lambda block, value, targets: targets.page(value.pk if value else None),
    ),
    Kind(TableBlock, fixed(TableOut), table_value),
    Kind(blocks.RichTextBlock, fixed(HTML), prose_value),
    Kind(blocks.StreamBlock, stream_schema, stream_value),
    Kind(blocks.StructBlock, struct_schema, struct_value),
    Kind(blocks.ListBlock, list_schema, list_value),
    Kind(blocks.BooleanBlock, fixed(bool), lambda block, value, targets: bool(value)),
    Kind(blocks.IntegerBlock, fixed(int | None), plain_value),
    Kind(blocks.DecimalBlock, fixed(Decimal | None), plain_value),
    Kind(blocks.DateTimeBlock, fixed(datetime | None), plain_value),
    Kind(blocks.DateBlock, fixed(date | None), plain_value),
    Kind(blocks.ChoiceBlock, fixed(str), text_value),
    Kind(blocks.CharBlock, fixed(str), text_value),
    Kind(blocks.TextBlock, fixed(str), text_value),
    Kind(blocks.URLBlock, fixed(str), text_value),
    Kind(blocks.EmailBlock, fixed(str), text_value),
]


def kind_of(block: blocks.Block) -> Kind:
    """Return how a block is told; raises TypeError for a kind nobody has described."""
    for kind in KINDS:
        if isinstance(block, kind.block_class):
            return kind
    raise TypeError(f"The API has no schema for {type(block).__name__}: add it to pages.api.blocks.KINDS.")


def schema_of(block: blocks.Block, name: str) -> Any:
    """Return the type of a block's value; `name` serves where the block has no class of its own."""
    return kind_of(block).schema(block, name)


def value_of(block: blocks.Block, value, targets: Targets) -> Any:
    """Return the value of a block as its schema says."""
    return kind_of(block).value(block, value, targets)
