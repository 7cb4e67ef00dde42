"""Receivers on this machine, which only a setting for tests lets us reach."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from anschluss.endpoints import create
from anschluss.models import Endpoint
from tests.anschluss.receiver import Receiver


@pytest.fixture
def make_receiver() -> Iterator[Callable[[], Receiver]]:
    with ExitStack() as stack:

        def make() -> Receiver:
            receiver = Receiver()
            stack.callback(receiver.server_close)
            stack.callback(receiver.shutdown)
            return receiver

        yield make


@pytest.fixture
def receiver(make_receiver) -> Receiver:
    return make_receiver()


@pytest.fixture
def loopback(settings):
    settings.ANSCHLUSS_ALLOW_LOOPBACK = 1


@pytest.fixture
def endpoint(receiver, loopback, db) -> Endpoint:
    """The receiver as an endpoint that wants to know everything used here; `endpoint.shown` is its secret."""
    return make_endpoint(receiver.url)


def make_endpoint(url: str, **fields) -> Endpoint:
    events = ["page.published", "page.unpublished", "page.moved", "course.full", "course.seats_free"]
    endpoint = Endpoint(**{"label": "Website Nordhain", "url": url, "events": events, **fields})
    endpoint.shown = create(endpoint)
    return endpoint
