"""Some processes that ask the API, or count forms, as often as they are told; prints what all were answered."""

import multiprocessing
import sys

import django
import time_machine

django.setup()

from django.test import Client, RequestFactory  # noqa: E402

from vorgang.errors import TooManyRequests  # noqa: E402
from vorgang.guards.limits import check_submission  # noqa: E402


def send_form() -> int:
    try:
        check_submission(RequestFactory().post("/"), "erika@beispiel.example")
    except TooManyRequests:
        return 429
    return 200


def ask() -> int:
    """Return 405, which needs no database, or 429."""
    return Client(SERVER_NAME="localhost").delete("/api/v1/kurse/").status_code


def repeat(what: str, times: int) -> list[int]:
    act = {"forms": send_form, "api": ask}[what]
    # Counts begin anew with each minute of the clock, which must not pass halfway.
    with time_machine.travel("2026-11-24T12:00:30Z", tick=False):
        return [act() for _ in range(times)]


if __name__ == "__main__":
    processes, times, *kinds = sys.argv[1:]
    with multiprocessing.get_context("fork").Pool(int(processes)) as pool:
        for kind in kinds:
            print(*sum(pool.starmap(repeat, [(kind, int(times))] * int(processes), chunksize=1), []))
