"""Who gets into the CMS: sessions end in time, and a role that needs a second factor gets nowhere without it."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koordination.accounts import conf
from koordination.accounts.second_factor import is_missing

SEEN_AT = "koordination_seen_at"
# The session is written once a minute, not with every request.
WRITE_AFTER_SECONDS = 60
# An open editor asks this by itself every few seconds, which is no work of a person.
BACKGROUND = "wagtailadmin_editing_sessions"

# What a session may reach while its second factor is missing, to set it up or to leave.
WAYS_IN = frozenset(
    {
        "account_reauthenticate",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)


def has_session(request: HttpRequest) -> bool:
    """Whether a browser brought a session; asking request.user of others would make every page vary by cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def begin_session(sender, request: HttpRequest, user, **kwargs) -> None:
    """Give a new login its end: whatever is saved later, the session is over at that moment."""
    request.session.set_expiry(timezone.now() + conf.session_lifetime())
    request.session[SEEN_AT] = int(time.time())


class IdleSessionMiddleware:
    """Ends a session in which nobody has worked for a while."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        if not has_session(request) or request.user.is_anonymous:
            return
        now = int(time.time())
        idle = now - request.session.get(SEEN_AT, 0)
        if idle > conf.session_idle_time().total_seconds():
            logout(request)
            messages.info(request, _("Sie waren länger nicht aktiv. Bitte melden Sie sich wieder an."))
        elif idle > WRITE_AFTER_SECONDS and BACKGROUND not in request.resolver_match.namespaces:
            request.session[SEEN_AT] = now


class SecondFactorMiddleware:
    """Leads somebody whose role needs a second factor to setting it up, and lets them do nothing else before.

    Outside the CMS such a session is nobody's.
    """

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not has_session(request) or request.user.is_anonymous or not is_missing(request):
            return None
        name = request.resolver_match.url_name or ""
        if name in WAYS_IN or name.startswith("mfa_"):
            request.second_factor_missing = True
            return None
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            request.user = AnonymousUser()
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect("mfa_index")
