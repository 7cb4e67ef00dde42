"""/.well-known/security.txt (RFC 9116): where to report a vulnerability, and until when that is true."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.core import checks
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages.models import SiteSettings

# Somebody read contact and policy on this day. Move it with each release, after reading them again;
# an operator who reads them himself sets SECURITY_TXT_REVIEWED instead.
REVIEWED_ON = date(2026, 11, 24)
# RFC 9116 recommends less than a year.
VALID_FOR = timedelta(days=360)
WARN_BEFORE = timedelta(days=30)


def reviewed_on() -> date:
    """Return the later one of our review and the operator's."""
    own = settings.SECURITY_TXT_REVIEWED
    return max(REVIEWED_ON, own) if own else REVIEWED_ON


def expires_at() -> datetime:
    return datetime.combine(reviewed_on() + VALID_FOR, time(), tzinfo=UTC)


def contact_of(request: HttpRequest) -> str:
    """Return SECURITY_CONTACT, else the office's address in the site settings, else the sender of all mails."""
    if settings.SECURITY_CONTACT:
        return settings.SECURITY_CONTACT
    return "mailto:" + (SiteSettings.for_request(request).email or settings.DEFAULT_FROM_EMAIL)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a vulnerability."""
    fields = [
        ("Contact", contact_of(request)),
        ("Expires", f"{expires_at():%Y-%m-%dT%H:%M:%SZ}"),
        ("Preferred-Languages", "de, en"),
        ("Canonical", f"{settings.SITE_URL}{request.path}"),
        *([("Policy", settings.SECURITY_POLICY_URL)] if settings.SECURITY_POLICY_URL else []),
    ]
    return HttpResponse(
        "".join(f"{name}: {value}\n" for name, value in fields), content_type="text/plain; charset=utf-8"
    )


@checks.register("security", deploy=True)
def check_security_txt(app_configs, **options) -> list[checks.CheckMessage]:
    """Warn a month before security.txt ends, and about a review that is said to have been in the future."""
    if reviewed_on() > timezone.localdate() + timedelta(days=1):
        return [checks.Error("SECURITY_TXT_REVIEWED liegt in der Zukunft.", id="koordination.E001")]
    if expires_at() - WARN_BEFORE > timezone.now():
        return []
    return [
        checks.Warning(
            f"security.txt gilt nur noch bis {expires_at():%d.%m.%Y}.",
            hint="Bitte prüfen Sie Kontakt und Meldeweg und setzen Sie SECURITY_TXT_REVIEWED auf das heutige Datum.",
            id="koordination.W001",
        )
    ]
