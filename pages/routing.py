"""Finding the page of an address with two queries, and with one when its way is known; whatever its depth.

Wagtail asks for the site, the locale, the root page and twice for each part of the address, then for
aliases and view restrictions: 8 queries right below the home page and 2 more with each level. Here one
query reads the whole way to the page, which the site map remembers, a second one the page itself and whether
anything on its way is restricted: who may see what is never remembered.
Whatever is out of the ordinary is left to Wagtail: an address of many parts, a tree whose paths disagree
with its addresses, a page type that is gone. A page type with a `route()` of its own gets the rest of the
address from there on; drafts, aliases and private pages behave as in Wagtail.
"""

from dataclasses import dataclass
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from pages import site_map
from pages.shown_rows import shown_rows

LONGEST_WAY = 30


@dataclass(frozen=True)
class Step:
    """One page on the way from the root to the page of the address."""

    pk: int
    title: str
    url_path: str
    path: str
    depth: int
    live: bool
    content_type_id: int
    alias_of_id: int | None

    @property
    def page_class(self) -> type[Page] | None:
        return ContentType.objects.get_for_id(self.content_type_id).model_class()


FIELDS = ("pk", "title", "url_path", "path", "depth", "live", "content_type_id", "alias_of_id")


def prepare_route(request: HttpRequest, path: str) -> None:
    """Put the site and the route onto the request where Wagtail looks for them, or leave it to Wagtail."""
    known = site_map.current()
    site = known.site_for(request)
    if site is None:
        return
    request._wagtail_site = site
    home = known.home_for(site, get_language())
    parts = [part for part in path.split("/") if part]
    if home is None or len(parts) > LONGEST_WAY:
        return
    way = known_way(known, home, parts)
    if way is None:
        return
    try:
        request._wagtail_route_for_request = route(request, way, home, parts)
    except Http404:
        request._wagtail_route_for_request = None
    except LookupError:
        return


def known_way(known: site_map.SiteMap, home: site_map.Home, parts: list[str]) -> list[Step] | None:
    """Return the way to an address, remembered where it leads to a page: of addresses that do not there is no end."""
    key = ("way", home.url_path, *parts)
    if key in known.parts:
        return known.parts[key]
    way = read_way(home, parts)
    return known.part(key, lambda: way) if way and len(way) == home.depth + len(parts) else way


def read_way(home: site_map.Home, parts: list[str]) -> list[Step] | None:
    """Return the pages from the root down to the last one that exists; None where the tree is in disorder."""
    names = [name for name in home.url_path.split("/") if name]
    addresses = ["/" + "".join(f"{name}/" for name in names[:length]) for length in range(len(names) + 1)]
    for part in parts:
        addresses.append(f"{addresses[-1]}{part}/")
    rows = Page.objects.filter(url_path__in=addresses).order_by("depth")
    found = {row[2]: Step(*row) for row in rows.values_list(*FIELDS)}
    way = []
    for depth, address in enumerate(addresses, start=1):
        step = found.pop(address, None)
        if step is None:
            break
        if step.depth != depth or (way and not step.path.startswith(way[-1].path)):
            return None
        way.append(step)
    return way if len(way) >= home.depth and way[home.depth - 1].pk == home.pk else None


def route(request: HttpRequest, way: list[Step], home: site_map.Home, parts: list[str]) -> RouteResult:
    """Return page, args, kwargs; raises Http404, or LookupError for a page whose type is gone."""
    for number, step in enumerate(way[home.depth - 1 :]):
        if step.page_class is None:
            raise LookupError(step.pk)
        if step.page_class.route is not Page.route:
            return load(way[: home.depth + number]).route(request, parts[number:])
    if len(way) < home.depth + len(parts):
        raise Http404
    page = load(way)
    if not page.live:
        raise Http404
    request.way_to_page = way
    page.is_open_to_all = not page.is_way_restricted and not any(step.alias_of_id for step in way)
    return RouteResult(page)


def load(way: list[Step]) -> Page:
    """Return the page at the end of a way in its own class, with what it points to and `is_way_restricted`.

    Raises LookupError if it is gone.
    """
    step = way[-1]
    restricted = Exists(PageViewRestriction.objects.filter(page__in=[above.pk for above in way]))
    try:
        page = step.page_class._default_manager.annotate(is_way_restricted=restricted).get(pk=step.pk)
    except step.page_class.DoesNotExist as error:
        raise LookupError(step.pk) from error
    locale = site_map.current().locale_of(page.locale_id)
    if locale is not None:
        page.locale = locale
    point(page)
    return page


def point(page: Page) -> None:
    """Put onto a page what its own keys point to, as far as it exists."""
    fields = [page._meta.get_field(name) for name in shown_fields(type(page))]
    for model in (get_image_model(), Page):
        keys = {field: getattr(page, field.attname) for field in fields if field.related_model is model}
        rows = shown_rows(model, {pk for pk in keys.values() if pk is not None})
        for field, pk in keys.items():
            if pk in rows:
                field.set_cached_value(page, rows[pk])


@cache
def shown_fields(page_class: type[Page]) -> tuple[str, ...]:
    """Return the names of a page type's own keys to pictures and pages: nearly every template shows them."""
    shown = {get_image_model(), Page}
    fields = (field for field in page_class._meta.get_fields() if field.many_to_one and field.model is not Page)
    return tuple(field.name for field in fields if field.related_model in shown)
