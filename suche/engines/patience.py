"""How long somebody waits for a server: a visitor no longer than this, a build as long as it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from suche.engines.interface import EngineError

# One request of a search takes no longer than this, even where there is time left.
REQUEST_SECONDS = 1.0
UNHURRIED_SECONDS = 30.0
_ends_at: ContextVar[float | None] = ContextVar("suche_ends_at", default=None)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Let all requests inside take so many seconds together."""
    token = _ends_at.set(monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def is_hurried() -> bool:
    return _ends_at.get() is not None


def seconds_left() -> float:
    """Return how long the next request may take; raises EngineError where the time is over."""
    end = _ends_at.get()
    if end is None:
        return UNHURRIED_SECONDS
    left = end - monotonic()
    if left <= 0:
        raise EngineError("It took too long.")
    return min(left, REQUEST_SECONDS)
