"""What hardly ever changes, known without a query: sites, locales, home pages, and what is derived from them.

A `SiteMap` is read with three queries, kept in this process and thrown away when its generation in
the shared cache changes. Receivers start a new generation whenever a page, site, locale or setting changes, so
all processes follow at once; where only a cache per process is set up, after SECONDS at the latest.
"""

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from pages.caches.shared import shared

GENERATION_KEY = "pages.site_map.generation"
# Of the stored pages (pages.caches.pages): they show what the map says.
PAGES_KEY = "pages.page_cache.version"
SECONDS = 60
# Enough for several parts of every page of a county, in a few megabytes.
PARTS = 5_000

Part = TypeVar("Part")


@dataclass(frozen=True)
class Home:
    """The home page of one site in one language."""

    pk: int
    url_path: str
    depth: int
    path: str
    locale_id: int
    language_code: str


@dataclass
class SiteMap:
    """One reading of the slow-moving tables, and what others derived from it (`part`)."""

    generation: str
    read_at: float
    sites: list[Site]
    locales: dict[str, Locale]
    homes: dict[tuple[int, str], Home]
    parts: OrderedDict = field(default_factory=OrderedDict)

    def part(self, key: Hashable, read: Callable[[], Part]) -> Part:
        """Return what was derived from this map under a key, else derive it; the oldest part gives way to a new one."""
        found = self.parts.get(key)
        if found is None:
            found = read()
            while len(self.parts) >= PARTS:
                self.parts.popitem(last=False)
        self.parts[key] = found
        return found

    def site_for(self, request: HttpRequest) -> Site | None:
        """Return the site that Wagtail's own rules choose for this request (wagtail.models.sites)."""
        hostname = split_domain_port(request._get_raw_host())[0]
        port = str(request.get_port())
        named = [site for site in self.sites if site.hostname == hostname]
        default = next((site for site in self.sites if site.is_default_site), None)
        exact = next((site for site in named if str(site.port) == port), None)
        if exact or default in named:
            return exact or default
        return named[0] if len(named) == 1 else default

    def locale_of(self, pk: int) -> Locale | None:
        return next((locale for locale in self.locales.values() if locale.pk == pk), None)

    def home_for(self, site: Site, language: str | None) -> Home | None:
        """Return the site's home page in a language, or the site's own where there is no translation."""
        return self.homes.get((site.pk, content_language(language))) or self.homes.get((site.pk, ""))


def content_language(language: str | None) -> str:
    """Return the content language that Wagtail takes for an active language."""
    try:
        return get_supported_content_language_variant(language or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


_current: SiteMap | None = None
# The map of the request that is answered here, once somebody has asked for it; None outside of requests.
_of_request: ContextVar[list[SiteMap] | None] = ContextVar("site_map", default=None)


@contextmanager
def one_per_request():
    """Ask the shared cache for the generation once: all that one answer shows comes from one map."""
    token = _of_request.set([])
    try:
        yield
    finally:
        _of_request.reset(token)


def current() -> SiteMap:
    """Return the valid map, reading it anew where it is outdated."""
    of_request = _of_request.get()
    if of_request:
        return of_request[0]
    found = valid()
    if of_request is not None:
        of_request.append(found)
    return found


def valid() -> SiteMap:
    global _current
    generation = shared().get(GENERATION_KEY) or renew()
    known = _current
    if known and known.generation == generation and time.monotonic() - known.read_at < SECONDS:
        return known
    _current = read(generation)
    return _current


def read(generation: str) -> SiteMap:
    """Read sites, locales and the live home pages of each site in each locale: three queries."""
    read_at = time.monotonic()
    sites = list(Site.objects.select_related("root_page"))
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    codes = {locale.pk: code for code, locale in locales.items()}
    translations = Page.objects.filter(
        translation_key__in=[site.root_page.translation_key for site in sites], live=True
    ).only("pk", "url_path", "depth", "path", "locale_id", "translation_key")
    homes = {}
    for site in sites:
        homes[site.pk, ""] = home_of(site.root_page, codes)
        for page in translations:
            if page.translation_key == site.root_page.translation_key and page.locale_id in codes:
                homes[site.pk, codes[page.locale_id]] = home_of(page, codes)
    return SiteMap(generation=generation, read_at=read_at, sites=sites, locales=locales, homes=homes)


def home_of(page: Page, codes: dict[int, str]) -> Home:
    return Home(
        pk=page.pk,
        url_path=page.url_path,
        depth=page.depth,
        path=page.path,
        locale_id=page.locale_id,
        language_code=codes.get(page.locale_id, settings.LANGUAGE_CODE),
    )


def renew() -> str:
    """Start a new generation: every process reads the map again, and no stored page is used. Returns its name."""
    if _of_request.get():
        _of_request.get().clear()
    generation = uuid.uuid4().hex
    shared().set(GENERATION_KEY, generation, None)
    # Afterwards: a page under the next version must not be made from the map before.
    shared().delete(PAGES_KEY)
    return generation


def forget() -> None:
    """Outdate all maps, now and again after commit.

    Now, so that this transaction sees what it wrote; after commit, because another process may have read
    the old rows in between. Outside of a transaction both are the same moment.
    """
    if transaction.get_connection().in_atomic_block:
        renew()
    once_on_commit(renew)


def once_on_commit(function: Callable[[], object]) -> None:
    """Call a function after the caller's commit: once, however much of the transaction asks for it."""
    waiting = transaction.get_connection().run_on_commit
    if not any(known is function for _savepoints, known, _robust in waiting):
        transaction.on_commit(function)
