"""What happens to every address before a view sees it, and how Wagtail's page is found with few queries."""

import re
from inspect import unwrap

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.urls import NoReverseMatch, reverse
from wagtail.views import serve

from pages import site_map
from pages.clean_text import clean_text, dangerous
from pages.routing import prepare_route

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
QUERY_VALUE_LENGTH = 500
BROKEN_BYTE = re.compile(r"%[89A-F][0-9A-F]", re.IGNORECASE)


class CleanAddressMiddleware:
    """Refuses unreadable paths (400) and unknown methods (405) and cleans the query.

    A query is what somebody typed into a search or got from a broken link, so it is cleaned and answered;
    a path with such characters names nothing, so it is refused. Both databases then see the same text.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if is_unreadable(request):
            raise BadRequest("The path is not readable.")
        clean_query(request)
        with site_map.one_per_request():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """Find Wagtail's page before Wagtail does, with fewer queries."""
        if unwrap(view) is serve:
            prepare_route(request, *args, **kwargs)


def is_unreadable(request: HttpRequest) -> bool:
    """Whether the path is no UTF-8 or holds control or direction characters.

    Django decodes the path and leaves bytes that are no UTF-8 percent-encoded; nothing else of ours looks so.
    """
    return dangerous(request.path_info) or BROKEN_BYTE.search(request.path_info) is not None


def clean_query(request: HttpRequest) -> None:
    """Replace request.GET where a key or value holds unwanted characters or is longer than 500."""
    longest = None if in_cms(request) else QUERY_VALUE_LENGTH
    pairs = [(key, value) for key, values in request.GET.lists() for value in values]
    if not any(dangerous(key) or dangerous(value) or len(key + value) > QUERY_VALUE_LENGTH for key, value in pairs):
        return
    cleaned = QueryDict(mutable=True)
    for key, value in pairs:
        key = clean_text(key) if dangerous(key) else key
        value = clean_text(value) if dangerous(value) else value
        cleaned.appendlist(key[:longest], value[:longest])
    cleaned._mutable = False
    request.GET = cleaned
    request.META["QUERY_STRING"] = cleaned.urlencode()


def in_cms(request: HttpRequest) -> bool:
    """Whether the CMS answers: its choosers carry selected text in the query, which must not be cut."""
    try:
        return request.path_info.startswith(reverse("wagtailadmin_home"))
    except NoReverseMatch:
        return False
