"""The page from which somebody came to ask, by its address."""

from django.http import HttpRequest
from wagtail.models import Page

from pages.languages import served_at
from pages.open_pages import open_pages


def page_asked_from(request: HttpRequest, address: str) -> tuple[str, str] | None:
    """Return title and address of the open page at an address in the language of a request; None for any other."""
    opened = open_pages(request)
    home = opened.known.home_for(opened.site, request.LANGUAGE_CODE)
    beginning = served_at(home, home.url_path) if home else ""
    if not beginning or not address.startswith(beginning):
        return None
    pages = opened.within(Page.objects.filter(url_path=home.url_path + address.removeprefix(beginning)))
    found = pages.values_list("title", "path", "url_path").first()
    return (found[0], opened.url(*found[1:])) if found else None
