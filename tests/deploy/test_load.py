"""Slow visitors and many visitors: through nginx to two web services on this machine."""

import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.deploy import installation
from tests.deploy.visitor import any_address
from tests.goals import SOAK

pytestmark = pytest.mark.slow
only_soak = pytest.mark.skipif(not SOAK, reason="make soak")

SLOW = 200
VISITORS = 20
LOAD_SECONDS = 30
REPORT = """
done = function(summary, latency)
  local e = summary.errors
  print(string.format("FOUND %d %d %d", summary.requests, latency:percentile(95) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def seconds_of(act) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[int(part * (len(values) - 1))]


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"Dieser Test braucht {name}: apt-get install {name}")
    return found


# What a slow visitor sends before it falls silent.
BEGUN = {
    "Kopf": "GET /de/ HTTP/1.1\r\nHost: {host}\r\nX-Slow: ",
    "Rumpf": "POST /de/kontakt/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n\r\nx",
}


@contextmanager
def slow_visitors(site, number: int, begun: str):
    """So many that begin a request and do not go on, each from an address of their own."""
    with ExitStack() as stack:
        for _ in range(number):
            connection = stack.enter_context(site.visitor(any_address()).socket())
            connection.sendall(begun.format(host=site.host).encode())
        yield


@pytest.mark.goal("R13")
@pytest.mark.parametrize("part", BEGUN)
def test_slow_visitors_do_not_hold_up_others(site, measured, part):
    with slow_visitors(site, SLOW, BEGUN[part]):
        took = [seconds_of(lambda: site.visitor().get("/de/")) for _ in range(5)]

    middle = percentile(took, 0.5)
    measured(f"{SLOW} angefangene Anfragen ({part}); eine gewöhnliche daneben braucht {middle * 1000:.0f} ms (Median)")
    assert middle <= 1


@pytest.mark.goal("R13")
def test_without_nginx_one_slow_visitor_holds_up_all(site):
    """Negative control."""
    place = ("127.0.0.1", site.webs[0])
    with socket.create_connection(place) as slow, socket.create_connection(place, timeout=2) as ordinary:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
        time.sleep(0.3)
        ordinary.sendall(f"GET /healthz HTTP/1.1\r\nHost: {site.host}\r\n\r\n".encode())

        with pytest.raises(TimeoutError):
            ordinary.recv(1)


def wrk(site, path: str, folder: Path) -> tuple[int, int, int]:
    """Return (requests, p95 in milliseconds, errors) of twenty visitors for half a minute.

    wrk counts as an error also what takes longer than two seconds.
    """
    report = folder / "report.lua"
    report.write_text(REPORT)
    options = ["-t2", f"-c{VISITORS}", f"-d{LOAD_SECONDS}s", "-s", str(report)]
    told = subprocess.run(
        [program("wrk"), *options, f"https://localhost:{site.https}{path}"], capture_output=True, text=True, check=True
    )
    requests, p95, errors = re.search(r"FOUND (\d+) (\d+) (\d+)", told.stdout).groups()
    return int(requests), int(p95), int(errors)


@only_soak
@pytest.mark.goal("R14")
@pytest.mark.parametrize("page", ["home", "programme", "course"])
def test_twenty_visitors_wait_for_no_page(known_site, tmp_path, measured, page):
    course = known_site.course_path
    paths = {"home": "/de/", "programme": course.rsplit("/", 2)[0] + "/", "course": course}

    requests, p95, errors = wrk(known_site, paths[page], tmp_path)

    measured(f"{page}: {requests / LOAD_SECONDS:.0f} Anfragen/s, p95 {p95} ms, {errors} Fehler")
    assert errors == 0
    assert p95 <= 500


@only_soak
@pytest.mark.goal("R14")
def test_twenty_visitors_wait_when_each_process_begins_from_nothing(nginx, tmp_path, measured):
    """Negative control: after some thousand requests a process makes room for the next, and all wait for that one."""
    slow = {"preload_app = True": "", "def when_ready": "def unused"}
    with ExitStack() as stack:
        folder = tmp_path / "site"
        folder.mkdir()
        site = installation.start(folder, stack, host="localhost", gunicorn_changes=slow)

        requests, p95, errors = wrk(site, "/de/", tmp_path)

    measured(f"jeder Prozess lädt neu: {requests / LOAD_SECONDS:.0f} Anfragen/s, p95 {p95} ms, {errors} Fehler")
    assert errors or p95 > 500


@only_soak
@pytest.mark.goal("R14")
def test_twenty_bookings_at_once_wait_a_second_at_most(known_site, measured):
    took, statuses = [], []

    def book(number: int) -> None:
        for turn in range(10):
            email = f"last{number}-{turn}@beispiel.example"
            started = time.monotonic()
            statuses.append(known_site.visitor(any_address()).book(known_site.large_course_id, email).status)
            took.append(time.monotonic() - started)

    threads = [threading.Thread(target=book, args=(number,)) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    measured(f"{len(took)} Buchungen, {VISITORS} zugleich: p95 {percentile(took, 0.95):.2f} s")
    assert set(statuses) == {202}
    assert percentile(took, 0.95) <= 1
