"""What the public API says of pages, pictures and files."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field


class SourceOut(Schema):
    """One size of a picture as WebP; width in pixels."""

    url: str
    width: int


class PictureOut(Schema):
    """A picture: `url` is a JPEG for every program, `sources` fill a srcset; `alt` is empty for decoration.

    `width` and `height` are those of the original in pixels.
    """

    id: int
    url: str
    width: int
    height: int
    alt: str
    sources: list[SourceOut]


class DocumentOut(Schema):
    """A file to load; size in bytes, or null where it is not known."""

    id: int
    title: str
    url: str
    extension: str
    size: int | None


class PageLinkOut(Schema):
    """A page that is open to everybody; its address is a path on this host."""

    id: int
    title: str
    url: str


class TableOut(Schema):
    """A table; `header` is empty without a header row, `row_headers` says that the first column heads its row."""

    caption: str
    header: list[str]
    rows: list[list[str]]
    row_headers: bool


HTML = Annotated[str, Field(description="Safe HTML: p, h2, h3, b, i, ul, ol, li, a[href].")]


class TranslationOut(Schema):
    """The same page in another language."""

    locale: str
    id: int
    title: str
    url: str


class PageSummaryOut(Schema):
    """One page as a list shows it; `url` is a path on this host, as in the navigation.

    `published_at` and `changed_at` are null for a page that was put online without a publication.
    """

    id: int
    type: str
    title: str
    description: str
    url: str
    locale: str
    published_at: datetime | None
    changed_at: datetime | None
    translations: list[TranslationOut]


class PageListOut(Schema):
    """`count` is the number of all pages found; with `fields` each item holds only those."""

    count: int
    items: list[PageSummaryOut]


class LanguageOut(Schema):
    """One language of the site with its first page; `direction` is ltr or rtl."""

    locale: str
    name: str
    direction: str
    home_url: str
