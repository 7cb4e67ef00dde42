"""What a synonym or a recommended hit would change, before anybody saves it: places of hits with and without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from time import monotonic

from django.conf import settings
from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from suche.analysis.analyser import Analyser
from suche.models import BestBet, JudgedQuery, Synonym
from suche.noting.reports import frequent_searches
from suche.searching.editorial import Stems, Taught, stems_of, taught, taught_with
from suche.searching.service import Found, Question, search

# So many queries, or as many as this time suffices for: somebody waits for the page.
MOST_QUERIES, SECONDS = 50, 1.5
# Who looks at the second page of hits has already asked otherwise.
PLACES = 10

Change = Synonym | BestBet
Typed = tuple[str, str]


@dataclass(frozen=True)
class Move:
    """A hit that comes, goes or moves; place 0 where it is no hit."""

    title: str
    before: int
    after: int


@dataclass(frozen=True)
class Changed:
    """A query with what changes among its first hits, in the order of the new places."""

    query: str
    language: str
    moves: list[Move]


@dataclass(frozen=True)
class Preview:
    """What a change would do to `asked` of the `known` queries; `failed` where the search does not answer."""

    asked: int
    known: int
    changed: list[Changed]
    failed: bool = False


def preview(change: Change, site: int) -> Preview:
    """Search with a row that is not saved in the place of the stored one; writes nothing."""
    queries = queries_for(change)
    now, then = taught(), taught_with(change)
    ends_at = monotonic() + SECONDS
    asked, found = 0, []
    for text, language in queries[:MOST_QUERIES]:
        if monotonic() > ends_at:
            break
        before, after = both(Question(text, site, language), now, then)
        if before.failed or after.failed:
            return Preview(asked, len(queries), [], failed=True)
        asked += 1
        if moved := moves(before, after):
            found.append((text, language, moved))
    titles = titles_of(key for _text, _language, moved in found for key in moved)
    changed = [
        Changed(text, language, [Move(titles[key], *places) for key, places in moved.items() if key in titles])
        for text, language, moved in found
    ]
    return Preview(asked, len(queries), [one for one in changed if one.moves])


def both(question: Question, now: Taught, then: Taught) -> tuple[Found, Found]:
    """Ask twice; where a server failed in between, what one engine found is not compared with another's."""
    before, after = search(question, now), search(question, then)
    return (before if before.engine == after.engine else search(question, now)), after


def moves(before: Found, after: Found) -> dict[str, tuple[int, int]]:
    """Return by key (place before, place after) of what changes among the first hits; 0 where it is none."""
    old, new = places(before), places(after)
    found = {key: (old.get(key, 0), new.get(key, 0)) for key in {**new, **old}}
    first = range(1, PLACES + 1)
    moved = {
        key: (one, other) for key, (one, other) in found.items() if one != other and (one in first or other in first)
    }
    return dict(sorted(moved.items(), key=lambda each: (each[1][1] or len(new) + 1, each[1][0])))


def places(found: Found) -> dict[str, int]:
    return {hit.candidate.key: place for place, hit in enumerate(found.hits, 1)}


def titles_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the titles of pages that are still there: one query."""
    numbers = {int(key.rpartition(":")[2]): key for key in keys}
    return {numbers[pk]: title for pk, title in Page.objects.filter(pk__in=numbers).values_list("pk", "title")}


def queries_for(change: Change) -> list[Typed]:
    """Return (text, language) of what is asked: the change's own words, then judged and frequent queries.

    Those that hold a word of it stand before the others; of these, judged and frequent ones take turns.
    """
    stored = type(change).objects.filter(pk=change.pk).first() if change.pk else None
    own = [typed for row in (change, stored) if row for typed in own_queries(row)]
    judged = JudgedQuery.objects.values_list("query", "language")
    frequent = ((row["query"], row["language"]) for row in frequent_searches())
    others = [typed for pair in zip_longest(judged, frequent) for typed in pair if typed]
    named = {stem for row in (change, stored) if row for stem in stems_of_change(row)}
    others.sort(key=lambda typed: named.isdisjoint(stems_of(typed[0], Analyser(typed[1]))))
    once: dict[tuple[Stems | str, str], Typed] = {}
    for text, language in (*own, *others):
        once.setdefault((text.lower(), language), (text, language))
    return list(once.values())


def own_queries(change: Change) -> Iterator[Typed]:
    own = settings.LANGUAGE_CODE
    if isinstance(change, BestBet):
        yield from ((entry, change.language or own) for entry in change.entries)
        return
    # A word of a language in which there are no pages is typed on the pages of our own.
    language = change.language if change.language in get_content_languages() else own
    yield from ((entry, language) for entry in change.entries)
    if change.both_ways:
        yield from ((entry, own) for entry in change.meanings)


def stems_of_change(change: Change) -> Iterator[str]:
    if isinstance(change, BestBet):
        texts = [(entry, change.language or settings.LANGUAGE_CODE) for entry in change.entries]
    else:
        own = settings.LANGUAGE_CODE
        texts = [(entry, change.language) for entry in change.entries] + [(entry, own) for entry in change.meanings]
    for text, language in texts:
        yield from stems_of(text, Analyser(language))
