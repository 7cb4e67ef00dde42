"""Ordering candidates: how well a document answers a plan. The same for both engines."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from suche.lexicon import Lexicon
from suche.plan import Plan, PlannedWord

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


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score and the part of the query, 0 to 1, that it covers."""

    candidate: Candidate
    score: float
    coverage: float
    missing: tuple[str, ...] = ()


def rank(
    candidates: list[Candidate], plan: Plan, lexicon: Lexicon, kinds: Mapping[str, float] | None = None
) -> list[Ranked]:
    """Return the candidates that answer a plan, the best first; `kinds` says how much each kind of hit counts."""
    importance = {word.typed: importance_of(word, lexicon) for word in plan.words}
    whole = sum(importance.values()) or 1.0
    ranked = [ranked_one(candidate, plan, lexicon, importance, whole) for candidate in candidates]
    ranked = [replace(one, score=one.score * (kinds or {}).get(one.candidate.kind, 1.0)) for one in ranked]
    ranked = sorted((one for one in ranked if one.score > 0), key=lambda one: (-one.score, one.candidate.key))
    return [one for one in ranked if one.score >= FLOOR * ranked[0].score]


def ranked_one(candidate: Candidate, plan: Plan, lexicon: Lexicon, importance: dict, whole: float) -> Ranked:
    score, covered, missing = 0.0, 0.0, []
    for word in plan.words:
        value, share = best_meaning(word, candidate, lexicon)
        score += value
        covered += importance[word.typed] * share
        if share == 0:
            missing.append(word.typed)
    coverage = covered / whole
    score *= BASE + coverage
    score *= 1 + bonus(candidate, plan)
    if candidate.outdated:
        score *= OUTDATED_PENALTY
    return Ranked(candidate, score, coverage, tuple(missing))


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


def best_meaning(word: PlannedWord, candidate: Candidate, lexicon: Lexicon) -> tuple[float, float]:
    """Return (score, share of the word that is covered) by the reading that fits a candidate best."""
    best, share = 0.0, 0.0
    for meaning in word.meanings:
        values = [lexicon.idf(term) * saturated(candidate.weights.get(term, 0.0)) for term in meaning.terms]
        held = sum(1 for value in values if value > 0)
        if not held:
            continue
        value = meaning.weight * sum(values) / len(values) ** 0.5
        best = max(best, value)
        share = max(share, min(1.0, meaning.weight) * held / len(values))
    return best, share


def saturated(weight: float) -> float:
    return weight / (SATURATION + weight)


def bonus(candidate: Candidate, plan: Plan) -> float:
    """Return what it adds that the words stand together in the title, or are the whole title."""
    wanted = [next(iter(word.meanings)).terms[0] for word in plan.words]
    title = list(candidate.title_terms)
    if not title or not wanted:
        return 0.0
    if title == wanted:
        return EXACT_TITLE_BONUS
    if len(wanted) > 1 and any(title[i : i + len(wanted)] == wanted for i in range(len(title) - len(wanted) + 1)):
        return TITLE_BONUS
    return 0.0
