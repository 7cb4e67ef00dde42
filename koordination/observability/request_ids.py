"""One id for each request: in the answer, in every log line, and on the page that says that something failed."""

import logging
import re
import time
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from koordination.observability.masking import route_of

HEADER = "X-Request-ID"
# Nothing that a person could have typed: what nginx ($request_id) and tracing tools write.
WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Asked every few seconds by machines; only their faults are worth a line.
PROBES = {"healthz", "readyz", "metrics"}
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
NONE = ""

current_request_id: ContextVar[str] = ContextVar("current_request_id", default=NONE)
logger = logging.getLogger("koordination.requests")


class RequestIdMiddleware:
    """Gives each request its id and writes one line about it: route, status and time, never an address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = accepted_or_made(request.META.get("HTTP_X_REQUEST_ID", ""))
        current = current_request_id.set(request.request_id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = request.request_id
            seconds = time.perf_counter() - started
            write_line(request, response, seconds)
            if settings.METRICS_TOKEN:
                from koordination.observability.metrics import count_request

                count_request(method_of(request), route_of(request), response.status_code, seconds)
            return response
        finally:
            current_request_id.reset(current)


def accepted_or_made(value: str) -> str:
    """Return the proxy's id if it is well-formed, else a new one."""
    return value if WELL_FORMED.fullmatch(value) else uuid4().hex


def method_of(request: HttpRequest) -> str:
    """Return the method if it is one of HTTP's, so that nobody can write a word of their own into our log."""
    return request.method if request.method in METHODS else "other"


def write_line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route = route_of(request)
    if route in PROBES and response.status_code < 500:
        return
    fields = {
        "method": method_of(request),
        "route": route,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000),
    }
    if route == "wagtail_serve" and response.status_code < 300:
        # A page that exists is public; a path that leads nowhere may be anything somebody typed.
        fields["path"] = request.path
    logger.info("request", extra={"fields": fields})
