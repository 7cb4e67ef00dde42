"""The decisive POST of a booking over HTTP beside the least one a Django site can do: `python -m benchmarks.booking`.

Both run as a gunicorn of two processes over SQLite, in rounds A B, B A. The bare one is a conditional update, a row
for the booking and one for its mail in one transaction (performance.md §4); ours is all of POST /api/v1/buchungen/.
"""

import http.client
import json
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from benchmarks import county
from benchmarks.servers import HEADERS, Load, has_wrk, load

SCRIPT = """
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
OURS, BARE = "/api/v1/buchungen/", "/book/"
# The only event of the bare site.
BARE_EVENT = 1
# One after the other, as one person's answer is waited for.
IN_TURN = 100


@dataclass(frozen=True)
class Report:
    """What one run found: bookings in a second (medians), their quotient, CPU, and how long one answer takes."""

    ours: Load
    bare: Load
    ratio: float
    milliseconds: list[float]

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 bookings are answered, one after the other."""
        return quantiles(self.milliseconds, n=20)[-1]


def script_for(folder: Path, course: int) -> Path:
    """Write a script of wrk that books a course, each time for somebody else."""
    script = folder / f"booking-{course}.lua"
    script.write_text(SCRIPT.replace("COURSE", str(course)))
    return script


def measure(rounds: int = 4, seconds: int = 3) -> Report:
    """Book in both sites with four connections, then in ours one after the other; needs wrk."""
    with county.sites() as site:
        ours, bare = site.ours, site.bare
        asked = [
            (ours, OURS, "-s", str(script_for(site.folder, site.course))),
            (bare, BARE, "-s", str(script_for(site.folder, BARE_EVENT))),
        ]
        for server, path, *options in asked:
            load(server, path, 1, *options)
        found: dict[int, list[Load]] = {ours.port: [], bare.port: []}
        for number in range(rounds):
            for server, path, *options in asked if number % 2 == 0 else asked[::-1]:
                found[server.port].append(load(server, path, seconds, *options))
        pairs = zip(found[ours.port], found[bare.port], strict=True)
        return Report(
            ours=middle(found[ours.port]),
            bare=middle(found[bare.port]),
            ratio=median(own.per_second / other.per_second for own, other in pairs),
            milliseconds=in_turn(ours.port, site.course),
        )


def middle(loads: list[Load]) -> Load:
    return Load(median(one.per_second for one in loads), median(one.cpu_ms for one in loads))


def in_turn(port: int, course: int) -> list[float]:
    """Return the milliseconds that each of a number of bookings took; raises RuntimeError where one is refused."""
    connection, took = http.client.HTTPConnection("127.0.0.1", port), []
    for _ in range(IN_TURN):
        key = uuid.uuid4().hex
        email = f"{key}@beispiel.example"
        body = json.dumps({"course": course, "name": "Erika Beispiel", "email": email, "consent": True})
        begun = time.perf_counter()
        connection.request("POST", OURS, body, {**HEADERS, "Content-Type": "application/json", "Idempotency-Key": key})
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - begun) * 1000)
        if answer.status != 202:
            raise RuntimeError(f"{answer.status}")
    connection.close()
    return took


def table(report: Report) -> str:
    """Return the figures as a table in German."""
    return "\n".join(
        [
            "| Buchung über HTTP (gunicorn, 2 Prozesse, 4 Verbindungen) | je Sekunde | CPU ms |",
            "|---|---:|---:|",
            f"| unsere | {report.ours.per_second:.0f} | {report.ours.cpu_ms:.1f} |",
            f"| die kleinste mögliche | {report.bare.per_second:.0f} | {report.bare.cpu_ms:.1f} |",
            f"| Verhältnis | {report.ratio:.2f} | {report.ours.cpu_ms / report.bare.cpu_ms:.1f} |",
            "",
            f"Nacheinander: {median(report.milliseconds):.0f} ms, 95 von 100 in {report.p95:.0f} ms.",
        ]
    )


def main() -> None:
    if not has_wrk():
        raise SystemExit("Die Messung über HTTP braucht wrk: apt-get install wrk")
    print(table(measure()))


if __name__ == "__main__":
    main()
