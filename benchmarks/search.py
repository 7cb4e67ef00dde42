"""How fast the search is: `python -m benchmarks.search 10000 100000`, beside a server with `--elasticsearch`.

Documents are made of the demo county's own answers, words shuffled and some invented ones mixed in, so that words are
as frequent as in real texts. Times are those of this process (CPU, no HTTP, no database): the data part of a search.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import quantiles

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koordination.settings.test")
django.setup()

from django.utils import timezone  # noqa: E402

from koordination.demo.content import CONTENT, read  # noqa: E402
from pages.searchable import SearchDocument, plain  # noqa: E402
from suche.conf import elastic_address  # noqa: E402
from suche.documents.entries import Entry  # noqa: E402
from suche.engines.elastic import ElasticEngine  # noqa: E402
from suche.engines.embedded import EmbeddedEngine  # noqa: E402
from suche.engines.interface import Engine, Scope  # noqa: E402
from suche.query.plan import make_plan  # noqa: E402
from suche.query.ranking import rank  # noqa: E402
from tests.search_server import server  # noqa: E402

WORDS_OF_A_TEXT, QUERIES = 300, 400
SYLLABLES = [
    "ba",
    "be",
    "bo",
    "dal",
    "fen",
    "gor",
    "hal",
    "kin",
    "lum",
    "mar",
    "nek",
    "pol",
    "rin",
    "sta",
    "tur",
    "wes",
]


def articles() -> list[dict]:
    return [read(f"wissen/{path.stem}") for path in sorted((CONTENT / "wissen").glob("*.toml"))]


def make_entries(number: int, chance: random.Random) -> list[Entry]:
    """Return so many documents; each has a title and terms like an article, and a text of the words of all of them."""
    known = articles()
    texts = [plain(part.get("html", "")) for article in known for part in article["body"]]
    usual = " ".join(texts).split()
    invented = ["".join(chance.choices(SYLLABLES, k=4)) for _ in range(max(2_000, number // 4))]
    return [make_entry(index, chance, known, usual, invented) for index in range(number)]


def make_entry(index: int, chance: random.Random, known: list[dict], usual: list[str], invented: list[str]) -> Entry:
    article = chance.choice(known)
    words = chance.choices(usual, k=WORDS_OF_A_TEXT) + chance.choices(invented, k=20)
    chance.shuffle(words)
    document = SearchDocument(
        title=f"{article['title']} {chance.choice(invented)}",
        summary=article["short_answer"],
        text=" ".join(words),
        search_terms=tuple(chance.sample(article["search_terms"], 3)),
        norms=tuple(f"§ {basis['paragraph']} {basis['law']}" for basis in article.get("legal_basis", ())),
    )
    return Entry(f"benchmark:{index}", "antworten", 1, "de", f"/{index}/", str(index), document)


def make_queries(chance: random.Random) -> list[str]:
    """Return questions as people ask them: whole, a word or two of them, and with a letter missing."""
    asked = [question for article in articles() for question in article["asked_as"] + article["search_terms"]]
    found = []
    for question in chance.choices(asked, k=QUERIES):
        words = question.split()
        if chance.random() < 0.3:
            words = chance.sample(words, min(2, len(words)))
        if chance.random() < 0.3:
            place = chance.randrange(len(words))
            words[place] = words[place][:3] + words[place][4:]
        found.append(" ".join(words))
    return found


def search_once(engine: Engine, query: str) -> int:
    """Do what one search does beside the page: plan, candidates, order, the texts of ten hits; return the hits."""
    lexicon = engine.lexicon("de")
    plan = make_plan(query, "de", lexicon)
    ranked = rank(engine.candidates(plan.terms, Scope(1, "de", timezone.now())), plan, lexicon)
    engine.stored([hit.candidate.key for hit in ranked[:10]])
    return len(ranked)


def edited(entry: Entry, chance: random.Random) -> Entry:
    """Return an entry as an editor leaves it: a tenth of its words gone, a sentence of others added."""
    words = entry.document.text.split()
    left = [word for word in words if chance.random() > 0.1]
    text = " ".join([*left, *("".join(chance.choices(SYLLABLES, k=4)) for _ in range(12))])
    return replace(entry, document=replace(entry.document, text=text))


def milliseconds(clock: Callable[[], float], function: Callable, *arguments) -> float:
    began = clock()
    function(*arguments)
    return (clock() - began) * 1000


@dataclass(frozen=True)
class Figures:
    """What one engine took: seconds to build an index of so many documents, milliseconds of a search and a change."""

    engine: str
    documents: int
    build: float
    median: float
    p95: float
    publish: float

    def __str__(self) -> str:
        return (
            f"{self.engine:>14} {self.documents:>7} Dokumente: Aufbau {self.build:5.1f} s  "
            f"Suche p50 {self.median:5.1f} ms, p95 {self.p95:5.1f} ms  Veröffentlichen {self.publish:5.1f} ms"
        )


def measure(number: int, engine: Engine, clock: Callable[[], float] = time.process_time) -> Figures:
    """Fill an engine with so many documents and ask it what people ask."""
    chance = random.Random(1)
    entries = make_entries(number, chance)
    build = milliseconds(clock, engine.rebuild, entries) / 1000
    queries = make_queries(chance)
    for query in queries[:50]:
        search_once(engine, query)
    took = [milliseconds(clock, search_once, engine, query) for query in queries]
    publish = [milliseconds(clock, engine.put, [edited(entry, chance)]) for entry in entries[:20]]
    cuts = quantiles(took, n=20)
    return Figures(engine.name, number, build, cuts[9], cuts[18], quantiles(publish, n=2)[0])


def main(arguments: list[str]) -> None:
    with ExitStack() as stack:
        own = stack.enter_context(server()) if "--elasticsearch" in arguments else None
        for number in map(int, [each for each in arguments if each.isdecimal()] or ["1000", "10000"]):
            with tempfile.TemporaryDirectory() as folder:
                print(measure(number, EmbeddedEngine(Path(folder))))
            if own:
                # Most of the work is the server's, so its time is that of the clock on the wall.
                print(measure(number, ElasticEngine(elastic_address(own.url())), time.perf_counter))


if __name__ == "__main__":
    main(sys.argv[1:])
