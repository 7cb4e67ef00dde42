"""What an answer to bad input must be: no fault of ours, quick, nobody else asked, the same on both databases.

The fixture `watched` is the test client with these four judgements; they fall when its test ends. Each status stands in
tests/statuses.json, which the run on SQLite and the one on PostgreSQL both compare with their own:
`RENEW_STATUSES=1 pytest tests/…` writes it anew.
"""

import json
import os
import socket
from itertools import groupby
from pathlib import Path
from time import perf_counter, process_time

import pytest
from django.db import connection
from django.test import Client

TABLE = Path(__file__).with_name("statuses.json")
SECONDS = 2
LONGEST_NAME = 60
GOOD = ": 0 Antworten ab 500, jede < 2 s, Status beider Datenbanken gleich"
OURS = ("127.0.0.1", "::1", "localhost")


class Watch:
    """The statuses of all answers, the seconds of the slowest and whoever else was asked."""

    def __init__(self):
        self.statuses: list[int] = []
        self.slowest = 0.0
        self.asked: list[str] = []
        self.in_database = 0.0

    def look_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Note from now on to which other machine anybody wants to speak."""
        connect = socket.socket.connect

        def noted(connection, address):
            if isinstance(address, tuple) and address[0] not in OURS:
                self.asked.append(str(address[0]))
            return connect(connection, address)

        monkeypatch.setattr(socket.socket, "connect", noted)

    def statement(self, execute, *arguments):
        begun = perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.in_database += perf_counter() - begun

    def answer(self, ask):
        """Ask, and keep the status and what it cost: processor time and waiting for the database.

        The clock on the wall would also count what else runs on the machine.
        """
        self.in_database, begun = 0.0, process_time()
        with connection.execute_wrapper(self.statement):
            response = ask()
        self.slowest = max(self.slowest, process_time() - begun + self.in_database)
        self.statuses.append(response.status_code)
        return response

    def faults(self, expected: str | None, seconds: float = SECONDS) -> list[str]:
        """Return what is wrong with the answers; `expected` are the statuses as `in_short` gives them."""
        found = in_short(self.statuses)
        return [
            *(["fault of ours"] if any(status >= 500 for status in self.statuses) else []),
            *([f"slow: {self.slowest:.1f} s"] if self.slowest >= seconds else []),
            *([f"asked: {', '.join(self.asked)}"] if self.asked else []),
            *([] if found == expected else [f"statuses: {found}, expected {expected}"]),
        ]


class WatchedClient(Client):
    def __init__(self, watch: Watch, **settings):
        super().__init__(**settings)
        self.watch = watch

    def request(self, **request):
        return self.watch.answer(lambda: super(WatchedClient, self).request(**request))


def in_short(statuses: list[int]) -> str:
    """Return [200, 200, 400] as "2 × 200, 400"."""
    runs = [(status, len(list(run))) for status, run in groupby(statuses)]
    return ", ".join(f"{number} × {status}" if number > 1 else str(status) for status, number in runs)


def place_in_table(node: pytest.Item) -> tuple[str, str]:
    """Return (test, case); a case of thousands of signs is named by its beginning and its length."""
    function, _, case = node.name.partition("[")
    case = case.removesuffix("]")
    path = Path(node.path).relative_to(TABLE.parent)
    return f"{path}::{function}", case if len(case) <= LONGEST_NAME else f"{case[:LONGEST_NAME]}… {len(case)}"


def table() -> dict[str, dict[str, str]]:
    return json.loads(TABLE.read_text())


def renew(test: str, case: str, statuses: str) -> None:
    known = table()
    known.setdefault(test, {})[case] = statuses
    TABLE.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


@pytest.fixture
def watch(request, monkeypatch):
    """The judgement alone, for tests that bring a client of their own."""
    watch = Watch()
    watch.look_out(monkeypatch)
    yield watch
    test, case = place_in_table(request.node)
    if os.environ.get("RENEW_STATUSES"):
        renew(test, case, in_short(watch.statuses))
    if faults := watch.faults(table().get(test, {}).get(case)):
        pytest.fail("; ".join(faults))


@pytest.fixture
def watched(watch) -> Client:
    """A client whose answers are judged."""
    return WatchedClient(watch)
