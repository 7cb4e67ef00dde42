"""Visitors for a long time: the web services need no more memory for the last than for the first."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.deploy.installation import BIN, answers, wait_until
from tests.deploy.visitor import Visitor, VisitorOfOneService, any_address
from tests.goals import SOAK
from tests.postgresql import free_port

pytestmark = [pytest.mark.slow, pytest.mark.goal("R15")]

# The goal's half hour is for a machine of one's own (SOAK_SECONDS).
WARM_SECONDS, SECONDS = (60, int(os.environ.get("SOAK_SECONDS", 180))) if SOAK else (4, 4)
VISITORS = 4


def memory_of(services: list[subprocess.Popen]) -> int:
    """Return the kilobytes that the processes of web services hold; each service is a group of its own."""
    groups = {service.pid for service in services}
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) in groups:
                total += int(re.search(r"VmRSS:\s+(\d+)", (folder / "status").read_text()).group(1))
        except (OSError, AttributeError):
            continue  # it has ended meanwhile
    return total


@dataclass
class Visits:
    """Some people who come again and again, and what became of it; `growth` is a share of the memory when warm."""

    site: object
    visitor: Callable[[], Visitor]
    services: list[subprocess.Popen]
    statuses: list[int] = field(default_factory=list)
    growth: float = 0.0

    def go_on(self) -> None:
        end = time.monotonic() + WARM_SECONDS + SECONDS
        threads = [threading.Thread(target=self.visit, args=(number, end)) for number in range(VISITORS)]
        for thread in threads:
            thread.start()
        time.sleep(WARM_SECONDS)
        before = memory_of(self.services)
        for thread in threads:
            thread.join()
        self.growth = memory_of(self.services) / before - 1

    def visit(self, number: int, end: float) -> None:
        turn = 0
        while time.monotonic() < end:
            visitor = self.visitor()
            paths = ["/de/", self.site.course_path, f"/de/?q={turn}", "/api/v1/kurse/", "/gibt-es-nicht/"]
            self.statuses += [visitor.get(path).status for path in paths]
            if turn % 20 == 0:
                email = f"dauer{number}-{turn}@beispiel.example"
                self.statuses.append(visitor.book(self.site.large_course_id, email).status)
            turn += 1

    @property
    def faults(self) -> list[int]:
        return [status for status in self.statuses if status >= 500]

    def __str__(self):
        told = f"{SECONDS} s, {len(self.statuses)} Anfragen, {len(self.faults)} Fehler, Speicher {self.growth:+.1%}"
        return told.replace(".", ",")


def test_memory_does_not_grow_under_load(site, measured):
    services = [site.processes[f"web-{index}"] for index in (0, 1)]
    visits = Visits(site, lambda: site.visitor(any_address()), services)

    visits.go_on()

    measured(str(visits))
    assert visits.faults == []
    assert visits.growth < 0.1


def test_a_service_that_keeps_something_of_every_visitor_grows(site, measured):
    """Negative control."""
    port = free_port()
    command = [str(BIN / "gunicorn"), "-c", "deploy/gunicorn.conf.py", "tests.deploy.leaky_wsgi"]
    leaky = site.begin("leaky", *command, WEB_BIND=f"127.0.0.1:{port}", RUNTIME_DIRECTORY=str(site.folder / "leaky"))
    wait_until(lambda: answers(site, port))
    visits = Visits(site, lambda: VisitorOfOneService(port, site.host), [leaky])

    visits.go_on()

    leaky.terminate()
    leaky.wait(timeout=60)
    measured(f"merkt sich von jeder Anfrage 500 kB: {visits}")
    assert visits.growth > 0.1
