"""Kept and rendered pages and bookings over HTTP, in rounds A B C … C B A beside the bare page (performance.md §1).

A ratio is taken inside its round, so that a busy machine slows both sides; the median of the rounds counts.
"""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import booking, county
from benchmarks.pages import PAGES
from benchmarks.servers import Load, Server, load

ROWS, CACHED = "nackte Seite, 20 Zeilen", "nackte Seite mit cache_page"
BOOKING = "Buchung"
# With a session of somebody nothing is answered from the store.
RENDERED = ("-H", "Cookie: __Host-sessionid=niemand")


@dataclass(frozen=True)
class Case:
    """One thing to be measured."""

    name: str
    server: Server
    path: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """Medians over the rounds; the ratios are to the bare page of the same round."""

    name: str
    per_second: float
    ratio: float
    cpu_ms: float
    cpu_ratio: float


@dataclass(frozen=True)
class Report:
    """Everything one run found; seconds from nothing to migrated, and from the start to the first answer."""

    results: list[Result]
    migrate_seconds: float
    start_seconds: float


def measure(rounds: int = 4, seconds: int = 2) -> Report:
    """Build a county, serve it beside the bare page and load both; needs wrk."""
    with county.sites() as site:
        script = booking.script_for(site.folder, site.course)
        found = run(cases(site.bare, site.ours, script), rounds, seconds)
        return Report(summary(found), site.migrate_seconds, site.ours.seconds)


def cases(bare: Server, ours: Server, script: Path) -> list[Case]:
    kept = ("Startseite", "Kursprogramm")
    rendered = ("Startseite", "Inhaltsseite", "Kursprogramm", "Kursseite")
    return [
        Case(ROWS, bare, "/"),
        Case(CACHED, bare, "/cached/"),
        *(Case(f"{name}, aufbewahrt", ours, PAGES[name]) for name in kept),
        *(Case(f"{name}, neu gebaut", ours, PAGES[name], RENDERED) for name in rendered),
        Case(BOOKING, ours, booking.OURS, ("-s", str(script))),
    ]


def run(chosen: list[Case], rounds: int, seconds: int) -> list[dict[str, Load]]:
    """Return for each round the loads by the names of the cases; every other round runs backwards."""
    for case in chosen:
        load(case.server, case.path, 1, *case.options)
    found = []
    for number in range(rounds):
        ordered = chosen if number % 2 == 0 else chosen[::-1]
        found.append({case.name: load(case.server, case.path, seconds, *case.options) for case in ordered})
    return found


def summary(found: list[dict[str, Load]]) -> list[Result]:
    values = defaultdict(list)
    for loads in found:
        rows = loads[ROWS]
        for name, one in loads.items():
            values[name].append(
                (one.per_second, one.per_second / rows.per_second, one.cpu_ms, one.cpu_ms / rows.cpu_ms)
            )
    return [Result(name, *(median(column) for column in zip(*rows, strict=True))) for name, rows in values.items()]
