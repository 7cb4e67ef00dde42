"""kill -9 of a web service while people book: what was acknowledged is stored (reliability R6)."""

import http.client
import json
import os
import random
import threading
import time

import pytest

from tests.deploy.installation import Installation, answers, wait_until

pytestmark = pytest.mark.slow

# The long version: DEPLOY_KILLS=50, also with DEPLOY_DATABASE=sqlite.
ROUNDS = int(os.environ.get("DEPLOY_KILLS", "4"))
BOOKERS = 3
CAPACITY = 500


class Booker(threading.Thread):
    """One person after another books over the API; remembers whom the site said yes to."""

    def __init__(self, site: Installation, number: int, stopping: threading.Event):
        super().__init__(daemon=True)
        self.site, self.number, self.stopping = site, number, stopping
        self.acknowledged: set[str] = set()
        self.statuses: set[int] = set()

    def run(self) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            self.book(f"person{self.number}-{count}@beispiel.example")

    def book(self, email: str) -> None:
        body = {"course": self.site.large_course_id, "name": "Erika Beispiel", "email": email, "consent": True}
        try:
            answer = self.site.visitor().ask(
                "POST",
                "/api/v1/buchungen/",
                json.dumps(body).encode(),
                Content_Type="application/json",
                Idempotency_Key=f"schluessel-{email}",
            )
        except (OSError, http.client.HTTPException):
            return
        self.statuses.add(answer.status)
        if answer.status == 202:
            self.acknowledged.add(email)


def test_no_acknowledged_booking_is_lost(site):
    stopping = threading.Event()
    bookers = [Booker(site, number, stopping) for number in range(BOOKERS)]
    back_after = []

    for booker in bookers:
        booker.start()
    for number in range(ROUNDS):
        time.sleep(random.uniform(0.15, 0.9))
        site.kill_web(number % 2)
        started = time.monotonic()
        site.start_web(number % 2)
        wait_until(lambda number=number: answers(site, site.webs[number % 2]))
        back_after.append(time.monotonic() - started)
    stopping.set()
    for booker in bookers:
        booker.join(timeout=60)
    stored = site.run("-m", "tests.deploy.stored").split()

    acknowledged = set().union(*(booker.acknowledged for booker in bookers))
    print(f"{ROUNDS} kills, {len(acknowledged)} acknowledged, back after {max(back_after):.1f} s at most")
    assert acknowledged - set(stored) == set()
    assert len(acknowledged) > ROUNDS
    assert len(stored) == len(set(stored)) <= CAPACITY + 1
    # 503: nginx found no service; 409: the course is full; 429: one address asks too often.
    assert set().union(*(booker.statuses for booker in bookers)) <= {202, 409, 429, 503}
