"""The word lists beside this module: one entry a line, comments behind #, folded when they are read."""

from functools import cache
from pathlib import Path

from suche.analysis.texts import fold

ENDINGS = ("", "e", "en", "n", "er", "s", "es", "in")
FOLDER = Path(__file__).resolve().parent / "words"


def lines(name: str) -> list[str]:
    """Return the entries of a list in their order, as written."""
    rows = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [entry for row in rows if (entry := row.split("#")[0].strip())]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the folded words of a language that carry no meaning in a question; none for a language without a list."""
    name = f"stop_words_{language}"
    if not (FOLDER / f"{name}.txt").exists():
        return frozenset()
    return frozenset(fold(word) for line in lines(name) for word in line.split())


@cache
def compound_parts() -> frozenset[str]:
    """Return the folded words of the domain that German compounds are made of, with their usual endings."""
    words = [fold(word) for line in lines("compound_parts") for word in line.split()]
    return frozenset(fold(word + ending) for word in words for ending in ENDINGS)


@cache
def stem_overrides() -> dict[str, str]:
    """Return folded words whose stem the stemmer gets wrong, with the right one."""
    pairs = (line.split("=") for line in lines("stems"))
    return {fold(word.strip()): fold(stem.strip()) for forms, stem in pairs for word in forms.split()}


@cache
def never_corrected() -> frozenset[str]:
    """Return folded words that are no mistakes although no text holds them: acronyms and names of laws."""
    return frozenset(fold(word) for line in lines("never_corrected") for word in line.split()) | laws().keys()


@cache
def laws() -> dict[str, str]:
    """Return the short name of a law by every name people use, in lower case: {"bgb": "bgb", …}."""
    known: dict[str, str] = {}
    for line in lines("laws"):
        names = [name.strip().lower() for name in line.split("=")[-1].split(",")]
        short = fold(line.split("=")[0].strip())
        known[line.split("=")[0].strip().lower()] = short
        known.update({name: short for name in names if name})
    return known
