"""A document as both engines keep it: analysed once, in Python."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter

from pages.searchable import SearchDocument
from suche.analysis.analyser import Analyser
from suche.analysis.law import law_words
from suche.analysis.texts import clean, tokens

# Weights of the fields: those of the design material (search.md §6), the last two chosen on the tuning half of the
# judged queries. What a compound is made of counts a little less than the word itself.
WEIGHTS = {"norms": 12.0, "title": 10.0, "search_terms": 6.0, "summary": 5.0, "headings": 3.0, "text": 0.6}
PART_WEIGHT = 0.8
PART_FIELDS = {"title_parts": "title", "search_terms_parts": "search_terms", "text_parts": "text"}
FIELDS = (*WEIGHTS, *PART_FIELDS)
# What suggestions are made of, the more telling field first.
STARTS = ("title", "search_terms")
# By so much the second norm of an answer weighs less than the first, the third less than the second.
LATER_NORMS = 0.5
# A long text repeats its words; beyond so many of them a repetition counts less.
USUAL_LENGTH = 500
LONG_FIELDS = {"text", "text_parts"}
# So often a word counts in a field: a title that says it twice is not about it twice.
MOST_TIMES = {"title": 1, "norms": 1, "title_parts": 1, "text": 50, "text_parts": 50}
USUALLY_AT_MOST = 3


@dataclass(frozen=True)
class Entry:
    """One document of the index: where it leads, who may find it, and its texts."""

    key: str
    kind: str
    site: int
    language: str
    url: str
    translation_key: str
    document: SearchDocument

    @property
    def fingerprint(self) -> str:
        return self.document.fingerprint(self.kind, self.site, self.language, self.url)

    def is_over(self, now: datetime) -> bool:
        return self.document.until is not None and self.document.until <= now

    @cached_property
    def fields(self) -> dict[str, str]:
        """The cleaned text of each field."""
        found = self.document
        return {
            "norms": clean(" , ".join(found.norms)),
            "title": clean(found.title),
            "search_terms": clean(" , ".join(found.search_terms)),
            "summary": clean(found.summary),
            "headings": clean(" , ".join(found.headings)),
            "text": clean(f"{found.text} {found.unshown}"),
        }

    @cached_property
    def tokens(self) -> dict[str, list[tuple[str, str]]]:
        """The words of each field, folded and as they are written."""
        return {name: tokens(text) for name, text in self.fields.items()}

    @cached_property
    def shown_text(self) -> str:
        """The cleaned text that readers may see."""
        return clean(self.document.text) if self.document.unshown else self.fields["text"]

    @cached_property
    def folded(self) -> dict[str, list[str]]:
        """The folded words of each field."""
        return {name: list(map(itemgetter(0), found)) for name, found in self.tokens.items()}

    def written(self) -> dict[str, str]:
        """Return the folded words of all fields, each with how it is written: what readers are shown."""
        return dict(chain.from_iterable(self.tokens.values()))


@dataclass(frozen=True)
class AnalysedEntry:
    """The terms of each field of an entry, and what one term weighs in all of them together.

    `starts` are the words, and parts of words, that a suggestion may begin with; unstemmed, as people type.
    """

    terms: dict[str, list[str]]
    weights: dict[str, float]
    starts: dict[str, list[str]] = field(default_factory=dict)


def analysed(entry: Entry, analyser: Analyser) -> AnalysedEntry:
    """Analyse an entry; the analyser is of its language and knows the vocabulary of the index."""
    folded = entry.folded
    terms = {
        name: analyser.stems(folded[name]) + [word.text for word in law_words(text)]
        for name, text in entry.fields.items()
    }
    for name, whole in PART_FIELDS.items():
        fields = (whole,) if whole != "text" else ("summary", "headings", "text")
        terms[name] = [part for field in fields for part in analyser.part_stems(folded[field])]
    weights = weights_of(terms)
    weights.update(weights_of_norms(entry.document.norms, weights))
    starts = {name: starts_of(folded[name], analyser) for name in STARTS}
    return AnalysedEntry(terms, weights, starts)


def starts_of(folded: Iterable[str], analyser: Analyser) -> list[str]:
    found: dict[str, None] = {}
    for word in folded:
        found.update(dict.fromkeys([word, *analyser.whole_parts(word)]))
    return list(found)


def weights_of_norms(norms: Iterable[str], weights: dict[str, float]) -> dict[str, float]:
    """Return the weights of norms by their order: editors name first the one that an answer is about."""
    found: dict[str, float] = {}
    for place, norm in enumerate(norms):
        less = WEIGHTS["norms"] * (1 - 1 / (1 + LATER_NORMS * place))
        for term in terms_of_norm(norm):
            found.setdefault(term, round(weights[term] - less, 3))
    return found


@lru_cache(maxsize=10_000)
def terms_of_norm(norm: str) -> tuple[str, ...]:
    """Return the canonical tokens of one norm; many answers name the same ones."""
    return tuple(word.text for word in law_words(clean(norm)))


def weights_of(terms: dict[str, list[str]]) -> dict[str, float]:
    """Return the weighted frequency of every term over all fields (the pseudo-frequency of BM25F)."""
    total: dict[str, float] = {}
    longer = max(1.0, len(terms["text"]) / USUAL_LENGTH)
    for name, found in terms.items():
        whole = PART_FIELDS.get(name)
        weight = WEIGHTS[whole] * PART_WEIGHT if whole else WEIGHTS[name]
        at_most = MOST_TIMES.get(name, USUALLY_AT_MOST)
        if name in LONG_FIELDS:
            weight /= longer
        counts = Counter(found)
        # There are few different counts; multiplying and comparing for each word took half as long again.
        counted = {count: weight * min(count, at_most) for count in set(counts.values())}
        added = {term: counted[count] for term, count in counts.items()}
        for term in total.keys() & added.keys():
            added[term] += total[term]
        total.update(added)
    # There are few different weights, and rounding is slow.
    rounded = {weight: round(weight, 3) for weight in set(total.values())}
    return {term: rounded[weight] for term, weight in total.items()}


def vocabularies(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the folded words of each language."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        known = found.setdefault(entry.language, set())
        known.update(*entry.folded.values())
    return found
