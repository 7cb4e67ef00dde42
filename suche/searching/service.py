"""The one way to search: page, API and evaluation ask here."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils import timezone

from suche.analysis.analyser import Analyser
from suche.analysis.texts import QUERY_LENGTH, clean
from suche.documents.age import age_of
from suche.documents.sources import kinds
from suche.engines.choice import answered, engine
from suche.engines.interface import CANDIDATES, Engine, EngineError, Scope, StoredHit
from suche.query.lexicon import Lexicon
from suche.query.plan import Plan, make_plan
from suche.query.ranking import Candidate, Ranked, knows, rank
from suche.query.thesaurus import thesaurus
from suche.searching.editorial import Bet, Taught, bets_for, synonyms_for, taught

logger = logging.getLogger(__name__)

# Fewer hits than this in the visitor's own language, and German is searched, too.
ENOUGH = 3
# Of so many candidates at the end of a full list one is a hit, where further ones are, too.
LAST = 10
# An unknown word counts where it is one of at most so many.
TELLING = 4
# How hits are narrowed, by the names that both a question and a candidate have for it.
FACETS = ("kind", "topic", "municipality", "hit_language", "age")


@dataclass(frozen=True)
class Question:
    """What somebody asks for: text, site and language, chosen facets; `literal` corrects nothing."""

    text: str
    site: int
    language: str
    kind: str = ""
    topic: str = ""
    municipality: str = ""
    hit_language: str = ""
    age: str = ""
    literal: bool = False

    @property
    def chosen(self) -> dict[str, str]:
        """The facets that somebody has chosen."""
        return {name: value for name in FACETS if (value := getattr(self, name))}


@dataclass(frozen=True)
class Found:
    """All hits of a question in their order, best first; texts are read for those that are shown (`shown`).

    `among` are the hits that each facet is counted over: those that the other facets leave. `is_cut` says that there
    are more hits than an engine returned, so that every number is one of the best hits only.
    `corrected` is the query as it was understood; `only_corrected` says that nothing holds it as it was typed.
    `unknown` are typed words of which nothing at all is found (`unknown_words`).
    `searched` are the languages looked through; `engine` is the one that answered, `substituted` says that it stood in.
    """

    text: str
    plans: dict[str, Plan] = field(default_factory=dict)
    hits: tuple[Ranked, ...] = ()
    recommended: frozenset[str] = frozenset()
    among: dict[str, tuple[Ranked, ...]] = field(default_factory=dict)
    is_cut: bool = False
    corrected: str = ""
    only_corrected: bool = False
    unknown: tuple[str, ...] = ()
    failed: bool = False
    engine: str = ""
    substituted: bool = False

    @property
    def searched(self) -> list[str]:
        return list(self.plans)

    def plan_of(self, hit: StoredHit) -> Plan:
        return self.plans[hit.language]

    def terms_of(self, hit: StoredHit) -> frozenset[str]:
        return self.plan_of(hit).terms

    def analyser_of(self, hit: StoredHit) -> Analyser:
        return Analyser(hit.language)


def search(question: Question, known: Taught | None = None) -> Found:
    """Answer a question; where no engine can, an empty answer says so (`failed`).

    `known` stands for what editors have taught the search so far, where somebody tries what they have not saved.
    """
    text = clean(question.text, QUERY_LENGTH)
    named = engine().name
    if not text:
        return Found(text, engine=named)
    try:
        found, chosen = answered(lambda chosen: search_in(chosen, replace(question, text=text), known or taught()))
    except EngineError as error:
        logger.warning("The search engine could not answer: %s", error)
        return Found(text, failed=True, engine=named)
    return replace(found, engine=chosen.name, substituted=chosen.name != named)


def search_in(chosen: Engine, question: Question, known: Taught) -> Found:
    """Search, and where more than the best is known of what somebody chose, search among that alone."""
    every = in_languages(chosen, replace(question, **dict.fromkeys(FACETS, "")), known)
    facets = question.chosen
    found = in_languages(chosen, question, known) if every.is_cut and facets else every
    return replace(
        found,
        hits=narrowed(found.hits, facets),
        among={
            name: narrowed(every.hits, {other: value for other, value in facets.items() if other != name})
            for name in FACETS
        },
    )


def narrowed(hits: Iterable[Ranked], facets: Mapping[str, str]) -> tuple[Ranked, ...]:
    """Keep the hits that are what each of these facets says."""
    return tuple(hit for hit in hits if all(value_of(hit, name) == value for name, value in facets.items()))


def value_of(hit: Ranked, facet: str) -> str:
    return hit.candidate.language if facet == "hit_language" else getattr(hit.candidate, facet)


def in_languages(chosen: Engine, question: Question, known: Taught) -> Found:
    """Search the visitor's language, and German where that says too little."""
    found = in_language(chosen, question, question.language, known)
    own = settings.LANGUAGE_CODE
    if question.language != own and len(found.hits) < ENOUGH:
        return joined(found, in_language(chosen, question, own, known))
    return found


