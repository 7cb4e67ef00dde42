"""The login in two steps, and the frame around allauth's pages."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account

from vorgang.errors import TooManyRequests
from vorgang.guards.limits import check_submission, too_many_requests


class LoginView(account.LoginView):
    """Wagtail's login; whoever has a second factor is asked for it before they are logged in."""

    def form_valid(self, form) -> HttpResponse:
        user = form.get_user()
        login = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.get_username()}, login)


class PasswordResetView(account.PasswordResetView):
    """Wagtail's form, as often as any other form of the site."""

    def form_valid(self, form) -> HttpResponse:
        try:
            check_submission(self.request, form.cleaned_data["email"])
        except TooManyRequests as error:
            return too_many_requests(self.request, error)
        return super().form_valid(form)


class CodesFileView(DownloadRecoveryCodesView):
    """The list of recovery codes as a file whose name and first lines say what it is."""

    content_type = "text/plain; charset=utf-8"

    def render_to_response(self, context, **response_kwargs) -> HttpResponse:
        response = super().render_to_response(context, **response_kwargs)
        response["Content-Disposition"] = 'attachment; filename="ersatzcodes.txt"'
        return response


def entrance(view: Callable) -> Callable:
    """Decorate a page for people who are not logged in yet: never cached, in the language of the CMS."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        activate(settings.LANGUAGE_CODE)
        return view(request, *args, **kwargs)

    return wrapped


def own_account(view: Callable) -> Callable:
    """Decorate a page about one's own factors: as any page of the CMS, but without its menu until one may enter."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        kind = "entrance" if getattr(request, "second_factor_missing", False) else "page"
        request.account_frame = f"koordination/accounts/{kind}.html"
        activate(settings.LANGUAGE_CODE)
        return require_admin_access(view)(request, *args, **kwargs)

    return wrapped
