"""The bare page in a process of its own, measured in turn with ours: what else the machine does slows down both.

Whatever disturbs a measurement only ever adds, so the least of many short bursts is what the code itself costs.
Beside four busy processes on two cores the ratio of two such figures stays within a tenth.
"""

import gc
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.measure import least

# At least so many turns, and so many more where the answer would be too much: the next one may be undisturbed.
FEWEST, MOST = 30, 150
# What a busy machine may add all the same: beyond so many times a goal the code is at fault. `make soak` judges, one
# measurement at a time. In a whole run the other workers share the caches of the processor, and other machines may
# share the processor itself: the same code has cost 2.6 times as much, and only coarse faults are told from that.
MARGIN_ALONE = 1.2
MARGIN = MARGIN_ALONE if os.environ.get("SOAK") else 3.0

# Tests look for garbage more rarely than a server does.
AS_A_SERVER = (700, 10, 10)


@dataclass(frozen=True)
class Cost:
    """CPU of one request in milliseconds, and as a multiple of the bare page's in the same run."""

    milliseconds: float
    ratio: float


class Yardstick:
    """Measures addresses of this process beside those of the bare one (benchmarks/bare.py)."""

    def __init__(self, process: subprocess.Popen):
        self.process = process
        self.application = None

    def bare(self, path: str = "/") -> float:
        """Return the least CPU milliseconds of a few requests of the bare page."""
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def cost(self, path: str, limit: float = 0.0, turns: int = FEWEST) -> Cost:
        """Return what an address of ours costs; above the limit it is measured for longer before that is believed."""
        if self.application is None:
            from django.core.wsgi import get_wsgi_application

            self.application = get_wsgi_application()
        least(self.application, path)
        ours, theirs = [], []
        while len(ours) < turns or (limit and len(ours) < MOST and min(ours) > limit * min(theirs)):
            theirs.append(self.bare())
            ours.append(least(self.application, path))
        return Cost(min(ours), min(ours) / min(theirs))

    def bare_cost(self, path: str) -> Cost:
        """Return what an address of the bare site costs."""
        pairs = [(self.bare(), self.bare(path)) for _turn in range(MOST)]
        rows, found = (min(column) for column in zip(*pairs, strict=True))
        return Cost(found, found / rows)


@contextmanager
def yardstick() -> Iterator[Yardstick]:
    """Start the bare page and end it with the block, in which no log is written: its lines are not the page's."""
    command = [sys.executable, "-m", "benchmarks.bare"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    thresholds = gc.get_threshold()
    gc.set_threshold(*AS_A_SERVER)
    logging.disable(logging.ERROR)
    try:
        yield Yardstick(process)
    finally:
        logging.disable(logging.NOTSET)
        gc.set_threshold(*thresholds)
        process.stdin.close()
        process.wait(timeout=30)
