"""Ordering candidates: how well a document answers a plan. The same for both engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suche.query.lexicon import Lexicon
from suche.query.plan import Plan, PlannedWord

# How soon more of the same word stops counting, in weighted occurrences.
SATURATION = 6.0
# What a document scores that holds no word well, and what the whole query adds to it (search.md §6).
BASE = 0.8
TITLE_BONUS = 0.25
EXACT_TITLE_BONUS = 0.6
OUTDATED_PENALTY = 0.95
# Below this part of the best score a hit is no answer any more.
FLOOR = 0.12


@dataclass(frozen=True)
class Candidate:
    """What an engine returns of a document: its weights of the plan's terms, and the stems of its title."""

    key: str
    kind: str
    topic: str
    weights: Mapping[str, float]
    title_terms: tuple[str, ...] = ()
    outdated: bool = False
    language: str = ""
    municipality: str = ""
    municipality_name: str = ""
    age: str = ""


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score and the part of the query, 0 to 1, that it covers."""

    candidate: Candidate
    score: float
    coverage: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """One reading of a typed word, ready to be compared with many candidates.

    `terms` are (term, idf); `factor` is what their sum counts, `share` the part of the word that one of them covers.
    """

    terms: tuple[tuple[str, float], ...]
    factor: float
    share: float


@dataclass(frozen=True)
class AskedWord:
    """A typed word with its readings and how much of the query it is."""

    typed: str
    readings: tuple[Reading, ...]
    importance: float


def rank(
    candidates: list[Candidate], plan: Plan, lexicon: Lexicon, kinds: Mapping[str, float] | None = None
) -> list[Ranked]:
    """Return the candidates that answer a plan, the best first; `kinds` says how much each kind of hit counts."""
    asked = [AskedWord(word.typed, readings_of(word, lexicon), importance_of(word, lexicon)) for word in plan.words]
    title = [word.meanings[0].terms[0] for word in plan.words]
    weights = kinds or {}
    whole = sum(word.importance for word in asked) or 1.0
    ranked = [ranked_one(candidate, asked, whole, title, weights.get(candidate.kind, 1.0)) for candidate in candidates]
    ranked = sorted((one for one in ranked if one.score > 0), key=lambda one: (-one.score, one.candidate.key))
    return [one for one in ranked if one.score >= FLOOR * ranked[0].score]


def readings_of(word: PlannedWord, lexicon: Lexicon) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            tuple((term, lexicon.idf(term)) for term in meaning.terms),
            meaning.weight / len(meaning.terms) ** 0.5,
            min(1.0, meaning.weight) / len(meaning.terms),
        )
        for meaning in word.meanings
    )


def ranked_one(candidate: Candidate, asked: list[AskedWord], whole: float, title: list[str], weight: float) -> Ranked:
    """Return a candidate with its score; `whole` is how important all words are together."""
    score, covered, missing = 0.0, 0.0, []
    for word in asked:
        value, share = best_reading(word, candidate.weights)
        score += value
        covered += word.importance * share
        if share == 0:
            missing.append(word.typed)
    coverage = covered / whole
    score *= (BASE + coverage) * (1 + bonus(candidate.title_terms, title)) * weight
    if candidate.outdated:
        score *= OUTDATED_PENALTY
    return Ranked(candidate, score, coverage, tuple(missing))


def best_reading(word: AskedWord, weights: Mapping[str, float]) -> tuple[float, float]:
    """Return (score, share of the word that is covered) by the reading that fits a candidate best."""
    best, share = 0.0, 0.0
    for reading in word.readings:
        value, held = 0.0, 0
        for term, idf in reading.terms:
            if weight := weights.get(term):
                value += idf * weight / (SATURATION + weight)
                held += 1
        if held:
            # Comparisons: calls of max() for each reading of each candidate were a fifth of the ordering.
            score, part = reading.factor * value, reading.share * held
            best = score if score > best else best
            share = part if part > share else share
    return best, share


def importance_of(word: PlannedWord, lexicon: Lexicon) -> float:
    """Return how much of the query a word is: the idf of its most usual reading that the index knows."""
    known = [
        min(lexicon.idf(term) for term in meaning.terms) for meaning in word.meanings if knows(meaning.terms, lexicon)
    ]
    heaviest = max(meaning.weight for meaning in word.meanings)
    # A word that no document holds tells nobody apart; it is left out rather than counted against all.
    return max(known) * max(1.0, heaviest) if known else 0.0


def knows(terms: tuple[str, ...], lexicon: Lexicon) -> bool:
    return any(term in lexicon.terms for term in terms)


def bonus(title: Sequence[str], wanted: list[str]) -> float:
    """Return what it adds that the words stand together in the title, or are the whole title."""
    if not title or not wanted:
        return 0.0
    if list(title) == wanted:
        return EXACT_TITLE_BONUS
    if len(wanted) > 1 and wanted[0] in title:
        row = tuple(wanted)
        if any(tuple(title[i : i + len(row)]) == row for i in range(len(title) - len(row) + 1)):
            return TITLE_BONUS
    return 0.0
