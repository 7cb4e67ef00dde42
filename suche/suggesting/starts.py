"""What the search suggests while somebody types: pages whose title or search terms begin so, then past queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pages.caches.kept_reading import KeptReading
from suche.analysis.compounds import split
from suche.analysis.texts import clean, fold, words
from suche.analysis.word_lists import compound_parts
from suche.documents.sources import kinds
from suche.engines.choice import answered
from suche.engines.interface import EngineError, Scope, StoredHit
from suche.models import SuggestionSettings
from suche.suggesting.past_queries import past_queries

MOST, LEAST_LETTERS, MOST_WORDS, MOST_LETTERS = 8, 2, 8, 100
MOST_QUERIES = 3
# A search that was suggested is not noted: what is frequent would make itself more so.
SUGGESTED = "vorschlag"


@dataclass(frozen=True)
class Suggestion:
    """A page by its title; `hint` is the search term that was begun, where the title does not say it.

    Without a `kind` it is what others have searched for, and leads to its hits.
    """

    title: str
    hint: str
    url: str
    kind: str
    kind_label: str


@dataclass(frozen=True)
class Rules:
    """What the office has decided."""

    enabled: bool
    past_queries: bool
    blocked: set[str]


rules: KeptReading[Rules] = KeptReading(lambda: read_rules())


def read_rules() -> Rules:
    # Looking at them must not make them, as load() does.
    found = SuggestionSettings.objects.first() or SuggestionSettings()
    return Rules(found.enabled, found.past_queries, found.blocked_words)


def suggest(
    typed: str, site: int, language: str, keep: Callable[[list[str]], set[str]], kind: str = ""
) -> list[Suggestion]:
    """Return up to eight entries for what was typed so far; `keep` says which keys of pages are still open.

    Pages come first; what others have searched for fills up. Nothing for less than two letters, where suggestions are
    switched off, and where no engine answers.
    """
    decided = rules.current()
    begun = [word.text for word in words(clean(typed, MOST_LETTERS))][:MOST_WORDS]
    if not decided.enabled or sum(map(len, begun)) < LEAST_LETTERS:
        return []
    scope = Scope(site, language, timezone.now(), kind)
    try:
        hits, _engine = answered(lambda chosen: chosen.starting(begun, scope))
    except EngineError:
        # Nobody misses them; what is wrong is told by the next search.
        return []
    ranked = sorted((ranked_one(hit, begun, typed) for hit in hits), key=lambda found: found[:3])
    allowed = [(hit, hint) for *_rank, hit, hint in ranked if not decided.blocked & words_of(hit.title, hint)]
    still_open = keep([hit.key for hit, _hint in allowed])
    pages = [suggestion(hit, hint) for hit, hint in allowed if hit.key in still_open][:MOST]
    if kind or not decided.past_queries:
        return pages
    said = {fold(text) for page in pages for text in (page.title, page.hint)} | {fold(clean(typed))}
    return [*pages, *suggested_queries(begun, language, decided.blocked, said)][:MOST]


def suggested_queries(begun: list[str], language: str, blocked: set[str], said: set[str]) -> list[Suggestion]:
    """Return the most frequent past queries that begin so and say something that is not offered anyway."""
    fitting = (
        past.text
        for past in past_queries().get(language, ())
        if past.is_begun_by(begun) and not blocked & past.words and fold(past.text) not in said
    )
    return [query_suggestion(text) for text in islice(fitting, MOST_QUERIES)]


def query_suggestion(text: str) -> Suggestion:
    address = f"{reverse('suche')}?{urlencode({'q': text, SUGGESTED: '1'})}"
    return Suggestion(text, "", address, "", _("oft gesucht"))


def ranked_one(hit: StoredHit, begun: list[str], typed: str) -> tuple[int, int, str, StoredHit, str]:
    """Return (place, length, key, hit, hint): first titles that begin so, then those that hold it, then terms."""
    if fold(hit.title).startswith(fold(clean(typed))):
        return 0, len(hit.title), hit.key, hit, ""
    if all_begun(begun, hit.title):
        return 1, len(hit.title), hit.key, hit, ""
    terms = sorted((term for term in hit.search_terms if all_begun(begun, term)), key=len)
    return 2, len(terms[0] if terms else hit.title), hit.key, hit, terms[0] if terms else ""


def all_begun(begun: Iterable[str], text: str) -> bool:
    """Whether each typed word begins a word of a text, or a part of one."""
    known = [start for word in words(text) for start in (word.text, *split(word.text, compound_parts(), ()))]
    return all(any(start.startswith(one) for start in known) for one in begun)


def words_of(*texts: str) -> set[str]:
    return {word.text for text in texts for word in words(text)}


def suggestion(hit: StoredHit, hint: str) -> Suggestion:
    source = kinds().get(hit.kind)
    return Suggestion(hit.title, hint, hit.url, hit.kind, str(source.badge or source.label) if source else "")
