"""The cache server goes away and comes back: nothing fails, nothing old is read, limits go on."""

import os
import time

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as ServerGone

from pages.caches.server import SharedServerCache
from tests import valkey

pytestmark = pytest.mark.database_free


@pytest.fixture
def server():
    if valkey.find_program() is None:
        if os.environ.get("CI"):
            pytest.fail("Valkey oder Redis fehlt in CI.")
        pytest.skip("Dieser Test braucht Valkey oder Redis: apt-get install redis-server")
    with valkey.server() as started:
        yield started


def cache_of(server, prefix: str = "pages", seconds_alone: float | None = 2) -> SharedServerCache:
    return SharedServerCache(server.url, {"KEY_PREFIX": prefix, "OPTIONS": {"seconds_alone": seconds_alone}})


def wait_until_back(cache: SharedServerCache) -> None:
    end_of_patience = time.monotonic() + 10
    while cache.outage.is_on:
        assert time.monotonic() < end_of_patience
        time.sleep(0.05)


def test_all_read_what_one_has_written(server):
    one, other = cache_of(server), cache_of(server)

    one.set("version", "new")

    assert other.get("version") == "new"


def test_nothing_fails_while_the_server_is_away(server):
    cache = cache_of(server)
    cache.set("kept", "there")
    server.kill()
    started = time.monotonic()

    cache.set("version", "mine")
    answers = [cache.get("kept"), cache.get("version"), cache.get_many(["kept", "version"]), cache.add("count", 0)]
    number = cache.incr("count")

    assert answers == [None, "mine", {"version": "mine"}, True]
    assert number == 1
    assert time.monotonic() - started < 2


def test_djangos_own_cache_fails_without_its_server(server):
    """Negative control of the test above."""
    cache = RedisCache(server.url, {})
    server.kill()

    with pytest.raises(ServerGone):
        cache.get("kept")


def test_alone_a_process_believes_nothing_for_long(server, time_machine):
    time_machine.move_to("2026-11-24T12:00:00Z")
    pages, limits = cache_of(server), cache_of(server, "default", seconds_alone=None)
    server.kill()
    pages.set("version", "mine", None)
    limits.add("count", 0, 60)
    limits.incr("count")

    time_machine.shift(3)

    assert pages.get("version") is None
    assert limits.get("count") == 1


def test_a_server_that_comes_back_has_forgotten_what_was_outdated_meanwhile(server):
    """As after a break of the network: the server still holds what it held."""
    writer, reader = cache_of(server), RedisCache(server.url, {"KEY_PREFIX": "pages"})
    writer.set("version", "old")
    writer.outage.begin(ServerGone())
    writer.set("version", "new")

    before = reader.get("version")
    wait_until_back(writer)

    assert (before, reader.get("version")) == ("old", None)


def test_after_the_server_is_back_all_share_again(server):
    one, other = cache_of(server), cache_of(server)
    server.kill()
    one.set("version", "lost")
    server.start()
    wait_until_back(one)

    one.set("version", "new")

    assert other.get("version") == "new"


def test_a_server_that_hangs_is_waited_for_once(server):
    cache = cache_of(server)
    cache.set("kept", "there")
    os.kill(server.process.pid, 19)  # SIGSTOP: it accepts connections and says nothing
    started = time.monotonic()

    answers = [cache.get("kept") for _ in range(20)]

    assert answers == [None] * 20
    assert time.monotonic() - started < 3
