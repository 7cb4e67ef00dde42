"""Reports of faults to a Sentry-compatible server, by setting; built anew from what may leave the house.

Nothing is patched into Django: the handler in LOGGING turns each line of level ERROR into a report. What
leaves is an allow-list, because a deny-list forgets: kind of fault, places in our code, route, request id.
"""

import logging

import sentry_sdk
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.utils import BadDsn

from koordination.observability.log_lines import message_of, request_id_of
from koordination.observability.masking import route_of

KEPT = ("event_id", "timestamp", "level", "platform", "logger", "release", "environment", "sdk")
KEPT_OF_FRAME = ("filename", "abs_path", "function", "module", "lineno", "in_app", "context_line")


def start() -> None:
    """Begin to report where SENTRY_DSN is set; raises ImproperlyConfigured if it cannot be read.

    send_default_pii is off by default and stays so.
    """
    if not settings.SENTRY_DSN:
        return
    try:
        sentry_sdk.init(
            dsn=settings.SENTRY_DSN,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            server_name="",
            traces_sample_rate=None,
            auto_session_tracking=False,
            send_client_reports=False,
            before_send=only_what_may_leave,
        )
    except BadDsn as error:
        raise ImproperlyConfigured("Die Umgebungsvariable SENTRY_DSN ist keine gültige Adresse.") from error


def only_what_may_leave(event: dict, hint: dict) -> dict:
    """Return a new report with nothing but what is known to be no personal data."""
    report = {name: event[name] for name in KEPT if name in event}
    record: logging.LogRecord | None = hint.get("log_record")
    if record is not None:
        report["message"] = message_of(record)
        report["tags"] = {"request_id": request_id_of(record), "route": route_of(getattr(record, "request", None))}
    faults = event.get("exception", {}).get("values", [])
    if faults:
        report["exception"] = {"values": [without_message(fault) for fault in faults]}
    return report


def without_message(fault: dict) -> dict:
    """Return kind and places of one fault; its message may quote what somebody typed."""
    frames = (fault.get("stacktrace") or {}).get("frames", [])
    return {
        "type": fault.get("type"),
        "module": fault.get("module"),
        "stacktrace": {"frames": [{name: frame.get(name) for name in KEPT_OF_FRAME} for frame in frames]},
    }
