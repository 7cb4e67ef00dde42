"""Every fault of the API as application/problem+json (RFC 9457).

A room's errors need no import here: whatever exception carries `status`, `code` and `message` is told
as it says (kurse.errors.BookingError, vorgang's TooManyRequests).
"""

import json
import logging
from http import HTTPStatus

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from koordination.error_views import RETRY_AFTER_SECONDS, is_beyond_numbers, is_passing
from koordination.validation_messages import told

logger = logging.getLogger(__name__)

# The one HttpError of ninja's own; rooms raise theirs in German.
UNPARSED_BODY = "Cannot parse request body"
TITLES = {
    400: gettext_lazy("Ungültige Anfrage"),
    403: gettext_lazy("Keine Berechtigung"),
    404: gettext_lazy("Nicht gefunden"),
    405: gettext_lazy("Hier nicht vorgesehen"),
    409: gettext_lazy("Zurzeit nicht möglich"),
    410: gettext_lazy("Nicht mehr möglich"),
    422: gettext_lazy("Unzulässige Angaben"),
    429: gettext_lazy("Zu viele Anfragen"),
    500: gettext_lazy("Fehler auf dem Server"),
    503: gettext_lazy("Zurzeit nicht erreichbar"),
}


def problem(status: int, detail: str, *, code: str = "", **members) -> HttpResponse:
    """Return one problem; `errors` holds {field, message} for each field at fault."""
    body = {
        "type": "about:blank",
        "title": str(TITLES.get(status) or HTTPStatus(status).phrase),
        "status": status,
        "detail": detail,
        **({"code": code} if code else {}),
        **members,
    }
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type="application/problem+json")


def install(api: NinjaAPI) -> None:
    """Register the handlers on an API."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError):
        detail = _("Bitte prüfen Sie die genannten Felder.")
        return problem(422, detail, code="invalid", errors=told(error.errors))

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404):
        return problem(404, _("Das gibt es hier nicht."), code="not_found")

    @api.exception_handler(PermissionDenied)
    def forbidden(request: HttpRequest, error: PermissionDenied):
        return problem(403, _("Dafür fehlt die Berechtigung."), code="forbidden")

    @api.exception_handler(HttpError)
    def http_error(request: HttpRequest, error: HttpError):
        detail = str(error)
        if detail.startswith(UNPARSED_BODY):
            detail = _("Der Inhalt der Anfrage ist nicht lesbar. Bitte senden Sie gültiges JSON.")
        return problem(error.status_code, detail, code="bad_request")

    @api.exception_handler(BadRequest)
    @api.exception_handler(SuspiciousOperation)
    def bad_request(request: HttpRequest, error: Exception):
        return problem(400, _("Die Anfrage ist nicht lesbar."), code="bad_request")

    @api.exception_handler(OperationalError)
    @api.exception_handler(InterfaceError)
    def database_gone(request: HttpRequest, error: Exception):
        # Ninja catches it before DatabaseGoneMiddleware could.
        logger.error("Nothing can be read or stored: %s", error)
        response = problem(
            503, _("Die Website ist gerade nicht erreichbar. Bitte versuchen Sie es gleich noch einmal.")
        )
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response

    @api.exception_handler(Exception)
    def anything_else(request: HttpRequest, error: Exception):
        if is_passing(error):
            return database_gone(request, error)
        if is_beyond_numbers(error):
            return bad_request(request, error)
        if not hasattr(error, "status"):
            logger.exception("Unexpected fault in the API", exc_info=error)
            return problem(500, _("Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal."))
        response = problem(
            error.status,
            str(error.message),
            code=error.code,
            **({"errors": error.errors} if hasattr(error, "errors") else {}),
        )
        if hasattr(error, "retry_after"):
            response["Retry-After"] = str(error.retry_after)
        return response
