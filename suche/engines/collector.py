"""Python's collector of garbage rests while an index is built: it would look through all texts again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_is_garbage() -> Iterator[None]:
    """Let the collector rest, and have it go on afterwards if it did before; what a build makes has no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
