"""The caches every process of the site reads: in files by default, in Valkey or Redis by setting.

`CACHES["shared"]` holds what must be known everywhere at once (generations), `CACHES["pages"]` whole pages.
A site that has set up neither falls back to its default cache.
"""

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache


def shared() -> BaseCache:
    return caches["shared" if "shared" in settings.CACHES else "default"]


def pages() -> BaseCache:
    return caches["pages" if "pages" in settings.CACHES else "default"]
