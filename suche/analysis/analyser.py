"""A text in one language as the terms under which it is found."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from suche.analysis.compounds import split
from suche.analysis.law import law_words
from suche.analysis.stems import stem
from suche.analysis.texts import Word, words
from suche.analysis.word_lists import compound_parts, stop_words


class Known(dict):
    """What a function says of words, asked once for each."""

    def __init__(self, function: Callable[[str], Any]):
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> Any:
        found = self[word] = self._function(word)
        return found


@dataclass(frozen=True)
class Analyser:
    """Analyses texts of one language; `vocabulary` holds the folded words of the index, of which compounds are made."""

    language: str
    vocabulary: Container[str] = field(default_factory=frozenset)

    # A text says the same words again and again, and so do the texts of an index.
    @cached_property
    def _parts(self) -> Known:
        return Known(self.split)

    @cached_property
    def _whole_parts(self) -> Known:
        return Known(lambda word: split(word, compound_parts(), self.vocabulary))

    @cached_property
    def _stems(self) -> Known:
        return Known(lambda word: "" if self.is_stop_word(word) else self.stem(word))

    @cached_property
    def is_german(self) -> bool:
        return self.language.startswith("de")

    def stem(self, word: str) -> str:
        return stem(word, self.language)

    def is_stop_word(self, word: str) -> bool:
        return word in stop_words("de" if self.is_german else self.language)

    def parts(self, word: str) -> list[str]:
        """Return the stems of the parts of a folded compound, and of the parts of those; German only."""
        if not self.is_german:
            return []
        return self._parts[word]

    def whole_parts(self, word: str) -> list[str]:
        """Return the parts of a folded compound as they stand in it; German only."""
        return self._whole_parts[word] if self.is_german else []

    def split(self, word: str) -> list[str]:
        found: dict[str, None] = {}
        for part in self._whole_parts[word]:
            found[self.stem(part)] = None
            found.update(dict.fromkeys(self.stem(inner) for inner in self._whole_parts[part]))
        return [part for part in found if part and part != self.stem(word)]

    def words(self, text: str) -> list[Word]:
        """Return the folded words of a cleaned text that mean something; all of them if none does."""
        every = list(words(text))
        return [word for word in every if not self.is_stop_word(word.text)] or every

    def stems(self, folded: Iterable[str]) -> list[str]:
        """Return the stems of folded words without filler, in their order."""
        return list(filter(None, map(self._stems.__getitem__, folded)))

    def part_stems(self, folded: Iterable[str]) -> list[str]:
        """Return the stems of the parts of all compounds among folded words."""
        if not self.is_german:
            return []
        return list(chain.from_iterable(map(self._parts.__getitem__, folded)))

    def marks(self, text: str, wanted: Container[str]) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of every word of a cleaned text that is, or holds, one of the wanted terms."""
        for word in words(text):
            if self.stem(word.text) in wanted or any(part in wanted for part in self.parts(word.text)):
                yield word.start, word.end
        for word in law_words(text):
            if word.text in wanted:
                yield word.start, word.end
