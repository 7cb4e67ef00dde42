"""References to norms: every way of writing § 31a BGB becomes the same tokens.

A reference gives `n<law>p<number>` and, with Absatz or Nummer, the same with `a…` and `n…` behind it; a paragraph whose
law nobody named gives `p<number>`. Letters and digits only: FTS5 would split at anything else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from suche.analysis.texts import Word, fold
from suche.analysis.word_lists import laws

NAMES = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
ROMAN = {name: str(number) for number, name in enumerate(NAMES, 1)}
SIGN = r"(?:§{1,2}|\bparagraph(?:en)?\b|\bparagraf(?:en)?\b|\bpar\.|\bart\.|\bartikel\b)"
NUMBER = r"(?P<number>\d{1,4})(?:\s?(?P<letter>[a-z])(?![a-z]))?"
# The letter of "1 u. 2" is none.
COUNT = r"\d{1,3}\s?[a-z]?(?![a-z\d]|\.\s?\d)"
PART = rf"(?:{COUNT}|[a-z](?![a-z\d]))"
MORE_PARTS = rf"(?:\s?(?:,|und|u\.|bis|-|–)\s?{PART})*"
DETAIL = (
    r"(?P<detail>(?:[\s,]*(?:und\s|u\.\s)?(?:abs(?:atz)?\.?|satz|s\.|nr\.?|nummer|ziffer|halbsatz|buchst(?:abe)?\.?)"
    rf"\s?{PART}{MORE_PARTS})*)"
)
ABSATZ = re.compile(rf"abs(?:atz)?\.?\s?({COUNT})")
NUMMER = re.compile(rf"(?:nr\.?|nummer|ziffer)\s?({COUNT})")
# Between two norms of one law that is named once: §§ 22, 23 KunstUrhG.
BETWEEN = re.compile(r"\s?(?:,|und|u\.|oder|bis|-|–)\s?")
# Python looks for a first character faster than for a repetition.
LETTERS = re.compile(r"[a-zäöüß][a-zäöüß]*")
DIGITS = re.compile(r"\d\d*")
# A reference is no longer than this before its first number, between two of them, and behind its last one.
REACH = 100
BLANKS = re.compile(r"\s")


@dataclass(frozen=True)
class Reference:
    """A norm as it stood in a text; `law` is empty where nobody named it."""

    law: str
    number: str
    paragraph: str
    item: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The norm without its parts, as the list of everything about it is called: bgb-31a."""
        return f"{self.law}-{self.number}"

    def tokens(self) -> list[str]:
        """Return the canonical tokens, the most exact one last."""
        plain = f"p{self.number}"
        forms = [plain]
        if self.paragraph:
            forms.append(f"{plain}a{self.paragraph}")
        if self.item:
            forms.append(f"{plain}n{self.item}")
        named = [f"n{self.law}{form}" for form in forms] if self.law else []
        return [*forms, *named]


def law_pattern(before: str = r"(?<![a-z\d])") -> str:
    names = sorted(laws(), key=len, reverse=True)
    social = r"sgb[\s-]?(?P<book>[ivx]{1,4}|1[0-4]|[1-9])(?![a-z\d])"
    return rf"{before}(?:{social}|(?P<law>{'|'.join(map(re.escape, names))})(?![a-z\d]))"


LAW = law_pattern()
# The words by one of which every way of writing a norm is recognised.
SIGNS = {"art", "artikel", "par", "paragraph", "paragraphen", "paragraf", "paragrafen"}
LAW_WORDS = {name.split("-")[0].split()[0] for name in laws()} | {"sgb", *(f"sgb{book}" for book in ROMAN)}
# A letter that belongs to the number may stick to the law: 31abgb.
HINTS = SIGNS | LAW_WORDS | {letter + name for letter in "abcdefghi" for name in laws()}
LAW_LAST = re.compile(rf"{SIGN}?\s?(?<![\d.,]){NUMBER}{DETAIL}[\s,]*(?:des |der )?{LAW}")
LAW_FIRST = re.compile(rf"{LAW}[\s,]*{SIGN}?\s?{NUMBER}{DETAIL}(?![\d.,]*\d)")
# Typed without a blank: §31aBGB.
GLUED = re.compile(rf"{SIGN}?\s?(?<![\w.,])(?P<number>\d{{1,4}})(?P<letter>[a-z])?(?P<detail>){law_pattern('')}")
NO_LAW = re.compile(rf"{SIGN}\s?{NUMBER}{DETAIL}")


def references(text: str) -> list[Reference]:
    """Return the references of a cleaned text, none twice."""
    # Lower case may be longer than what was typed; then offsets mean nothing and are not needed.
    lower = text.lower()
    pieces = [piece for piece in near_numbers(lower) if may_name_a_norm(lower[slice(*piece)])]
    if not pieces:
        return []
    found: list[Reference] = []
    taken: list[tuple[int, int]] = []
    for pattern in (GLUED, LAW_LAST, LAW_FIRST, NO_LAW):
        for match in chain.from_iterable(pattern.finditer(lower, *piece) for piece in pieces):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(reference(match))
    return with_laws_of_next(found, lower)


def with_laws_of_next(found: list[Reference], lower: str) -> list[Reference]:
    """Let a norm whose law is named only at the one behind it be one of that law."""
    if all(one.law for one in found):
        return found
    named: list[Reference] = []
    behind: Reference | None = None
    for one in sorted(found, key=lambda one: -one.start):
        if behind and not one.law and BETWEEN.fullmatch(lower, one.end, behind.start):
            one = replace(one, law=behind.law)
        behind = one
        named.append(one)
    return named[::-1]


def near_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the pieces of a text around its numbers, cut at blanks: looking closely takes time."""
    start = end = -1
    for number in DIGITS.finditer(text):
        if start >= 0 and number.start() - REACH > end:
            yield start, end
            start = -1
        if start < 0:
            start = text.rfind(" ", 0, max(0, number.start() - REACH)) + 1
        end = text.find(" ", number.end() + REACH)
        if end < 0:
            end = len(text)
            break
    if start >= 0:
        yield start, end


def may_name_a_norm(lower: str) -> bool:
    """Whether it is worth looking closely, which most numbers are not: the words of a piece around one tell it."""
    return "§" in lower or not HINTS.isdisjoint(LETTERS.findall(lower))


def reference(match: re.Match) -> Reference:
    groups = match.groupdict()
    law = ""
    if groups.get("book"):
        law = f"sgb{ROMAN.get(groups['book'], groups['book'])}"
    elif groups.get("law"):
        law = laws()[groups["law"]]
    detail = groups["detail"] or ""
    return Reference(
        law=law,
        number=groups["number"].lstrip("0") + (groups["letter"] or ""),
        paragraph=first(ABSATZ, detail),
        item=first(NUMMER, detail),
        start=match.start(),
        end=match.end(),
    )


def first(pattern: re.Pattern, detail: str) -> str:
    match = pattern.search(detail)
    return fold(BLANKS.sub("", match[1])) if match else ""


def law_words(text: str) -> Iterator[Word]:
    """Yield the canonical tokens of a text, each where its reference stood."""
    for found in references(text):
        for token in found.tokens():
            yield Word(token, found.start, found.end)
