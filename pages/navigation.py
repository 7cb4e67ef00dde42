"""The frame of every page: office, menu, breadcrumb, footer. Without a query once it is known."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from pages import site_map
from pages.languages import LanguageLink, language_links, language_of_settings, served_at
from pages.models import LegalKind, LegalPage, OfficeContact, SiteSettings
from pages.setting_texts import worded
from pages.theme import theme_url

FOOTER_LENGTH = 8


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu; `is_current` is true for the page shown and for its ancestors."""

    title: str
    url: str
    is_current: bool = False
    children: tuple["MenuItem", ...] = ()


@dataclass(frozen=True)
class Link:
    """One link of the frame; `kind` is a LegalKind or empty, `language` is set where it is not that of the page."""

    title: str
    url: str
    kind: str = ""
    language: str = ""


@dataclass(frozen=True)
class SiteFrame:
    """What base.html shows around every page. Without a site everything is empty."""

    office: SiteSettings | None = None
    contacts: tuple[OfficeContact, ...] = ()
    home_url: str = "/"
    navigation: tuple[MenuItem, ...] = ()
    breadcrumb: tuple[Link, ...] = ()
    footer_links: tuple[Link, ...] = ()
    legal_links: tuple[Link, ...] = ()
    theme_url: str = ""
    contact_url: str = ""
    search_url: str = ""
    languages: tuple[LanguageLink, ...] = ()
    # Of the address of the office, where it is not that of the page; each of its texts knows its own.
    office_language: str = ""

    @property
    def translations(self) -> tuple[LanguageLink, ...]:
        """The languages in which this very page exists, for hreflang; empty if it is the only one."""
        exact = tuple(link for link in self.languages if link.is_exact)
        return exact if len(exact) > 1 else ()

    @property
    def default_translation(self) -> LanguageLink | None:
        """The one for readers of any other language: that in the site's own."""
        return next((link for link in self.translations if link.code == settings.LANGUAGE_CODE), None)

    @property
    def binding_version(self) -> LanguageLink | None:
        """The page this one was translated from; a variant of the same language says so in its own words."""
        original = self.default_translation
        current = next((link.code for link in self.languages if link.is_current), "")
        return original if original and not f"{current}-".startswith(f"{original.code}-") else None


def frame_for(request: HttpRequest | None, page: Page | None = None, trail=()) -> SiteFrame:
    """Return the frame of a page, or of a room's view, whose `trail` is the (title, url) below home."""
    known = site_map.current()
    site = known.site_for(request) if request else next((s for s in known.sites if s.is_default_site), None)
    if site is None:
        return SiteFrame()
    language = get_language()
    home = known.home_for(site, language)
    frame = known.part(("frame", site.pk, language), lambda: read_frame(known, site, home))
    return replace(
        frame,
        navigation=marked(frame.navigation, request.path if request else "", frame.home_url),
        breadcrumb=breadcrumb(frame, home, request, page, trail),
        languages=language_links(known, site, request, page),
    )


def read_frame(known: site_map.SiteMap, site: Site, home: site_map.Home) -> SiteFrame:
    """Read settings, contacts, menu and legal pages: five queries, one more in another language."""
    office = SiteSettings.base_queryset().filter(site=site).first()
    contacts = tuple(OfficeContact.objects.filter(settings=office)) if office else ()
    if office:
        worded(site.pk, office, *contacts)
    legal_links, legal_paths = read_legal_links(home, known.homes[site.pk, ""])
    menu, footer = read_menu(home, legal_paths)
    return SiteFrame(
        office=office,
        contacts=contacts,
        home_url=served_at(home, home.url_path),
        navigation=menu,
        footer_links=footer,
        legal_links=legal_links,
        theme_url=theme_url(office),
        contact_url=address_if_any("vorgang_contact"),
        search_url=address_if_any("suche"),
        office_language=language_of_settings() if office else "",
    )


def address_if_any(name: str) -> str:
    """Return the address of a view of a room above; empty where the room is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def read_menu(home: site_map.Home, legal: set[str]) -> tuple[tuple[MenuItem, ...], tuple[Link, ...]]:
    """Return the menu (two levels, what editors put there) and the other pages right below home.

    `legal` holds the url_path of the legal pages, which have a place of their own.
    """
    rows = list(
        Page.objects.filter(path__startswith=home.path, depth__gt=home.depth, depth__lte=home.depth + 2)
        .live()
        .public()
        .order_by("path")
        .values("title", "url_path", "path", "depth", "show_in_menus")
    )
    children: dict[str, list[MenuItem]] = {}
    for row in rows:
        if row["depth"] == home.depth + 2 and row["show_in_menus"]:
            item = MenuItem(row["title"], served_at(home, row["url_path"]))
            children.setdefault(row["path"][: -Page.steplen], []).append(item)
    top = [row for row in rows if row["depth"] == home.depth + 1]
    menu = tuple(
        MenuItem(row["title"], served_at(home, row["url_path"]), children=tuple(children.get(row["path"], ())))
        for row in top
        if row["show_in_menus"]
    )
    others = [row for row in top if not row["show_in_menus"] and row["url_path"] not in legal]
    return menu, tuple(Link(row["title"], served_at(home, row["url_path"])) for row in others[:FOOTER_LENGTH])


def read_legal_links(home: site_map.Home, default: site_map.Home) -> tuple[tuple[Link, ...], set[str]]:
    """Return one page of each kind in the order of LegalKind, and the url_path of all.

    Where a language has no page of a kind, the one in the site's own language stands in.
    """
    below = Q(path__startswith=home.path) | Q(path__startswith=default.path)
    pages = LegalPage.objects.filter(below).live().order_by("path").values_list("kind", "title", "url_path", "path")
    found: dict[str, Link] = {}
    for start in (home, default):
        for kind, title, url_path, path in pages:
            if path.startswith(start.path):
                language = start.language_code if start.pk != home.pk else ""
                found.setdefault(kind, Link(title, served_at(start, url_path), kind, language))
    links = tuple(found[kind] for kind in LegalKind.values if kind in found)
    return links, {url_path for _kind, _title, url_path, _path in pages}


def marked(menu: tuple[MenuItem, ...], path: str, home_url: str) -> tuple[MenuItem, ...]:
    """Return the menu with the items marked that lead to this path."""
    return tuple(
        replace(
            item,
            is_current=item.url != home_url and path.startswith(item.url),
            children=marked(item.children, path, home_url),
        )
        for item in menu
    )


def breadcrumb(frame: SiteFrame, home: site_map.Home, request, page: Page | None, trail) -> tuple[Link, ...]:
    """Return the way from home to here; empty on the home page itself."""
    title = frame.office.site_title if frame.office else ""
    start = Link(str(title) or "Start", frame.home_url, language=title.language if title else "")
    if trail:
        return (start, *(Link(str(title), url) for title, url in trail))
    if page is None or page.pk == home.pk or not page.path or not page.path.startswith(home.path):
        return ()
    way = getattr(request, "way_to_page", None)
    if not way or way[-1].pk != page.pk:
        way = page.get_ancestors(inclusive=True).filter(depth__gte=home.depth)
    steps = [step for step in way if step.depth > home.depth and (step.live or step.pk == page.pk)]
    return (start, *(Link(step.title, served_at(home, step.url_path)) for step in steps))
