"""Kept and rendered pages and bookings over HTTP, in rounds A B C … C B A beside the bare page (performance.md §1).

A ratio is taken inside its round, so that a busy machine slows both sides; the median of the rounds counts.
"""

import subprocess
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import county
from benchmarks.pages import PAGES
from benchmarks.servers import Load, Server, load, served

ROWS, CACHED = "nackte Seite, 20 Zeilen", "nackte Seite mit cache_page"
BOOKING = "Buchung"
# With a session of somebody nothing is answered from the store.
RENDERED = ("-H", "Cookie: __Host-sessionid=niemand")
BOOKING_SCRIPT = """
local number, run = 0, os.time() .. "-" .. math.random(1000000)
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
function request()
  number = number + 1
  wrk.headers["Idempotency-Key"] = "schluessel-" .. run .. "-" .. number
  return wrk.format(nil, nil, nil, '{"course": COURSE, "name": "Erika Beispiel", "email": "erika' .. run .. number
    .. '@beispiel.example", "consent": true}')
end
math.randomseed(os.time() + tonumber(tostring({}):sub(8), 16) % 1000000)
run = os.time() .. "-" .. math.random(1000000)
"""


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
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "county").mkdir()
        migrate_seconds = county.build(folder / "county")
        environment = county.environment(folder / "county")
        bare = stack.enter_context(served(f"benchmarks.bare:make('{folder}')", "/", "--preload"))
        # A process that is replaced under load answers nothing for a second.
        options = ("-c", "deploy/gunicorn.conf.py", "--max-requests", "0")
        ours = stack.enter_context(served("koordination.wsgi", "/de/", *options, **environment))
        found = run(cases(bare, ours, booking_script(folder)), rounds, seconds)
        return Report(summary(found), migrate_seconds, ours.seconds)


def booking_script(folder: Path) -> Path:
    """Make a course for everybody and return a script of wrk that books it."""
    code = (
        "from kurse.models import Course; from django.db.models import F; from django.utils import timezone;"
        "c = Course.objects.announced().upcoming().filter(starts_at__gt=timezone.now()).order_by('starts_at').last();"
        "Course.objects.filter(pk=c.pk).update(capacity=1000000, opens_at=None, closes_at=None); print(c.pk)"
    )
    command = [county.sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    environment = {**county.os.environ, **county.environment(folder / "county")}
    result = subprocess.run(command, cwd=county.ROOT, env=environment, check=True, capture_output=True, text=True)
    script = folder / "booking.lua"
    script.write_text(BOOKING_SCRIPT.replace("COURSE", result.stdout.split()[-1]))
    return script


def cases(bare: Server, ours: Server, script: Path) -> list[Case]:
    kept = ("Startseite", "Kursprogramm")
    rendered = ("Startseite", "Inhaltsseite", "Kursprogramm", "Kursseite")
    return [
        Case(ROWS, bare, "/"),
        Case(CACHED, bare, "/cached/"),
        *(Case(f"{name}, aufbewahrt", ours, PAGES[name]) for name in kept),
        *(Case(f"{name}, neu gebaut", ours, PAGES[name], RENDERED) for name in rendered),
        Case(BOOKING, ours, "/api/v1/buchungen/", ("-s", str(script))),
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
