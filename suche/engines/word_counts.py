"""In how many documents each word and term stands: what a change adds and takes away, in the file and in memory."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from suche.query.lexicon import Lexicon

COUNT_WORD = """INSERT INTO words (language, word, documents, written) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"""
COUNT_TERM = """INSERT INTO terms (language, term, documents) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"""
UNCOUNT_WORD = "UPDATE words SET documents = documents - ? WHERE language = ? AND word = ?"
UNCOUNT_TERM = "UPDATE terms SET documents = documents - ? WHERE language = ? AND term = ?"
FORGET_WORD = "DELETE FROM words WHERE language = ? AND word = ? AND documents <= 0"
FORGET_TERM = "DELETE FROM terms WHERE language = ? AND term = ? AND documents <= 0"


@dataclass(frozen=True)
class StoredWords:
    """The number and language of a document of the index, and the words and terms that it is counted for."""

    number: int
    language: str
    words: list[str]
    terms: list[str]


class Counts:
    """What changed entries of one language add to the counts of an index, and take away from them."""

    def __init__(self):
        self.documents = 0
        self.words: Counter[str] = Counter()
        self.terms: Counter[str] = Counter()
        self.written: dict[str, str] = {}
        self.gone_words: Counter[str] = Counter()
        self.gone_terms: Counter[str] = Counter()

    def add(self, written: dict[str, str], terms: Iterable[str]) -> None:
        """Count an entry that holds these words, folded and as written, and these terms."""
        self.documents += 1
        self.words.update(written.keys())
        self.terms.update(terms)
        self.written.update(written)

    def remove(self, document: StoredWords) -> None:
        """Count a document no longer."""
        self.documents -= 1
        self.gone_words.update(document.words)
        self.gone_terms.update(document.terms)

    def cancel(self, known: Lexicon) -> None:
        """Leave out what is added as often as it is taken away: of an entry that was edited, most.

        A word that is written otherwise now stays: where no other document has it, the new spelling counts.
        """
        kept = {word for word, written in self.written.items() if known.spelt(word) == written}
        for added, gone, same in (
            (self.words, self.gone_words, kept & self.gone_words.keys()),
            (self.terms, self.gone_terms, self.terms.keys() & self.gone_terms.keys()),
        ):
            for word in same:
                both = min(added[word], gone[word])
                for counter in (added, gone):
                    counter[word] -= both
                    if not counter[word]:
                        del counter[word]

    def write(self, connection: sqlite3.Connection, language: str) -> None:
        """Change the counts of the index."""
        for uncount, forget, gone in (
            (UNCOUNT_WORD, FORGET_WORD, self.gone_words),
            (UNCOUNT_TERM, FORGET_TERM, self.gone_terms),
        ):
            connection.executemany(uncount, [(number, language, word) for word, number in gone.items()])
            connection.executemany(forget, [(language, word) for word in gone])
        words = [(language, word, number, self.written[word]) for word, number in self.words.items()]
        connection.executemany(COUNT_WORD, words)
        connection.executemany(COUNT_TERM, [(language, term, number) for term, number in self.terms.items()])

    def applied(self, known: Lexicon) -> Lexicon:
        """Return what `known`, read before the change, is after it: nothing has to be read anew."""
        words, written, terms = dict(known.words), dict(known.written), dict(known.terms)
        for word in less(words, self.gone_words):
            written.pop(word, None)
        less(terms, self.gone_terms)
        for word, number in self.words.items():
            if word not in words and self.written[word] != word:
                written[word] = self.written[word]
            words[word] = words.get(word, 0) + number
        for term, number in self.terms.items():
            terms[term] = terms.get(term, 0) + number
        return Lexicon(known.documents + self.documents, words, terms, written)


def less(counts: dict[str, int], gone: Mapping[str, int]) -> list[str]:
    """Take what is gone from counts and return what nothing is left of."""
    forgotten = []
    for word, number in gone.items():
        left = counts.pop(word, 0) - number
        if left > 0:
            counts[word] = left
        else:
            forgotten.append(word)
    return forgotten
