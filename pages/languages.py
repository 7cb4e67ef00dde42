"""The language switch: where the page shown, or the nearest page above it, exists in another language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_script_prefix, reverse, translate_url
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language, get_language_info, override
from wagtail.models import Page, Site

from pages import site_map


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the switch; `is_exact` where it leads to this very page and not to one above it.

    `code` and `direction` are the values of the attributes lang and dir; `name` is in the language itself.
    """

    code: str
    name: str
    direction: str
    url: str
    is_current: bool
    is_exact: bool


def native_name(code: str) -> str:
    """Return a language's name for itself; a variant that Django does not know is called as the settings say."""
    with override(code):
        return LANG_INFO[code]["name_local"] if code in LANG_INFO else str(dict(settings.LANGUAGES)[code])


def direction_of(code: str) -> str:
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def interface_languages() -> list[str]:
    """Return the languages in which forms and room pages are offered (PAGES_INTERFACE_LANGUAGES, default all)."""
    return getattr(settings, "PAGES_INTERFACE_LANGUAGES", [code for code, _label in settings.LANGUAGES])


def in_an_interface_language(view: Callable) -> Callable:
    """Lead from a form or a room's page in a language that has none to the same one in the site's own language."""

    @wraps(view)
    def led(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method in ("GET", "HEAD") and get_language() not in interface_languages():
            return redirect(translate_url(request.get_full_path(), settings.LANGUAGE_CODE))
        return view(request, *args, **kwargs)

    return led


def passage_language(page: Page) -> str:
    """Return the language of a page's texts where they stand among others, "" where they are in the active one."""
    known = site_map.current()
    locale = known.locale_of(page.locale_id)
    if locale is None or locale.language_code == site_map.content_language(get_language()):
        return ""
    return locale.language_code


def language_of_settings() -> str:
    """Return the language in which a site's settings are written, "" for readers of it or of a variant of it."""
    is_read = f"{get_language()}-".startswith(f"{settings.LANGUAGE_CODE}-")
    return "" if is_read else settings.LANGUAGE_CODE


def language_links(
    known: site_map.SiteMap, site: Site, request: HttpRequest | None, page: Page | None
) -> tuple[LanguageLink, ...]:
    """Return the switch in the order of the settings; that of a page is made once for a site map."""
    if page is None or not page.pk:
        return read_language_links(known, site, request, None)
    key = ("languages", site.pk, page.pk, get_language())
    return known.part(key, lambda: read_language_links(known, site, request, page))


def read_language_links(
    known: site_map.SiteMap, site: Site, request: HttpRequest | None, page: Page | None
) -> tuple[LanguageLink, ...]:
    homes = {code: known.homes.get((site.pk, code)) for code, _label in settings.LANGUAGES}
    homes = {code: home for code, home in homes.items() if home is not None}
    if len(homes) < 2:
        return ()
    addresses = addresses_of_page(homes, request, page) if page else addresses_of_view(homes, request)
    current = site_map.content_language(get_language())
    return tuple(
        LanguageLink(code, native_name(code), direction_of(code), url, code == current, is_exact)
        for code, (url, is_exact) in addresses.items()
    )


def addresses_of_page(homes: dict[str, site_map.Home], request, page: Page) -> dict[str, tuple[str, bool]]:
    """Return for each language the address of the page or of the nearest one above, and whether it is the page."""
    found = {code: (home.depth, home.url_path, home.pk == page.pk) for code, home in homes.items()}
    if page.pk in {home.pk for home in homes.values()}:
        found = {code: (depth, path, True) for code, (depth, path, _is_page) in found.items()}
    else:
        codes = {home.locale_id: code for code, home in homes.items()}
        for key, locale_id, url_path, depth in translations_of(way_to(page, request)):
            code = codes.get(locale_id)
            if code and url_path.startswith(homes[code].url_path) and depth > found[code][0]:
                found[code] = (depth, url_path, key == page.translation_key)
    return {code: (served_at(homes[code], path), is_page) for code, (_depth, path, is_page) in found.items()}


def way_to(page: Page, request: HttpRequest | None) -> list[int]:
    """Return the keys of a page and of all above it."""
    way = getattr(request, "way_to_page", None)
    if way and way[-1].pk == page.pk:
        return [step.pk for step in way]
    return [page.pk, *page.get_ancestors().values_list("pk", flat=True)]


def translations_of(pks: list[int]):
    """Return (translation key, locale, url_path, depth) of what is translated; aliases repeat the source language."""
    keys = Page.objects.filter(pk__in=pks).values("translation_key")
    translated = Page.objects.filter(translation_key__in=keys, alias_of=None).live()
    return translated.values_list("translation_key", "locale_id", "url_path", "depth")


def addresses_of_view(homes: dict[str, site_map.Home], request) -> dict[str, tuple[str, bool]]:
    """Return for each language the address of a room's view, or of the home page where the view is not offered."""
    offered = interface_languages()
    found = {}
    for code, home in homes.items():
        url = translate_url(request.get_full_path(), code) if request and code in offered else ""
        found[code] = (url or served_at(home, home.url_path), bool(url))
    return found


def served_at(home: site_map.Home, url_path: str) -> str:
    """Return the address of a page of this site without its host, in the home page's language."""
    beginning = first_address(home.language_code, get_script_prefix(), get_resolver())
    return beginning + iri_to_uri(url_path.removeprefix(home.url_path)) if beginning else "/"


@lru_cache(maxsize=100)
def first_address(language: str, prefix: str, resolver: URLResolver) -> str:
    """Return the address below which a site serves the pages of a language; empty where it serves none.

    Kept, because a list of addresses would else ask Django's resolver for each. Takes what the answer depends on.
    """
    try:
        with override(language):
            return reverse("wagtail_serve", args=[""])
    except NoReverseMatch:
        return ""


def address_of(path: str, url_path: str) -> str:
    """Return the address of a page of any of our sites, by its place in the tree; "/" for one outside them."""
    homes = site_map.current().homes.values()
    home = next((home for home in homes if path.startswith(home.path)), None)
    return served_at(home, url_path) if home else "/"
