"""Settings of this room, all optional, read here only and when they are needed."""

from datetime import timedelta

from django.conf import settings

from pages.setting_checks import Number

PREFIX = "KURSE_"
# Checked at the start; kurse.apps registers it.
SETTINGS = (
    Number("KURSE_HOLD_HOURS", 1, 14 * 24),
    Number("KURSE_CANCEL_HOURS", 0, 90 * 24),
    Number("KURSE_OFFER_HOURS", 1, 14 * 24),
    Number("KURSE_LAST_CALL_HOURS", 1, 14 * 24),
    Number("KURSE_REMINDER_DAYS", 1, 60),
    Number("KURSE_ERASE_DAYS", 1, 3650),
    Number("KURSE_ERASE_UNCONFIRMED_HOURS", 1, 365 * 24),
    Number("KURSE_ERASE_TRAINER_DAYS", 1, 3650),
    Number("KURSE_PAGE_SIZE", 1, 100),
)


def hold_time() -> timedelta:
    """How long a seat waits for its confirmation by mail (KURSE_HOLD_HOURS, default 24)."""
    return timedelta(hours=getattr(settings, "KURSE_HOLD_HOURS", 24))


def cancel_before() -> timedelta:
    """How long before the start people may cancel themselves by default (KURSE_CANCEL_HOURS, default 24)."""
    return timedelta(hours=getattr(settings, "KURSE_CANCEL_HOURS", 24))


def offer_time() -> timedelta:
    """How long a seat is kept for whoever is next on the waiting list, at most (KURSE_OFFER_HOURS, default 48)."""
    return timedelta(hours=getattr(settings, "KURSE_OFFER_HOURS", 48))


def last_call_before() -> timedelta:
    """How long before the start all who wait are asked at once (KURSE_LAST_CALL_HOURS, default 24)."""
    return timedelta(hours=getattr(settings, "KURSE_LAST_CALL_HOURS", 24))


def reminder_before() -> timedelta:
    """How long before the start the reminder is sent (KURSE_REMINDER_DAYS, default 2)."""
    return timedelta(days=getattr(settings, "KURSE_REMINDER_DAYS", 2))


def erase_after_course() -> timedelta:
    """How long after the last date a booking keeps its person (KURSE_ERASE_DAYS, default 30)."""
    return timedelta(days=getattr(settings, "KURSE_ERASE_DAYS", 30))


def erase_unconfirmed_after() -> timedelta:
    """How long an unconfirmed booking is kept (KURSE_ERASE_UNCONFIRMED_HOURS, default 48)."""
    return timedelta(hours=getattr(settings, "KURSE_ERASE_UNCONFIRMED_HOURS", 48))


def erase_trainer_after() -> timedelta:
    """How long after the last date a course names who led it (KURSE_ERASE_TRAINER_DAYS, default 365)."""
    return timedelta(days=getattr(settings, "KURSE_ERASE_TRAINER_DAYS", 365))


def page_size() -> int:
    """How many courses the programme shows at once (KURSE_PAGE_SIZE, default 20)."""
    return getattr(settings, "KURSE_PAGE_SIZE", 20)
