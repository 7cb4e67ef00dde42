"""The cache of a site on several hosts: Valkey or Redis, without which every page is still answered.

While the server is away each process keeps for itself: what OPTIONS["seconds_alone"] allows, so that nobody
reads for long what another process has outdated. When it is back it is emptied first: it never heard what was
outdated meanwhile. Its database number therefore belongs to this site alone.
"""

import logging
import threading
import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0


class Outage:
    """Whether one server is away for this process; asks it in the background until it is back."""

    def __init__(self, empty_server):
        self.empty_server = empty_server
        self.is_on = False
        self.lock = threading.Lock()

    def begin(self, error: RedisError) -> None:
        with self.lock:
            if self.is_on:
                return
            self.is_on = True
        logger.error("The cache server does not answer (%s); each process keeps for itself.", type(error).__name__)
        threading.Thread(target=self.wait, name="cache-outage", daemon=True).start()

    def wait(self) -> None:
        while self.is_on:
            time.sleep(PAUSE_SECONDS)
            try:
                self.empty_server()
            except RedisError:
                continue
            self.is_on = False
        logger.warning("The cache server answers again and begins empty.")


class CacheOfOneProcess(LocMemCache):
    """Memory that keeps nothing longer than `longest` seconds (None: as long as asked)."""

    def __init__(self, name: str, params: dict, longest: float | None):
        super().__init__(name, params)
        self.longest = longest

    def get_backend_timeout(self, timeout=DEFAULT_TIMEOUT):
        ends_at = super().get_backend_timeout(timeout)
        if self.longest is None:
            return ends_at
        return min(ends_at or float("inf"), time.time() + self.longest)


def tolerant(name: str):
    """Return the method of RedisCache that asks this process while the server is away."""

    def ask(self, *args, **kwargs):
        if not self.outage.is_on:
            try:
                return getattr(super(SharedServerCache, self), name)(*args, **kwargs)
            except RedisError as error:
                self.outage.begin(error)
        return getattr(self.alone, name)(*args, **kwargs)

    return ask


_outages: dict[str, Outage] = {}


class SharedServerCache(RedisCache):
    """Django's RedisCache that waits for its server at most once; OPTIONS["seconds_alone"] as above, 2 by default."""

    def __init__(self, server, params):
        options = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0, **params.get("OPTIONS", {})}
        seconds_alone = options.pop("seconds_alone", 2)
        super().__init__(server, {**params, "OPTIONS": options})
        alone = {name: value for name, value in params.items() if name != "OPTIONS"}
        self.alone = CacheOfOneProcess(f"alone.{server}.{self.key_prefix}", alone, seconds_alone)
        # One for all aliases and threads: the first one that waits in vain has waited for all.
        self.outage = _outages.setdefault(str(server), Outage(super().clear))

    add = tolerant("add")
    get = tolerant("get")
    set = tolerant("set")
    touch = tolerant("touch")
    delete = tolerant("delete")
    has_key = tolerant("has_key")
    incr = tolerant("incr")
    get_many = tolerant("get_many")
    set_many = tolerant("set_many")
    delete_many = tolerant("delete_many")
    clear = tolerant("clear")
