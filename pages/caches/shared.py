"""The caches every process of the site reads: in files by default, in Valkey or Redis by setting.

`CACHES["shared"]` holds what must be known everywhere at once (generations), `CACHES["pages"]` whole pages.
A site that has set up neither falls back to its default cache.
"""

import uuid

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache


def shared() -> BaseCache:
    return caches["shared" if "shared" in settings.CACHES else "default"]


def pages() -> BaseCache:
    return caches["pages" if "pages" in settings.CACHES else "default"]


def is_shared_answering() -> bool:
    """Whether what is put into the shared cache can be read there, by this process and all others."""
    cache, value = shared(), uuid.uuid4().hex
    cache.set("pages.shared_cache.probe." + value, value, 10)
    is_read = cache.get("pages.shared_cache.probe." + value) == value
    outage = getattr(cache, "outage", None)
    return is_read and not (outage and outage.is_on)
