"""How easily a German text reads, by Flesch's formula as Amstad set it for German in 1978.

180 − words per sentence − 58.5 × syllables per word. From 60 on a text counts as plain; official German is around 30.
"""

import re
from html import unescape

# A syllable has one vowel or one diphthong; "ea" or "io" are two.
SYLLABLE = re.compile(r"ie|ei|ey|ai|ay|au|eu|äu|aa|ee|oo|[aeiouyäöü]", re.IGNORECASE)
WORD = re.compile(r"[A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß-]*")
# Addresses, numbers of phones and codes are read letter by letter, not as words.
NOT_WORDS = re.compile(r"\S+://\S+|\S+@\S+|\b[A-Z0-9]{8}\b")
BLOCK_END = re.compile(r"</(?:p|li|h\d|dt|dd|th|td|legend|label|a|div)>|<br>|\n\n+")


def plain(html: str) -> str:
    """Return the words of HTML, each block as a sentence of its own."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", BLOCK_END.sub(". ", text)))


def sentences(text: str) -> list[list[str]]:
    """Return the sentences of a text as their words."""
    found = [WORD.findall(part) for part in re.split(r"[.!?:;](?:\s|$)|\n\n+", NOT_WORDS.sub(" ", text))]
    return [words for words in found if words]


def syllables(word: str) -> int:
    return max(1, len(SYLLABLE.findall(word)))


def ease(text: str) -> float:
    """Return Amstad's reading ease of a text, about 0 (a decree) to 100 (a children's book)."""
    read = sentences(text)
    words = [word for sentence in read for word in sentence]
    return 180 - len(words) / len(read) - 58.5 * sum(map(syllables, words)) / len(words)
