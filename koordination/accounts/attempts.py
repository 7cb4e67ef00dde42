"""Failed logins: counted in the database, so that every process knows them, and locked beyond a limit.

One name from one address is locked soon; an address alone is locked late, because a whole office may share it.
django-axes asks this module at each login; it keeps no browser, no path and nothing of what was typed but the name.
"""

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_network

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koordination.accounts import conf
from vorgang.guards.limits import network_of
from vorgang.keeping.erasure import sweep

logger = logging.getLogger(__name__)

NAME_LENGTH = 255
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 # nosec B104 # no address; nothing listens on it


def address_of(request: HttpRequest) -> str:
    """Return the sender's address, of IPv6 the first one of its /64; forwarded ones as in vorgang.guards.limits."""
    network = network_of(request)
    return UNKNOWN_ADDRESS if network == "unknown" else str(ip_network(network).network_address)


class LoginAttempts(AxesDatabaseHandler):
    """What django-axes asks: is this login allowed, and what to remember of one that failed."""

    def is_locked(self, request: HttpRequest, credentials: dict | None = None) -> bool:
        return super().is_locked(request, credentials) or self.is_address_locked(request)

    def is_address_locked(self, request: HttpRequest) -> bool:
        failures = recent(request).aggregate(Sum("failures_since_start"))["failures_since_start__sum"] or 0
        return failures >= conf.failures_per_address()

    def user_login_failed(self, sender, credentials: dict, request: HttpRequest | None = None, **kwargs) -> None:
        if request is None:
            return
        request.axes_credentials = credentials
        if request.axes_locked_out:
            # Refused before the password was looked at: counting it would let a stranger prolong the lock.
            return
        self.clean_expired_user_attempts(request, credentials)
        username = (get_client_username(request, credentials) or "")[:NAME_LENGTH]
        remember(username, request)
        if self.is_locked(request, credentials):
            request.axes_locked_out = True
            logger.warning("login locked after repeated failures")
            user_locked_out.send("axes", request=request, username=username, ip_address=request.axes_ip_address)


@transaction.atomic
def remember(username: str, request: HttpRequest) -> None:
    """Count one failure of a name from an address."""
    attempt, is_new = AccessAttempt.objects.select_for_update().get_or_create(
        username=username,
        ip_address=request.axes_ip_address,
        user_agent="",
        defaults={"failures_since_start": 1},
    )
    if not is_new:
        AccessAttempt.objects.filter(pk=attempt.pk).update(
            failures_since_start=F("failures_since_start") + 1, attempt_time=timezone.now()
        )


def recent(request: HttpRequest):
    """Return the failures from the sender's address that still count."""
    return AccessAttempt.objects.filter(
        ip_address=request.axes_ip_address, attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME
    )


@contextmanager
def counted(request: HttpRequest, user) -> Iterator[None]:
    """Count a ValidationError of the block as a failed login of the user; raises one when they are locked."""
    credentials = {"username": user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True
        request.axes_credentials = credentials
        raise ValidationError(_("Zu viele Fehlversuche. Bitte warten Sie, bevor Sie es wieder versuchen."))
    try:
        yield
    except ValidationError:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        raise


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict | None) -> HttpResponse:
    """Answer 429 with a page that says what to do and when to try again."""
    seconds = seconds_left(request, credentials)
    context = {"minutes": math.ceil(seconds / 60), "until": timezone.now() + timedelta(seconds=seconds)}
    response = render(request, "koordination/accounts/locked.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def seconds_left(request: HttpRequest, credentials: dict | None) -> int:
    """Return after how many seconds the next try is welcome, at least one."""
    own = recent(request).filter(
        username=get_client_username(request, credentials), failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    )
    last = (own.first() or recent(request).order_by("-attempt_time").first()) or None
    if last is None:
        return 1
    left = last.attempt_time + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, math.ceil(left.total_seconds()))


def erase_attempts() -> int:
    """Forget failed logins once they no longer count, and whatever else axes may have been told to keep."""
    before = timezone.now() - max(settings.AXES_COOLOFF_TIME, conf.KEEP_ATTEMPTS)
    return sum(
        sweep(f"{model._meta.label}:counted-out", model.objects.filter(attempt_time__lte=before))
        for model in (AccessAttempt, AccessLog, AccessFailureLog)
    )
