"""Stems come from Snowball, the same whichever of its two libraries is there and however many threads ask at once."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import snowballstemmer
from snowballstemmer.arabic_stemmer import ArabicStemmer
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.german_stemmer import GermanStemmer

from suche.analysis.stems import ALGORITHMS, stemmer
from suche.analysis.texts import fold
from suche.analysis.word_lists import compound_parts, stop_words

pytestmark = pytest.mark.database_free
THREADS = 4
WORDS = sorted(compound_parts())
ARABIC = ["المتطوعون", "والتأمين", "الجمعية", "السؤال", "بالمجان"]


@pytest.fixture
def hurried_threads():
    """Let threads take turns within a word, as they do by chance on a busy server."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def stems_of_all(_thread: int) -> list[str]:
    return list(map(stemmer("de").stemWord, WORDS))


def at_once(function) -> list:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(function, range(THREADS)))


def test_threads_that_ask_at_once_get_the_stems_of_their_own_words(hurried_threads):
    alone = stems_of_all(0)
    assert at_once(stems_of_all) == [alone] * THREADS


def test_each_thread_has_a_stemmer_of_its_own():
    with ThreadPoolExecutor(1) as other:
        assert other.submit(stemmer, "de").result() is not stemmer("de")
    assert stemmer("de") is stemmer("de")


class Interrupted(GermanStemmer):
    """A stemmer that another thread asks while it works, each time."""

    def __init__(self):
        super().__init__()
        self.both_have_asked = Barrier(2, timeout=10)

    def _stem(self) -> None:
        self.both_have_asked.wait()


def test_with_one_stemmer_for_both_threads_one_gets_the_word_of_the_other():
    """Negative control: why each thread has its own."""
    with ThreadPoolExecutor(2) as pool:
        [first, second] = pool.map(Interrupted().stemWord, ["vereine", "spenden"])

    assert first == second


@pytest.mark.parametrize(
    ("language", "written_in_python", "words"),
    [
        ("de", GermanStemmer, WORDS),
        ("en", EnglishStemmer, sorted(stop_words("en"))),
        ("ar", ArabicStemmer, ARABIC),
    ],
)
def test_the_quick_library_and_the_one_in_python_say_the_same(language, written_in_python, words):
    """An index that one process wrote is asked by another, on a machine where only one of them may be."""
    folded = list(map(fold, words))
    assert list(map(stemmer(language).stemWord, folded)) == list(map(written_in_python().stemWord, folded))


def test_there_is_a_stemmer_for_each_language_that_is_named():
    assert set(ALGORITHMS.values()) <= set(snowballstemmer.algorithms())
