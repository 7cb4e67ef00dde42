"""Stems by Snowball, with a list of exceptions for German."""

from functools import lru_cache
from threading import local

import snowballstemmer

from suche.analysis.word_lists import stem_overrides

ALGORITHMS = {"de": "german", "en": "english", "ar": "arabic", "fr": "french", "tr": "turkish", "ru": "russian"}


# A stemmer keeps the word that it works on: two threads that share one mix up their words, and the wrong stem stays.
OWN = local()


def stemmer(language: str):
    """Return this thread's stemmer of a language ("de", "de-simple", "en"), None for one nobody wrote a stemmer for."""
    own = vars(OWN)
    if language not in own:
        algorithm = ALGORITHMS.get(language.split("-")[0])
        own[language] = snowballstemmer.stemmer(algorithm) if algorithm else None
    return own[language]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; a word with a digit is a number or a norm and stays."""
    if any(char.isdigit() for char in word):
        return word
    if language.startswith("de") and word in stem_overrides():
        return stem_overrides()[word]
    algorithm = stemmer(language)
    return algorithm.stemWord(word) if algorithm else word
