"""Rich texts and blocks as one readable line: what stood apart on the page is set apart by marks, never by a word.

The words stay those that blocks have for a search (`get_searchable_content`), one by one: a mark stands behind a word
and before a blank, and nobody finds more or less by it.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from django.utils.html import strip_tags
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.table_block.blocks import TableBlock

# A text, and what divides it from the next one where it has no mark of its own.
Piece = tuple[str, str]

TAG = re.compile(
    r"</(p|li|h\d|td|th|tr|dt|dd|ul|ol|caption|div|blockquote|figcaption|summary)>|<(br|hr|ul|ol)\b[^>]*>",
    re.IGNORECASE,
)
MARKS = {"li": ";", "td": ",", "th": ",", "br": ",", "caption": ":", "summary": ":", "dt": ":"}
LIST_BEGINS, HEADING, SENTENCE, ITEM = ":", ":", ".", ";"
# Closing quotes and brackets may follow the mark.
HAS_MARK = re.compile(r"[.:;,!?…–]\W*$")
# Fields of a struct that stand above the others.
HEADING_FIELDS = {"title", "heading"}


def joined(pieces: Iterable[Piece]) -> str:
    """Return the texts as one line; what comes last keeps its end."""
    known = with_last_marks(pieces)
    lines = [text if HAS_MARK.search(text) else text + mark for text, mark in known[:-1]]
    return " ".join([*lines, *(text for text, _mark in known[-1:])])


def with_last_marks(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with a text; an empty one says better than the one before how that ends."""
    found: list[Piece] = []
    for text, mark in pieces:
        text = " ".join(str(text).split())
        if text:
            found.append((text, mark))
        elif found:
            found[-1] = (found[-1][0], mark)
    return found


def pieces_of_html(html: str) -> Iterator[Piece]:
    """Yield the paragraphs, headings, items, cells and lines of HTML."""
    start = 0
    for tag in TAG.finditer(html):
        closed, opened = (name.lower() if name else "" for name in tag.groups())
        yield text_of(html[start : tag.start()]), mark_of(closed, opened)
        start = tag.end()
    # Nothing follows: what was last keeps its own mark, a heading its colon.
    if rest := text_of(html[start:]).strip():
        yield rest, SENTENCE


def text_of(html: str) -> str:
    return unescape(strip_tags(html))


def mark_of(closed: str, opened: str) -> str:
    if opened in {"ul", "ol"}:
        return LIST_BEGINS
    if closed.startswith("h"):
        return HEADING
    return MARKS.get(closed or opened, SENTENCE)


def pieces_of_block(block: Block, value: object) -> Iterator[Piece]:
    """Yield the texts of a block that a search finds, of those within it one after the other."""
    if not getattr(block, "search_index", True):
        return
    if isinstance(block, StreamBlock):
        for child in value:
            yield from ended(pieces_of_block(child.block, child.value), SENTENCE)
    elif isinstance(block, ListBlock):
        for item in value:
            yield from ended(pieces_of_block(block.child_block, item), ITEM)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            found = pieces_of_block(child, value.get(name, child.get_default()))
            yield from ended(found, HEADING) if name in HEADING_FIELDS else found
    elif isinstance(block, TableBlock):
        yield from pieces_of_table(value)
    elif isinstance(block, RichTextBlock):
        yield from pieces_of_html(str(value.source))
    else:
        yield from ((str(text), ITEM) for text in block.get_searchable_content(value))


def ended(pieces: Iterable[Piece], mark: str) -> Iterator[Piece]:
    """Yield the pieces, the last one with this mark, unless it is a heading of what follows."""
    known = with_last_marks(pieces)
    yield from known[:-1]
    yield from ((text, HEADING if own == HEADING else mark) for text, own in known[-1:])


def pieces_of_table(value: dict | None) -> Iterator[Piece]:
    """Yield caption and cells row by row; where one has commas, those of its row are divided by semicolons."""
    yield str((value or {}).get("table_caption") or ""), HEADING
    for row in (value or {}).get("data") or []:
        cells = [str(cell) for cell in row if cell]
        between = ITEM if any(", " in cell for cell in cells) else ","
        yield from ended(((cell, between) for cell in cells), SENTENCE)
