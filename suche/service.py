"""The one way to search: page, API and evaluation ask here."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils import timezone

from suche.analysis.analyser import Analyser
from suche.analysis.texts import QUERY_LENGTH, clean
from suche.editorial import Bet, Taught, bets_for, synonyms_for, taught
from suche.engine_choice import answered, engine
from suche.engines.interface import Engine, EngineError, Scope, StoredHit
from suche.lexicon import Lexicon
from suche.plan import Plan, make_plan
from suche.ranking import Candidate, Ranked, rank
from suche.sources import kinds
from suche.thesaurus import thesaurus

logger = logging.getLogger(__name__)

# Fewer hits than this in the visitor's own language, and German is searched, too.
ENOUGH = 3


@dataclass(frozen=True)
class Question:
    """What somebody asks for: text, site and language, chosen facets; `literal` corrects nothing."""

    text: str
    site: int
    language: str
    kind: str = ""
    topic: str = ""
    audience: str = ""
    literal: bool = False


@dataclass(frozen=True)
class Found:
    """All hits of a question in their order, best first; texts are read for those that are shown (`shown`).

    `counts` are those of each kind in the chosen topic, `topics` those of each topic among the chosen kind.
    `corrected` is the query as it was understood; `only_corrected` says that nothing holds it as it was typed.
    `searched` are the languages looked through; `engine` is the one that answered, `substituted` says that it stood in.
    """

    text: str
    plans: dict[str, Plan] = field(default_factory=dict)
    hits: tuple[Ranked, ...] = ()
    recommended: frozenset[str] = frozenset()
    counts: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    corrected: str = ""
    only_corrected: bool = False
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
    """Search the visitor's language, and German where that says too little."""
    found = in_language(chosen, question, question.language, known)
    own = settings.LANGUAGE_CODE
    if question.language != own and len(found.hits) < ENOUGH:
        others = in_language(chosen, question, own, known)
        found = joined(found, others)
    return replace(
        found,
        hits=narrowed(found.hits, kind=question.kind, topic=question.topic),
        counts=dict(Counter(hit.candidate.kind for hit in narrowed(found.hits, topic=question.topic))),
        topics=dict(Counter(hit.candidate.topic for hit in narrowed(found.hits, kind=question.kind))),
    )


def narrowed(hits: Iterable[Ranked], *, kind: str = "", topic: str = "") -> tuple[Ranked, ...]:
    """Keep the hits of a kind and of a topic, each where one is named."""
    return tuple(
        hit for hit in hits if (not kind or hit.candidate.kind == kind) and (not topic or hit.candidate.topic == topic)
    )


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
    # Kinds and topics are counted over all of them; so the chosen ones are picked afterwards.
    scope = Scope(question.site, language, timezone.now(), "", "", question.audience)
    ranked = rank(chosen.candidates(plan.terms, scope), plan, lexicon, weights_of_kinds()) if plan.terms else []
    ranked, recommended = with_bets(ranked, bets_for(plan, known), plan.language, chosen)
    corrected = plan.corrected_text
    return Found(
        text=question.text,
        plans={language: plan},
        hits=tuple(ranked),
        recommended=recommended,
        corrected=corrected if ranked else "",
        only_corrected=bool(corrected and ranked) and not holds_typed(plan, lexicon),
    )


def weights_of_kinds() -> dict[str, float]:
    return {kind: source.weight for kind, source in kinds().items()}


def holds_typed(plan: Plan, lexicon: Lexicon) -> bool:
    """Whether some word stands in the index as it was typed."""
    return any(not word.corrected and word.meanings[0].terms[0] in lexicon.terms for word in plan.words)


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
        known[key] = Ranked(Candidate(key, hit.kind, hit.topic, {}), score=0.0, coverage=1.0)
    first = [known[key] for key in dict.fromkeys(wanted) if key in known]
    rest = [hit for hit in ranked if hit.candidate.key not in hidden and hit not in first]
    return first + rest, frozenset(hit.candidate.key for hit in first)


def joined(own: Found, others: Found) -> Found:
    """Append the German hits to those in the visitor's language."""
    return replace(
        own,
        plans={**own.plans, **others.plans},
        hits=own.hits + others.hits,
        recommended=own.recommended | others.recommended,
        corrected=own.corrected or others.corrected,
        only_corrected=own.only_corrected or (not own.hits and others.only_corrected),
    )


def shown(found: Found, first: int, number: int, keep: Callable[[list[str]], set[str]]) -> list[StoredHit]:
    """Return what is shown of so many hits from the given one on; `keep` says which are still open."""
    keys = [hit.candidate.key for hit in found.hits[first : first + number]]
    if not keys:
        return []
    stored, _chosen = answered(lambda chosen: chosen.stored(keys))
    still_open = keep(keys)
    return [stored[key] for key in keys if key in stored and key in still_open]
