"""The same work in several processes that start at one barrier, each with its own connections."""

import multiprocessing
from collections.abc import Callable

from django.db import connections

FORK = multiprocessing.get_context("fork")


def at_once(number: int, work: Callable[[], object]) -> None:
    """Run the work in so many processes at the same moment; raises AssertionError if one fails."""
    barrier = FORK.Barrier(number)
    processes = [begin(lambda: (barrier.wait(timeout=30), work())) for _ in range(number)]
    for process in processes:
        process.join(timeout=120)
    assert [process.exitcode for process in processes] == [0] * number


def begin(work: Callable[[], object]) -> multiprocessing.Process:
    """Start work in a process of its own, which opens its own connections."""
    connections.close_all()

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    process = FORK.Process(target=run, daemon=True)
    process.start()
    return process
