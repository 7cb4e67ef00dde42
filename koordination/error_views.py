"""The error pages' views: German, static, and never dependent on the database."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template import loader


def error_page(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Render templates/<status>.html without a request context, so that nothing in it can fail."""
    content = loader.get_template(f"{status.value}.html").render({"status": status.value})
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
