"""Whether the time of an answer tells two questions apart."""

import time
from collections.abc import Callable
from statistics import median


def seconds(ask: Callable[[], object]) -> float:
    """Return the processor time that a question takes."""
    before = time.process_time()
    ask()
    return time.process_time() - before


def difference(one: Callable[[], Callable], other: Callable[[], Callable], rounds: int) -> float:
    """Return by which part the medians of two questions differ, asked in turns.

    Each is made anew in every round by a function that returns the question itself; only this is timed.
    """
    one()(), other()()
    pairs = [(seconds(one()), seconds(other())) for _ in range(rounds)]
    first, second = (median(column) for column in zip(*pairs, strict=True))
    return abs(first - second) / max(first, second)
