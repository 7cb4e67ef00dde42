"""What one run leaves to that of another day: a third is up each day; the long versions (`make soak`) take all.

Looking at each page in every look, and asking a second database what it does not decide, would take longer than
anybody waits for the suite. So a part of it rotates by the date: each third comes at least every third day, on every
machine the same. What proves a goal, what commits and what starts processes runs on every database each time.
"""

import os
from collections.abc import Mapping
from datetime import date
from typing import TypeVar
from zlib import crc32

from tests.goals import SOAK

THIRDS = 3
# Set for the suite on the second database.
ROTATING = "TESTS_ROTATE"
Value = TypeVar("Value")


def is_up(number: int, day: date | None = None) -> bool:
    """Whether what bears this number is up on a day, today by default."""
    return SOAK or (number + (day or date.today()).toordinal()) % THIRDS == 0


def todays(things: Mapping[str, Value], turn: int = 0) -> dict[str, Value]:
    """Return those that are up today; tests with different turns take different thirds of the same things."""
    return {name: thing for number, (name, thing) in enumerate(things.items()) if is_up(number + turn)}


def commits(item) -> bool:
    """Whether a test sees its own commits, as what serves others does."""
    mark = item.get_closest_marker("django_db")
    in_mark = mark is not None and (mark.kwargs.get("transaction") or any(mark.args))
    return bool(in_mark) or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


def asks_the_database(item) -> bool:
    return item.get_closest_marker("django_db") is not None or "db" in item.fixturenames or commits(item)


def runs_always(item) -> bool:
    """Whether a test runs on every database each time."""
    return any(map(item.get_closest_marker, ("goal", "slow"))) or commits(item)


def is_kept(item, day: date | None = None) -> bool:
    """Whether the second database is asked by a test today; a module with its fixtures comes or stays as a whole."""
    if SOAK or runs_always(item):
        return True
    return asks_the_database(item) and is_up(crc32(item.nodeid.partition("::")[0].encode()), day)


def leave_out(config, items):
    """Deselect what the second database is not asked today."""
    if ROTATING in os.environ:
        kept = {item for item in items if is_kept(item)}
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]
