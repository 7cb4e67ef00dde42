"""How often an index that cannot be built is tried again: each attempt reads the whole site."""

from dataclasses import dataclass
from time import monotonic

FIRST_SECONDS, MOST_SECONDS = 120.0, 3600.0


@dataclass
class Attempts:
    """The attempts of this process: after each failure in a row it waits twice as long, an hour at most."""

    wait: float = 0.0
    not_before: float = 0.0

    @property
    def is_time(self) -> bool:
        return monotonic() >= self.not_before

    def failed(self) -> None:
        self.wait = min(2 * self.wait, MOST_SECONDS) or FIRST_SECONDS
        self.not_before = monotonic() + self.wait

    def succeeded(self) -> None:
        self.wait = self.not_before = 0.0


attempts = Attempts()
# What was logged of each engine: the same fault is told once, until it is mended.
told: dict[str, str] = {}


def is_news(engine: str, fault: str) -> bool:
    """Whether nobody has read of this fault yet."""
    is_new = told.get(engine) != fault
    told[engine] = fault
    return is_new


def is_mended(engine: str) -> None:
    told.pop(engine, None)
