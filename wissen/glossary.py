"""The glossary as pages use it: read with one query, kept in the process until something changes."""

from collections.abc import Iterable

from django.utils.text import slugify

from pages.caches.kept_reading import KeptReading
from wissen.models.glossary import GlossaryTerm
from wissen.terms import Glossary, Term

# As German dictionaries sort: ä like a, ß like ss.
SORTED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def sort_key(text: str) -> str:
    return text.casefold().translate(SORTED)


def read_glossaries() -> dict[str, Glossary]:
    """Read all terms by their languages: one query."""
    found: dict[str, list[GlossaryTerm]] = {}
    for term in GlossaryTerm.objects.all():
        found.setdefault(term.language, []).append(term)
    return {language: Glossary(tuple(with_anchors(terms))) for language, terms in found.items()}


def with_anchors(rows: list[GlossaryTerm]) -> Iterable[Term]:
    """Yield the terms from A to Z, each with an id that no other has."""
    taken = set()
    for row in sorted(rows, key=lambda row: (sort_key(row.term), row.pk)):
        anchor = f"begriff-{slugify(row.term) or row.pk}"
        anchor = f"{anchor}-{row.pk}" if anchor in taken else anchor
        taken.add(anchor)
        yield Term(row.term, anchor, tuple(row.forms), row.explanation)


register: KeptReading[dict[str, Glossary]] = KeptReading(read_glossaries)


def glossary(language: str) -> Glossary:
    """Return the terms of a language."""
    return register.current().get(language) or Glossary()


def by_letter(terms: Iterable[Term]) -> dict[str, list[Term]]:
    """Return terms by the letter they begin with."""
    letters: dict[str, list[Term]] = {}
    for term in terms:
        letters.setdefault(sort_key(term.term)[:1].upper(), []).append(term)
    return letters
