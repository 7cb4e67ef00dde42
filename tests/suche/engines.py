"""The real server that the tests of the search share; where it cannot be had they say how to get it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from tests.search_server import Absent, Server, server

ENGINES = [
    "embedded",
    pytest.param("elasticsearch", marks=[pytest.mark.xdist_group("elasticsearch"), pytest.mark.database_free]),
]


@contextmanager
def shared_server(*, encrypted: bool = False) -> Iterator[Server]:
    """Yield a started server; skips with the reason, but never in CI."""
    try:
        with server(encrypted=encrypted) as started:
            yield started
    except Absent as absent:
        if os.environ.get("CI"):
            pytest.fail(f"Elasticsearch fehlt in CI: {absent}")
        pytest.skip(str(absent))


def fresh_prefix() -> str:
    """Return the name of an index that no other test uses."""
    return f"ehrenamt{uuid4().hex[:12]}"


# For what only the embedded engine can be made to do, or where no other one stands in for it.
embedded_alone = pytest.mark.parametrize("either_engine", ["embedded"], indirect=True)
