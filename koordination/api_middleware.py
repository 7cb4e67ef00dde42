"""What holds for every address of the API, whoever answers it: limit, problem+json, ETag, foreign sites."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from koordination import api_cors
from koordination.problems import problem
from vorgang.errors import TooManyRequests
from vorgang.guards.limits import MINUTE, count, network_of

PREFIX = "/api/v1/"
PROBLEM_TYPE = "application/problem+json"
# What describes the old body; all else stays: Allow, Retry-After, and what keeps browsers safe.
REPLACED = {"Content-Type", "Content-Length", "Content-Language", "ETag"}


def per_minute() -> int:
    """Return how many requests of one network address are answered in a minute."""
    return getattr(settings, "KOORDINATION_API_PER_MINUTE", 120)


class ApiMiddleware:
    """Stands outside whatever refuses, so that a 404, 405 or 503 that no operation answered is a problem too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if api_cors.is_preflight(request):
            return api_cors.preflight(request)
        if request.method == "HEAD":
            return self.without_content(request)
        return self.answer(request)

    def without_content(self, request: HttpRequest) -> HttpResponse:
        """Answer HEAD as GET without its content: Ninja's operations know only what they name."""
        request.method = "GET"
        response = self.answer(request)
        request.method = "HEAD"
        if not response.streaming:
            response.content = b""
        return response

    def answer(self, request: HttpRequest) -> HttpResponse:
        response = self.limited(request)
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith(PROBLEM_TYPE):
            response = as_problem(request, response)
        if request.method == "GET" and response.status_code == 200:
            response = revalidated(request, response)
        api_cors.permit(request, response)
        return response

    def limited(self, request: HttpRequest) -> HttpResponse:
        """Answer unless the sender's address has asked too often in this minute.

        Ninja's AnonRateThrottle would be forged by any X-Forwarded-For and lose counts between two requests.
        """
        try:
            count("api", network_of(request), limit=per_minute(), seconds=MINUTE)
        except TooManyRequests as error:
            return HttpResponse(status=429, headers={"Retry-After": str(error.retry_after)})
        return self.get_response(request)


def as_problem(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Return a refusal that speaks HTML or plain text as problem+json in the language of the request."""
    with override(get_language_from_request(request)):
        details = {
            400: _("Die Anfrage ist nicht lesbar."),
            404: _("Das gibt es hier nicht."),
            405: _("Das geht mit dieser Adresse nicht. Die Kopfzeile Allow nennt, was möglich ist."),
            429: _("Das waren zu viele Anfragen. Bitte warten Sie so viele Sekunden, wie Retry-After nennt."),
            503: _("Die Website ist gerade nicht erreichbar. Bitte versuchen Sie es gleich noch einmal."),
        }
        codes = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 429: "too_many_requests"}
        detail = details.get(
            refused.status_code, _("Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal.")
        )
        response = problem(refused.status_code, detail, code=codes.get(refused.status_code, ""))
    for name, value in refused.items():
        if name not in REPLACED:
            response[name] = value
    patch_vary_headers(response, ["Accept-Language"])
    return response


def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an answer with its ETag, or 304 to who has it already.

    `no-cache` lets browsers and caches keep it but ask each time: the free seats they show are never old.
    """
    if response.streaming or "no-store" in response.get("Cache-Control", ""):
        return response
    response.setdefault("Cache-Control", "no-cache")
    if not response.has_header("ETag"):
        set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response)
