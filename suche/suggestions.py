"""What the search suggests while somebody types: pages whose title or search terms begin so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from pages.kept_reading import KeptReading
from suche.analysis.compounds import split
from suche.analysis.texts import clean, fold, words
from suche.analysis.word_lists import compound_parts
from suche.engine_choice import answered
from suche.engines.interface import EngineError, Scope, StoredHit
from suche.models import SuggestionSettings
from suche.sources import kinds

MOST, LEAST_LETTERS, MOST_WORDS, MOST_LETTERS = 8, 2, 8, 100


@dataclass(frozen=True)
class Suggestion:
    """A page by its title; `hint` is the search term that was begun, where the title does not say it."""

    title: str
    hint: str
    url: str
    kind: str
    kind_label: str


rules: KeptReading[tuple[bool, set[str]]] = KeptReading(lambda: read_rules())


def read_rules() -> tuple[bool, set[str]]:
    # Looking at them must not make them, as load() does.
    found = SuggestionSettings.objects.first() or SuggestionSettings()
    return found.enabled, found.blocked_words


def suggest(
    typed: str, site: int, language: str, keep: Callable[[list[str]], set[str]], kind: str = ""
) -> list[Suggestion]:
    """Return up to eight pages for what was typed so far; `keep` says which keys are still open.

    Nothing for less than two letters, where suggestions are switched off, and where no engine answers.
    """
    enabled, blocked = rules.current()
    begun = [word.text for word in words(clean(typed, MOST_LETTERS))][:MOST_WORDS]
    if not enabled or sum(map(len, begun)) < LEAST_LETTERS:
        return []
    scope = Scope(site, language, timezone.now(), kind)
    try:
        hits, _engine = answered(lambda chosen: chosen.starting(begun, scope))
    except EngineError:
        # Nobody misses them; what is wrong is told by the next search.
        return []
    ranked = sorted((ranked_one(hit, begun, typed) for hit in hits), key=lambda found: found[:3])
    allowed = [(hit, hint) for *_rank, hit, hint in ranked if not blocked & words_of(hit.title, hint)]
    still_open = keep([hit.key for hit, _hint in allowed])
    return [suggestion(hit, hint) for hit, hint in allowed if hit.key in still_open][:MOST]


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
