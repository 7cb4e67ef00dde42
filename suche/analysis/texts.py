"""From raw text to folded words that know where they stood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

QUERY_LENGTH = 200

# Control and format characters, lone surrogates and what is not assigned.
UNUSABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
NUMBER_OR_WORD = re.compile(
    r"""
    \d{1,3}(?:\.\d{3})+(?!\d)(?:,\d{1,2}(?!\d))?    # 3.300 or 3.300,00
  | \d+,\d{1,2}(?!\d)                                # 13,90
  | \d+\.\d\d(?![\d.])                                # 13.90 as some keyboards have it
  | \b[eE]\.\ ?[vV]\b\.?                              # e.V. and e. V. are the word eV
  | [^\W_]+
    """,
    re.VERBOSE,
)
# The last two are Turkish and Polish letters that have no accent to take off.
UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "ı": "i", "ł": "l"})
WRITTEN_OUT = re.compile(r"ae|oe|(?<![aeiouyq])ue")
EMPTY_CENTS = re.compile(r",0{1,2}$")


@dataclass(frozen=True)
class Word:
    """A folded word and the characters of the cleaned text that it was read from."""

    text: str
    start: int
    end: int


def clean(text: str, length: int | None = None) -> str:
    """Return text in NFC without characters that mean nothing, blanks collapsed, cut to a number of characters."""
    # Whoever sends megabytes is not normalised in full first.
    text = text if length is None else text[: 20 * length]
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(char) in UNUSABLE else char for char in text)
    normal = " ".join(unicodedata.normalize("NFC", text).split())
    return normal if length is None else normal[:length].rstrip()


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a word as everybody types it: lower case, umlauts and their two-letter forms as plain vowels, no accents.

    The rule of Lucene's german_normalization: `ue` stays behind a vowel and behind q (Mauer, neue, Quelle).
    """
    plain = WRITTEN_OUT.sub(lambda match: match[0][0], word.lower().translate(UMLAUTS))
    if plain.isascii():
        return plain
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))


def amount(written: str) -> str:
    """Return a number as one token of digits: 3.300 and 3.300,00 become 3300, 13,90 and 13.90 become 13c90."""
    whole = EMPTY_CENTS.sub("", written)
    if "," not in whole and re.fullmatch(r"\d+\.\d\d", whole):
        whole = whole.replace(".", ",")
    return whole.replace(".", "").replace(",", "c")


@lru_cache(maxsize=100_000)
def token(written: str) -> tuple[str, str]:
    """Return (folded word, as it is written in lower case) of a word or number; empty where nothing is left of it."""
    if "." in written or "," in written:
        return (amount(written), written.lower()) if written[0].isdigit() else ("ev", "ev")
    return fold(written), written.lower()


@lru_cache(maxsize=100_000)
def tokens_between_blanks(written: str) -> tuple[tuple[str, str], ...]:
    """Return the tokens of what stands between two blanks; no word and no number reaches over one."""
    return tuple(found for found in map(token, NUMBER_OR_WORD.findall(written)) if found[0])


def tokens(text: str) -> list[tuple[str, str]]:
    """Return (folded word, as it is written in lower case) of every word of a cleaned text in their order."""
    if "e. V" in text:  # the one word with a blank inside
        text = text.replace("e. V", "e.V")
    return list(chain.from_iterable(map(tokens_between_blanks, text.split())))


def words(text: str) -> Iterator[Word]:
    """Yield the folded words of a cleaned text in their order, with their places."""
    for match in NUMBER_OR_WORD.finditer(text):
        folded, _written = token(match[0])
        if folded:
            yield Word(folded, match.start(), match.end())
