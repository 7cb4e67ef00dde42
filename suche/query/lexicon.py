"""What the index knows of words: which exist, in how many documents, and which one somebody may have meant."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from suche.analysis.word_lists import never_corrected

SHORTEST_CORRECTED = 4
MOST_CORRECTIONS = 3
# From so many letters on a word may have one mistake more, where nothing nearer is known.
LONG, VERY_LONG = 5, 10
# What sounds alike in German is written one for the other; the longer spelling first.
SOUNDS = (
    *(("sch", "s"), ("tsch", "s"), ("chs", "x"), ("cks", "x"), ("ks", "x"), ("ph", "f"), ("th", "t"), ("dt", "t")),
    *(("tz", "z"), ("ts", "z"), ("ck", "k"), ("qu", "kw"), ("ch", "k"), ("ie", "i"), ("ih", "i"), ("ai", "ei")),
    *(("ay", "ei"), ("ey", "ei"), ("ah", "a"), ("eh", "e"), ("oh", "o"), ("uh", "u"), ("aa", "a"), ("ee", "e")),
    *(("oo", "o"), ("y", "i"), ("v", "f"), ("w", "f"), ("c", "k"), ("g", "k"), ("d", "t"), ("b", "p"), ("q", "k")),
)
# A word in more than this part of many documents finds nothing that a rarer one does not.
TOO_COMMON, MANY_DOCUMENTS = 0.2, 2_000
# A search looks at each document for each word that it holds: at so many in all, the rarest words first. Only sites of
# tens of thousands of documents ever come near it (p95 among 100,000: 71 to 96 ms before, 46 to 65 ms since).
MOST_LOOKED_AT = 25_000
TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True)
class Lexicon:
    """Words (folded, unstemmed) and terms (stems, parts, norms) of the documents of one language.

    Both map to the number of documents that hold them; `documents` counts all. `written` is how words are spelt that
    folding has changed.
    """

    documents: int = 0
    words: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        """The words that may be meant, by their length: of letters only, and in order."""
        found: dict[int, list[str]] = {}
        for word in sorted(self.words):
            if len(word) >= SHORTEST_CORRECTED and word.isalpha():
                found.setdefault(len(word), []).append(word)
        return found

    def idf(self, term: str) -> float:
        """Return how much it says that a document holds a term; a term of no document says most."""
        count = self.terms.get(term, 0)
        return log(1 + (max(0, self.documents - count) + 0.5) / (count + 0.5))

    def telling(self, terms: Collection[str]) -> Collection[str]:
        """Leave out what a large part of many documents holds, as long as something rarer is left.

        Candidates need only hold one of the rest; how well each holds all terms is looked at afterwards.
        """
        if self.documents < MANY_DOCUMENTS:
            return terms
        rare = [term for term in terms if self.terms.get(term, 0) <= TOO_COMMON * self.documents]
        return self.rarest(rare if any(term in self.terms for term in rare) else terms)

    def rarest(self, terms: Collection[str]) -> list[str]:
        """Return as many terms, the rarest first, as are held by MOST_LOOKED_AT documents in all; at least one."""
        ordered = sorted(terms, key=lambda term: (self.terms.get(term, 0), term))
        held = list(accumulate(self.terms.get(term, 0) for term in ordered))
        least = next((number for number, count in enumerate(held, 1) if count), len(ordered))
        return ordered[: max(least, bisect_right(held, MOST_LOOKED_AT))]

    def spelt(self, word: str) -> str:
        return self.written.get(word, word)

    def knows(self, word: str) -> bool:
        return word in self.words

    @cached_property
    def by_sound(self) -> dict[str, list[str]]:
        """The same words by how they sound."""
        found: dict[str, list[str]] = {}
        for words in self.by_length.values():
            for word in words:
                found.setdefault(sound(word), []).append(word)
        return found

    def may_be_wrong(self, word: str) -> bool:
        """Whether a word may be a mistake: unknown, of letters, and no acronym or name of a law."""
        is_word = len(word) >= SHORTEST_CORRECTED and word.isalpha()
        return is_word and word not in never_corrected() and not self.knows(word)

    def corrections(self, word: str) -> list[str]:
        """Return up to three known words that somebody may have meant by an unknown one, the nearest first.

        Distance of Damerau and Levenshtein (optimal string alignment): 1 up to seven letters, 2 from eight; then what
        sounds the same; then, for longer words, one mistake more.
        """
        if not self.may_be_wrong(word):
            return []
        furthest = 1 if len(word) <= 7 else 2
        return (
            self.nearest(word, furthest)
            or self.most_usual(self.by_sound.get(sound(word), []))
            or (self.nearest(word, 2) if LONG <= len(word) <= 7 else [])
            or (self.nearest(word, 3) if len(word) >= VERY_LONG else [])
        )

    def nearest(self, word: str, furthest: int) -> list[str]:
        """Return the known words at the least distance, the most usual first."""
        near = sorted(self.near(word, furthest), key=lambda found: found[1])
        return self.most_usual([known for known, distance in near if distance == near[0][1]])

    def most_usual(self, words: list[str]) -> list[str]:
        return sorted(words, key=lambda word: (-self.words[word], word))[:MOST_CORRECTIONS]

    def correct_part(self, word: str, is_part: Callable[[str], bool]) -> tuple[str, str] | None:
        """Return (part, part) of an unknown compound of which one part is known and the other one was mistyped."""
        for start in range(SHORTEST_CORRECTED, len(word) - SHORTEST_CORRECTED + 1):
            first, second = word[:start], word[start:]
            if is_part(second) and (found := self.corrected_part(first)):
                return found, second
            if is_part(first) and (found := self.corrected_part(second)):
                return first, found
        return None

    def corrected_part(self, part: str) -> str:
        found = self.nearest(part, 1) or self.most_usual(self.by_sound.get(sound(part), []))
        return found[0] if found else ""

    def near(self, word: str, furthest: int) -> Iterator[tuple[str, int]]:
        for length in range(len(word) - furthest, len(word) + furthest + 1):
            candidates = self.by_length.get(length)
            if candidates:
                found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=furthest, limit=20)
                yield from ((known, distance) for known, distance, _index in found)


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return a folded word as it sounds: spellings that people take for one another become the same."""
    for written, spoken in SOUNDS:
        word = word.replace(written, spoken)
    return TWICE.sub(r"\1", word)
