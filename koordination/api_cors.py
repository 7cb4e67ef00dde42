"""Which foreign sites may use the API from a visitor's browser (CORS); nobody unless a setting names them.

Reading: what everybody may fetch anyway. Writing: only the request of a seat and the wish to be told of something,
which the person confirms by the link in their mail, on our own site, and a question to the office; and only for sites
named one by one. Never with cookies, and never what hangs on a personal link: those answers carry `no-store`.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from pages.previews import preview_origin

READING = ("GET",)
# The addresses at which a foreign form may send something.
SENDING_PATHS = frozenset(
    {"/api/v1/buchungen/", "/api/v1/fragen/", "/api/v1/interessen/", "/api/v1/foerderung/erinnerungen/"}
)
# What only the front end of the previews may read, whose token is the permission.
DRAFT_PATH = "/api/v1/seiten/vorschau/"
REQUEST_HEADERS = "Accept, Accept-Language, Content-Type, If-None-Match, Idempotency-Key"
RESPONSE_HEADERS = "ETag, Retry-After, Deprecation, Sunset, Link"
HOURS_2 = 7200


def is_preflight(request: HttpRequest) -> bool:
    """Whether a browser asks beforehand what it may send."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def readers() -> list[str]:
    return getattr(settings, "KOORDINATION_API_CORS_ORIGINS", [])


def bookers() -> list[str]:
    return getattr(settings, "KOORDINATION_API_CORS_BOOKING_ORIGINS", [])


def methods_for(origin: str, path: str) -> tuple[str, ...]:
    """Return what a foreign site may do at a path."""
    if path == DRAFT_PATH:
        return READING if origin == preview_origin() else ()
    may_book = origin in bookers()
    if may_book and path in SENDING_PATHS:
        return ("POST",)
    return READING if may_book or "*" in readers() or origin in readers() else ()


def preflight(request: HttpRequest) -> HttpResponse:
    """Answer a browser's question; without a permission the answer says nothing, and the browser refuses."""
    response = HttpResponse(status=204)
    patch_vary_headers(response, ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"])
    origin = request.headers.get("Origin", "")
    methods = methods_for(origin, request.path_info)
    if request.headers["Access-Control-Request-Method"] in methods:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Methods"] = ", ".join(methods)
        response["Access-Control-Allow-Headers"] = REQUEST_HEADERS
        response["Access-Control-Max-Age"] = str(HOURS_2)
    return response


def permit(request: HttpRequest, response: HttpResponse) -> None:
    """Let the script of a foreign site read an answer, its problems included, where it may ask."""
    if not (readers() or bookers() or preview_origin()):
        return
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    is_open = request.path_info in SENDING_PATHS or request.path_info == DRAFT_PATH
    is_personal = "no-store" in response.get("Cache-Control", "") and not is_open
    if origin and not is_personal and request.method in methods_for(origin, request.path_info):
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = RESPONSE_HEADERS
