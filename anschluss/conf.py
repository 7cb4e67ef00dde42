"""Settings of this room, all optional, read here only and when they are needed."""

from datetime import timedelta

from django.conf import settings

from pages.setting_checks import Number

PREFIX = "ANSCHLUSS_"
# Checked at the start; anschluss.apps registers it.
SETTINGS = (
    Number("ANSCHLUSS_ERASE_DAYS", 7, 30),
    Number("ANSCHLUSS_GIVE_UP_DAYS", 1, 30),
    Number("ANSCHLUSS_ALLOW_LOOPBACK", 0, 1),
)


def erase_after() -> timedelta:
    """How long the record of a delivery is kept (ANSCHLUSS_ERASE_DAYS, default 14)."""
    return timedelta(days=getattr(settings, "ANSCHLUSS_ERASE_DAYS", 14))


def give_up_after() -> timedelta:
    """How long nothing arrives before an endpoint is switched off (ANSCHLUSS_GIVE_UP_DAYS, default 5)."""
    return timedelta(days=getattr(settings, "ANSCHLUSS_GIVE_UP_DAYS", 5))


def allow_loopback() -> bool:
    """Whether endpoints on this machine, and http there, are allowed: for development and tests only.

    ANSCHLUSS_ALLOW_LOOPBACK, 0 or 1, default 0.
    """
    return bool(getattr(settings, "ANSCHLUSS_ALLOW_LOOPBACK", 0))
