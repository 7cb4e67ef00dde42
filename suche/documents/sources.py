"""What is searchable: the rooms' answers to `register_search_source`, read from the database as index entries."""

from collections.abc import Collection, Iterator
from functools import cache
from itertools import islice

from wagtail import hooks
from wagtail.models import Page

from pages import site_map
from pages.open_pages import OpenPages, restricted_paths
from pages.searchable import SearchSource
from suche.documents.entries import Entry

CHUNK = 200


@cache
def sources() -> dict[str, SearchSource]:
    """Return every source by the label of its model ("wissen.questionpage"), in the order of their groups."""
    answers = [source for answer in hooks.get_hooks("register_search_source") for source in answer()]
    return {source.name: source for source in sorted(answers, key=lambda source: (source.order, source.name))}


def kinds() -> dict[str, SearchSource]:
    """Return one source of each kind of hit, in the order of the groups."""
    found: dict[str, SearchSource] = {}
    for source in sources().values():
        found.setdefault(source.kind, source)
    return found


def key_of(page: Page) -> str:
    """Return the key of a specific page; empty where its type is no source."""
    name = page._meta.label_lower
    return f"{name}:{page.pk}" if name in sources() else ""


def key_of_row(page: Page) -> str:
    """Return the key of a page that was read without its type's own fields."""
    model = page.specific_class
    name = model._meta.label_lower if model else ""
    return f"{name}:{page.pk}" if name in sources() else ""


def opened_sites() -> list[OpenPages]:
    known = site_map.current()
    return [OpenPages(known, site, restricted_paths()) for site in known.sites]


def all_entries() -> Iterator[Entry]:
    """Yield everything that may be found now, of all sites and languages."""
    for source in sources().values():
        yield from entries_of(source)


def entries_of(source: SearchSource, primary_keys: Collection[int] | None = None) -> Iterator[Entry]:
    """Yield what may be found of a source, or of some of its rows."""
    for opened in opened_sites():
        pages = opened.within(source.model.objects.all()).order_by("pk")
        if primary_keys is not None:
            pages = pages.filter(pk__in=primary_keys)
        rows = pages.iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            source.prepare(chunk)
            yield from (entry for page in chunk if (entry := entry_of(page, source, opened)))


def entry_of(page: Page, source: SearchSource, opened: OpenPages) -> Entry | None:
    document = source.describe(page)
    if document is None:
        return None
    return Entry(
        key=f"{source.name}:{page.pk}",
        kind=source.kind,
        site=opened.site.pk,
        language=opened.language_of(page.locale_id),
        url=opened.url(page.path, page.url_path),
        translation_key=str(page.translation_key),
        document=document,
    )


def entries_of_keys(keys: Collection[str]) -> dict[str, Entry]:
    """Return the entries of these keys that may be found now; what is missing may not."""
    wanted: dict[str, list[int]] = {}
    for key in keys:
        name, _colon, primary_key = key.partition(":")
        wanted.setdefault(name, []).append(int(primary_key))
    found = (
        entry
        for name, primary_keys in wanted.items()
        if name in sources()
        for entry in entries_of(sources()[name], primary_keys)
    )
    return {entry.key: entry for entry in found}
