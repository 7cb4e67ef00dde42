"""The error pages' views: German, static, and never dependent on the database."""

import logging
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 30


def error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Render templates/<status>.html without a request context, so that nothing in it can fail."""
    context = {"status": status.value, "reference": getattr(request, "request_id", "")}
    content = loader.get_template(f"{status.value}.html").render(context)
    return HttpResponse(content, status=status.value)


def bad_request(request, exception=None):
    return error_page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request, exception=None):
    return error_page(request, HTTPStatus.FORBIDDEN)


def page_not_found(request, exception=None):
    return error_page(request, HTTPStatus.NOT_FOUND)


def server_error(request):
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request, reason=""):
    return error_page(request, HTTPStatus.FORBIDDEN)


class DatabaseGoneMiddleware:
    """Answer a static 503 while the database cannot be reached or stays locked, instead of a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:
            return self.unavailable(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            return self.unavailable(request, exception)
        return None

    def unavailable(self, request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("The database did not answer: %s", error)
        response = error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
