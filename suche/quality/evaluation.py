"""How good the search is: judged queries against what it finds (search.md §11)."""

from collections.abc import Iterable, Iterator
from csv import DictReader
from dataclasses import dataclass
from math import log2
from pathlib import Path

from wagtail.models import Page

from suche.searching.service import Question, search


class SearchFailed(Exception):
    """No engine answers, so nothing can be measured."""


@dataclass(frozen=True)
class Judged:
    """A query with the names of the pages that answer it: 3 is the answer, 2 and 1 are also useful."""

    text: str
    kind: str
    split: str
    grades: dict[str, int]
    language: str = "de"
    key: str = ""

    @property
    def best(self) -> set[str]:
        return {name for name, grade in self.grades.items() if grade == max(self.grades.values())}


def judged_queries(file: Path) -> list[Judged]:
    """Read a table with the columns query, target (a slug), grade, kind, split, one row for each target."""
    found: dict[str, Judged] = {}
    with file.open(encoding="utf-8", newline="") as rows:
        for row in DictReader(rows, delimiter="\t"):
            query = found.setdefault(row["query"], Judged(row["query"], row["kind"], row.get("split", ""), {}))
            query.grades[row["target"]] = int(row["grade"])
    return list(found.values())


@dataclass(frozen=True)
class Measured:
    """What the search found for a judged query: names of pages, the best first, each once."""

    judged: Judged
    found: list[str]
    k: int
    engine: str = ""

    @property
    def ndcg(self) -> float:
        """Normalised discounted cumulative gain with gain 2^grade − 1 and log2 discount."""
        gained = gain(self.judged.grades.get(name, 0) for name in self.found[: self.k])
        ideal = gain(sorted(self.judged.grades.values(), reverse=True)[: self.k])
        return gained / ideal

    @property
    def place(self) -> int:
        """The place of the first answer; 0 where there is none."""
        return next((place for place, name in enumerate(self.found, 1) if name in self.judged.best), 0)

    def success_at(self, number: int) -> float:
        return float(0 < self.place <= number)


def gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


def evaluate(judged: list[Judged], site: int, k: int = 10, by: str = "slug") -> list[Measured]:
    """Ask every query as a visitor of a site would; `by` is the field of a page that the names are of.

    Raises SearchFailed.
    """
    names = {key: str(name) for key, name in Page.objects.values_list("pk", by)}
    measured = []
    for query in judged:
        found = search(Question(query.text, site, query.language))
        if found.failed:
            raise SearchFailed
        pages = (names.get(int(hit.candidate.key.rpartition(":")[2]), "") for hit in found.hits)
        measured.append(Measured(query, list(dict.fromkeys(pages)), k, found.engine))
    return measured


@dataclass(frozen=True)
class Row:
    """The figures of one kind of query."""

    kind: str
    number: int
    ndcg: float
    success_at_1: float
    success_at_3: float
    zero: float

    def __str__(self):
        figures = (
            f"nDCG {self.ndcg:.3f}  s@1 {self.success_at_1:.3f}  s@3 {self.success_at_3:.3f}  zero {self.zero:.3f}"
        )
        return f"{self.kind:12} {self.number:4}  {figures}"


def summary(measured: list[Measured]) -> Iterator[Row]:
    """Yield the figures of every kind, and of all German ones together."""
    for kind in sorted({one.judged.kind for one in measured}):
        yield row(kind, [one for one in measured if one.judged.kind == kind])
    if german := in_german(measured):
        yield row("german", german)


def in_german(measured: list[Measured]) -> list[Measured]:
    """Leave out the queries in other languages, which are reported apart."""
    return [one for one in measured if one.judged.kind != "language"]


def row(kind: str, measured: list[Measured]) -> Row:
    number = len(measured)
    return Row(
        kind,
        number,
        sum(one.ndcg for one in measured) / number,
        sum(one.success_at(1) for one in measured) / number,
        sum(one.success_at(3) for one in measured) / number,
        sum(not one.found for one in measured) / number,
    )
