"""What others have searched for with hits, fit to be suggested: asked so often that it leads to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Sum
from django.utils import timezone

from suche.analysis.compounds import split
from suche.analysis.texts import clean, words
from suche.analysis.word_lists import compound_parts
from suche.models import QueryDay
from suche.noting.privacy import without_personal_data

# Nothing tells who asked; on so many different days it was hardly one person alone.
LEAST_DAYS = 5
# A norm and a year have fewer digits than a phone number, a date of birth or a case.
MOST_DIGITS = 4
MOST_READ = 500


@dataclass(frozen=True)
class PastQuery:
    """A query as it was typed; `starts` are its words and what they are made of."""

    text: str
    words: frozenset[str]
    starts: tuple[str, ...]

    def is_begun_by(self, typed: Iterable[str]) -> bool:
        """Whether each typed word begins one of its words, or a part of one."""
        return all(any(start.startswith(one) for start in self.starts) for one in typed)


def past_queries() -> dict[str, list[PastQuery]]:
    """Return by language what may be suggested, the most frequent first; read anew once an hour.

    Inside a transaction nothing is kept: what it has written others do not see yet.
    """
    if connection.in_atomic_block:
        return read_past_queries()
    return kept_for(timezone.now().strftime("%Y-%m-%d %H"))


@lru_cache(maxsize=1)
def kept_for(_hour: str) -> dict[str, list[PastQuery]]:
    return read_past_queries()


def read_past_queries() -> dict[str, list[PastQuery]]:
    """Return what was asked on enough days, always with hits and never with a mistake in it: one query."""
    asked = (
        QueryDay.objects.exclude(query="")
        .values("language", "query")
        .annotate(
            days=Count("day", distinct=True),
            number=Sum("searches"),
            misses=Sum("without_hits"),
            mistakes=Sum("corrected"),
        )
        .filter(days__gte=LEAST_DAYS, number__gte=LEAST_DAYS, misses=0, mistakes=0)
        .order_by("-number", "language", "query")
        .values_list("language", "query")
    )
    found: dict[str, list[PastQuery]] = {}
    for language, query in asked[:MOST_READ]:
        if leads_to_nobody(query):
            found.setdefault(language, []).append(past_query(query))
    return found


def leads_to_nobody(query: str) -> bool:
    """Whether nothing in a query may be an address or a number of somebody, however it came into the sums."""
    is_short = sum(char.isdigit() for char in query) <= MOST_DIGITS
    return is_short and "@" not in query and without_personal_data(query) == query


def past_query(query: str) -> PastQuery:
    own = [word.text for word in words(clean(query))]
    starts = [start for word in own for start in (word, *split(word, compound_parts(), ()))]
    return PastQuery(query, frozenset(own), tuple(starts))
