"""The error pages' views: German, static, and never dependent on the database."""

import errno
import logging
import sys
from http import HTTPStatus

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.datastructures import MultiValueDictKeyError

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 30
DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
# PostgreSQL: numeric value out of range. SQLite's driver raises OverflowError before it asks.
OUT_OF_RANGE = "22003"


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
    """Answer what nobody caught; Django turns faults of a middleware into this before another one sees them."""
    error = sys.exception()
    return answer_to(request, error) or error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request, reason=""):
    return error_page(request, HTTPStatus.FORBIDDEN)


def is_passing(error: BaseException | None) -> bool:
    """Whether a fault is of the machine and not of the program: no database, no bucket, no room on the disk."""
    return (
        isinstance(error, OperationalError | InterfaceError)
        or (isinstance(error, OSError) and error.errno in DISK_FULL)
        # Named, not imported: only a site with a bucket has loaded it.
        or type(error).__module__.partition(".")[0] in {"botocore", "boto3"}
    )


def is_beyond_numbers(error: BaseException | None) -> bool:
    """Whether somebody sent a number that no database holds, such as a row's key of forty digits."""
    if isinstance(error, DataError):
        return getattr(error.__cause__, "sqlstate", None) == OUT_OF_RANGE
    return isinstance(error, OverflowError) and "SQLite" in str(error)


def answer_to(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the page for a fault that is not of the program, or None."""
    if is_passing(error):
        return unavailable(request, error)
    # No page of ours leaves a field out that its view takes for granted.
    is_senders = is_beyond_numbers(error) or isinstance(error, MultiValueDictKeyError)
    return error_page(request, HTTPStatus.BAD_REQUEST) if is_senders else None


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer that it works again soon; these faults pass without a restart."""
    logger.error("Nothing can be read or stored: %s", error)
    response = error_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


class DatabaseGoneMiddleware:
    """Answer what is no fault of the program without a report of one: 503 while nothing can be stored, or 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer_to(request, exception)
