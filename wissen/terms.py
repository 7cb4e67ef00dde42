"""Terms in running HTML: where each stands first, as a whole word, outside of links, headings and samples.

Knows no database; wissen/glossary.py reads the terms.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape

from pages.placeholders import filled

PIECE = re.compile(r"<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)[^>]*>|[^<]+|<", re.DOTALL)
# A link leads elsewhere, headings and cells at the edge are names, a sample is there to be copied.
LEFT_ALONE = {
    *("a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "th", "dt", "summary", "figcaption", "blockquote"),
    *("script", "style", "code", "label"),
}
# What stands inside of a word, too: the hyphen, the middle dot of Leichte Sprache, the star before -innen, an entity.
BEFORE, AFTER = r"(?<![\w·&#-])", r"(?![\w·-]|[*:]\w)"
BLANK = r"(?:\s|&nbsp;)+"


@dataclass(frozen=True)
class Explained:
    """A term as programs read it; `forms` are all forms by which texts know it."""

    term: str
    explanation: str
    forms: list[str]


@dataclass(frozen=True)
class Term:
    """One term with the id by which its explanation is found on a page."""

    term: str
    anchor: str
    forms: tuple[str, ...]
    explanation: str

    @property
    def text(self) -> str:
        """The explanation with the values of the day."""
        return filled(self.explanation)

    def explained(self) -> Explained:
        return Explained(self.term, self.text, list(self.forms))


@dataclass(frozen=True)
class Glossary:
    """The terms of one language."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def known(self) -> dict[str, Term]:
        """Every form, with blanks made even, and the term it belongs to; the first term that claims a form has it."""
        found: dict[str, Term] = {}
        for term in self.terms:
            for form in term.forms:
                for variant in variants(form):
                    found.setdefault(variant, term)
        return found

    @cached_property
    def pattern(self) -> re.Pattern | None:
        """All forms, the longest first."""
        forms = sorted(self.known, key=lambda form: (-len(form), form))
        if not forms:
            return None
        either = "|".join(BLANK.join(map(re.escape, escape(form).split(" "))) for form in forms)
        return re.compile(f"{BEFORE}(?:{either}){AFTER}")

    def term_of(self, found: str) -> Term:
        return self.known[" ".join(found.replace("&nbsp;", " ").replace("&#x27;", "'").replace("&amp;", "&").split())]

    def mark(self, html: str, show: Callable[[str, Term], str]) -> tuple[str, list[Term]]:
        """Return HTML in which the first occurrence of each term is what `show(word, term)` makes of it, and the terms.

        The HTML is safe and stays so: words are handed over and put back as they stood, escaped.
        """
        if self.pattern is None:
            return html, []
        marked: dict[Term, None] = {}

        def replaced(match: re.Match) -> str:
            term = self.term_of(match[0])
            if term in marked:
                return match[0]
            marked[term] = None
            return show(match[0], term)

        pieces, closed = [], 0
        for piece in PIECE.finditer(html):
            name = (piece["name"] or "").lower()
            if name in LEFT_ALONE:
                closed += -1 if piece["end"] else 1
            is_text = not piece[0].startswith("<")
            pieces.append(self.pattern.sub(replaced, piece[0]) if is_text and closed <= 0 else piece[0])
        return "".join(pieces), list(marked)

    def terms_in(self, text: str) -> list[Term]:
        """Return the terms that stand in a plain text, in the order in which it names them."""
        if self.pattern is None:
            return []
        return list(dict.fromkeys(self.term_of(match[0]) for match in self.pattern.finditer(escape(text))))


def variants(form: str) -> Iterable[str]:
    """Return how a form may begin: nouns as they are, what begins small or has several words both ways."""
    even = " ".join(form.split())
    if not even:
        return ()
    begins_small = even[0].islower()
    return (even, even[0].swapcase() + even[1:]) if begins_small or " " in even else (even,)
