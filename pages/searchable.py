"""What a room says to a search: the answer to the hook `register_search_source`, known to every floor.

A source names a kind of hit ("answers", "workshops"), the model that is found and how one instance becomes a
document. Which pages are open to everybody is decided by whoever builds the index, for all sources alike.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.placeholders import filled
from pages.readable_text import SENTENCE, Piece, joined, pieces_of_block, pieces_of_html

HEADINGS = re.compile(r"<h[2-4][^>]*>(.*?)</h[2-4]>", re.DOTALL)


@dataclass(frozen=True)
class SearchDocument:
    """One thing that can be found, in plain text and one language.

    `unshown` is found like `text` and never shown, `search_terms` are other names people use, `norms` are references
    as written ("§ 31a BGB"), `municipality` is the slug of the one that it is in or about, `until` is the moment after
    which nobody shall find it, `outdated` says that its texts wait for a review.
    """

    title: str
    summary: str = ""
    headings: tuple[str, ...] = ()
    text: str = ""
    unshown: str = ""
    search_terms: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()
    topic: str = ""
    municipality: str = ""
    municipality_name: str = ""
    dated: date | None = None
    until: datetime | None = None
    outdated: bool = False

    def fingerprint(self, *more: object) -> str:
        """Return a digest that changes with whatever is found or shown."""
        return sha256(dumps([vars(self), *more], default=str, sort_keys=True).encode()).hexdigest()[:32]


def nothing_more(pages: list[Any]) -> None:
    """Fetch nothing along: the pages themselves say it all."""


@dataclass(frozen=True)
class SearchSource:
    """Answer to `register_search_source`: one kind of hit.

    `kind` is its name in addresses and the API, `label` the plural that readers see, `order` its place among the
    groups. `describe` gets an instance of `model`, a page type, and may answer None: not to be found. `prepare` gets a
    list of them before that and fetches along, for all at once, what `describe` reads of each. `weight` is how
    much its hits count beside those of other kinds: an answer more than a page that only speaks of the matter.
    """

    kind: str
    label: Any
    model: type[Page]
    describe: Callable[[Any], SearchDocument | None]
    order: int = 50
    badge: Any = ""
    weight: float = 1.0
    prepare: Callable[[list[Any]], None] = nothing_more

    @property
    def name(self) -> str:
        return self.model._meta.label_lower


def plain(html: str) -> str:
    """Return HTML as text in which blocks do not run into each other."""
    return joined(pieces_of_html(html or ""))


def texts_of(page: Model, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return (text, headings) of the named text and stream fields of a page."""
    pieces: list[Piece] = []
    headings: list[str] = []
    for name in names:
        field, value = page._meta.get_field(name), getattr(page, name)
        if isinstance(field, StreamField):
            pieces += pieces_of_block(field.stream_block, value)
            # As it is stored: rendered, each link in a text would be looked up.
            sources = (str(getattr(block.value, "source", block.value)) for block in value)
            headings += [plain(found) for source in sources for found in HEADINGS.findall(source)]
        elif value:
            pieces.append((plain(str(value)), SENTENCE))
    return filled(joined(pieces)), tuple(headings)


def describe_page(page: Page, *, summary: str = "", fields: tuple[str, ...] = ("body",), **more: Any) -> SearchDocument:
    """Return the document of a page with an introduction and a body."""
    text, headings = texts_of(page, fields)
    return SearchDocument(
        title=page.title, summary=summary or page.search_description, headings=headings, text=text, **more
    )