def in_language(chosen: Engine, question: Question, language: str, known: Taught) -> Found:
    lexicon = chosen.lexicon(language)
    of_query = synonyms_for(question.language, known)
    plan = make_plan(
        question.text,
        language,
        lexicon,
        of_query,
        typed_in=question.language,
        literal=question.literal,
        thesaurus=thesaurus(),
    )
    facets = (question.kind, question.topic, question.municipality, question.age)
    scope = Scope(question.site, language, timezone.now(), *facets)
    candidates = chosen.candidates(plan.terms, scope) if plan.terms else []
    ranked = rank(candidates, plan, lexicon, weights_of_kinds())
    is_cut = goes_on(candidates, ranked)
    ranked, recommended = with_bets(ranked, bets_for(plan, known, question.language), plan.language, chosen)
    corrected = plan.corrected_text
    return Found(
        text=question.text,
        plans={language: plan},
        hits=tuple(ranked),
        recommended=recommended,
        is_cut=is_cut,
        corrected=corrected if ranked else "",
        only_corrected=bool(corrected and ranked) and not holds_typed(plan, lexicon),
        unknown=unknown_words(plan, lexicon),
    )


def goes_on(candidates: list[Candidate], ranked: list[Ranked]) -> bool:
    """Whether there are more hits than the engine returned: it was full, and its last ones answer well enough, too."""
    last = {candidate.key for candidate in candidates[CANDIDATES - LAST : CANDIDATES]}
    return len(candidates) >= CANDIDATES and any(hit.candidate.key in last for hit in ranked)


def weights_of_kinds() -> dict[str, float]:
    return {kind: source.weight for kind, source in kinds().items()}


def holds_typed(plan: Plan, lexicon: Lexicon) -> bool:
    """Whether some word stands in the index as it was typed."""
    return any(not word.corrected and word.meanings[0].terms[0] in lexicon.terms for word in plan.words)


def unknown_words(plan: Plan, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words of a query that no document holds, in no reading, each as it was typed.

    One among many tells a story and changes no answer; from a quarter of the query on they may be what it is about.
    """
    unknown = [word for word in plan.words if not any(knows(meaning.terms, lexicon) for meaning in word.meanings)]
    if len(unknown) * TELLING < len(plan.words):
        return ()
    return tuple(dict.fromkeys(plan.text[word.start : word.end] for word in unknown))


def with_bets(
    ranked: list[Ranked], bets: list[Bet], language: str, chosen: Engine
) -> tuple[list[Ranked], frozenset[str]]:
    """Put recommended pages first, hits or not, and leave hidden ones out."""
    if not bets:
        return ranked, frozenset()
    hidden = {bet.keys.get(language, "") for bet in bets if bet.hides}
    wanted = [key for bet in bets if not bet.hides and (key := bet.keys.get(language)) and key not in hidden]
    known = {hit.candidate.key: hit for hit in ranked}
    stored = chosen.stored([key for key in wanted if key not in known])
    for key, hit in stored.items():
        known[key] = Ranked(unasked(hit), score=0.0, coverage=1.0)
    first = [known[key] for key in dict.fromkeys(wanted) if key in known]
    rest = [hit for hit in ranked if hit.candidate.key not in hidden and hit not in first]
    return first + rest, frozenset(hit.candidate.key for hit in first)


def unasked(hit: StoredHit) -> Candidate:
    """Return a candidate of a page that was not found but recommended."""
    facets = {"language": hit.language, "municipality": hit.municipality, "municipality_name": hit.municipality_name}
    facets["age"] = age_of(hit.dated, timezone.now())
    return Candidate(hit.key, hit.kind, hit.topic, {}, **facets)


def joined(own: Found, others: Found) -> Found:
    """Append the German hits to those in the visitor's language."""
    return replace(
        own,
        plans={**own.plans, **others.plans},
        hits=own.hits + others.hits,
        is_cut=own.is_cut or others.is_cut,
        recommended=own.recommended | others.recommended,
        corrected=own.corrected or others.corrected,
        only_corrected=own.only_corrected or (not own.hits and others.only_corrected),
        unknown=tuple(word for word in own.unknown if word in others.unknown),
    )


def shown(found: Found, first: int, number: int, keep: Callable[[list[str]], set[str]]) -> list[StoredHit]:
    """Return what is shown of so many hits from the given one on; `keep` says which are still open."""
    keys = [hit.candidate.key for hit in found.hits[first : first + number]]
    if not keys:
        return []
    stored, _chosen = answered(lambda chosen: chosen.stored(keys))
    still_open = keep(keys)
    return [stored[key] for key in keys if key in stored and key in still_open]
