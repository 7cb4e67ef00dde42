"""The settings of the accounts, all optional; read here and nowhere else."""

from datetime import timedelta

from django.conf import settings

from pages.setting_checks import Number

# Checked at the start; koordination.accounts.checks registers it.
SETTINGS = (
    Number("KOORDINATION_LOGIN_FAILURES", 3, 10),
    Number("KOORDINATION_LOGIN_FAILURES_PER_ADDRESS", 10, 10_000),
    Number("KOORDINATION_LOGIN_LOCK_MINUTES", 15, 24 * 60),
    Number("KOORDINATION_SESSION_HOURS", 1, 24),
    Number("KOORDINATION_SESSION_IDLE_MINUTES", 20, 12 * 60),
)
EVERYBODY = "*"
KEEP_ATTEMPTS = timedelta(hours=24)


def failures_per_address() -> int:
    """Return how many failed logins one address may cause in the time of a lock (default 60)."""
    return getattr(settings, "KOORDINATION_LOGIN_FAILURES_PER_ADDRESS", 60)


def roles_that_need_two_factors() -> list[str]:
    """Return the groups whose members need a second factor, "*" for everybody (default: none)."""
    return list(getattr(settings, "KOORDINATION_MFA_REQUIRED_ROLES", []))


def session_lifetime() -> timedelta:
    """Return after what time a session ends whatever happens (KOORDINATION_SESSION_HOURS, default 12)."""
    return timedelta(hours=getattr(settings, "KOORDINATION_SESSION_HOURS", 12))


def session_idle_time() -> timedelta:
    """Return after what time without work a session ends (KOORDINATION_SESSION_IDLE_MINUTES, default 30)."""
    return timedelta(minutes=getattr(settings, "KOORDINATION_SESSION_IDLE_MINUTES", 30))
