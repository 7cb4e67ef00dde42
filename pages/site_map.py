"""What hardly ever changes, known without a query: sites, locales, home pages, and what is derived from them.

A `SiteMap` is read with three queries, kept in this process and thrown away when its generation in
the shared cache changes. Receivers start a new generation whenever a page, site, locale or setting changes, so
all processes follow at once; where only a cache per process is set up, after SECONDS at the latest.
"""

import time
import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site

from pages.shared_cache import shared

GENERATION_KEY = "pages.site_map.generation"
SECONDS = 60


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
    """One reading of the slow-moving tables; `parts` holds what others derive from it by their own keys."""

    generation: str
    read_at: float
    sites: list[Site]
    locales: dict[str, Locale]
    homes: dict[tuple[int, str], Home]
    parts: dict = field(default_factory=dict)

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


def current() -> SiteMap:
    """Return the valid map, reading it anew where it is outdated."""
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
    """Start a new generation: every process reads the map again. Returns its name."""
    generation = uuid.uuid4().hex
    shared().set(GENERATION_KEY, generation, None)
    return generation


def forget() -> None:
    """Outdate all maps, now and again after commit.

    Now, so that this transaction sees what it wrote; after commit, because another process may have read
    the old rows in between.
    """
    renew()
    transaction.on_commit(renew)
