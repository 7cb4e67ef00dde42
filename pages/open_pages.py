"""Which pages a program may read: published, in the tree of this site, and open to everybody.

Wagtail's own `.public()` knows no aliases: the alias of a page that became private later is private too
(Page.get_view_restrictions), yet `.public()` lets it through. wagtail-localize makes such aliases.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Page, Site

from pages import site_map
from pages.languages import served_at

# An alias of an alias of a private page: Wagtail makes no longer chains by itself.
RESTRICTED = (
    Q(view_restrictions__isnull=False)
    | Q(alias_of__view_restrictions__isnull=False)
    | Q(alias_of__alias_of__view_restrictions__isnull=False)
)


@dataclass(frozen=True)
class OpenPages:
    """What of one site is open; asking it costs no query."""

    known: site_map.SiteMap
    site: Site
    restricted_paths: tuple[str, ...]

    @cached_property
    def homes(self) -> list[site_map.Home]:
        """The home pages of the site in all its languages."""
        return [home for (site_id, _language), home in self.known.homes.items() if site_id == self.site.pk]

    @cached_property
    def languages(self) -> list[str]:
        return sorted({home.language_code for home in self.homes})

    def within(self, pages: QuerySet, language: str = "") -> QuerySet:
        """Keep the open pages of a queryset, those in one language if it is named."""
        below = Q()
        for home in self.homes:
            if not language or home.language_code == language:
                below |= Q(path__startswith=home.path)
        if not below:
            return pages.none()
        return without(pages.filter(below, live=True), self.restricted_paths)

    def url(self, path: str, url_path: str) -> str:
        """Return the address of a page of this site without its host; empty for one of another site."""
        home = next((home for home in self.homes if path.startswith(home.path)), None)
        return served_at(home, url_path) if home else ""

    def language_of(self, locale_id: int) -> str:
        locale = self.known.locale_of(locale_id)
        return locale.language_code if locale else ""


def without(pages: QuerySet, paths: tuple[str, ...]) -> QuerySet:
    """Leave out of a queryset what lies below these paths."""
    for path in paths:
        pages = pages.exclude(path__startswith=path)
    return pages


def open_to_all(pages: QuerySet) -> QuerySet:
    """Keep the published pages of a queryset that everybody may read, whatever site they belong to."""
    return without(pages.filter(live=True), restricted_paths())


def open_pages(request: HttpRequest) -> OpenPages:
    """Return what is open on the site of a request; raises Http404 where there is no site."""
    known = site_map.current()
    site = known.site_for(request)
    if site is None:
        raise Http404
    return OpenPages(known, site, restricted_paths())


def restricted_paths() -> tuple[str, ...]:
    """Return the paths below which nothing is open to everybody, read once for a site map."""
    return site_map.current().part("restricted paths", read_restricted_paths)


def read_restricted_paths() -> tuple[str, ...]:
    paths = Page.objects.filter(RESTRICTED).order_by("path").values_list("path", flat=True)
    return outermost(dict.fromkeys(paths))


def outermost(paths) -> tuple[str, ...]:
    """Return the paths that lie below no other one; takes them sorted."""
    found: list[str] = []
    for path in paths:
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return tuple(found)
