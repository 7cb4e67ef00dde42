"""Settings of this room, all optional, read here only and when they are needed."""

from datetime import timedelta

from django.conf import settings

from pages.setting_checks import Number, Numbers

PREFIX = "KURSE_"
REMINDER_DAYS = Numbers("KURSE_REMINDER_DAYS", 1, 60)
# Checked at the start; kurse.apps registers it.
SETTINGS = (
    Number("KURSE_HOLD_HOURS", 1, 14 * 24),
    Number("KURSE_SHORT_HOLD_HOURS", 1, 14 * 24),
    Number("KURSE_CANCEL_HOURS", 0, 90 * 24),
    Number("KURSE_OFFER_HOURS", 1, 14 * 24),
    Number("KURSE_LAST_CALL_HOURS", 1, 14 * 24),
    Number("KURSE_TELL_MOVED_MINUTES", 5, 24 * 60),
    REMINDER_DAYS,
    Number("KURSE_ERASE_DAYS", 1, 3650),
    Number("KURSE_ERASE_UNCONFIRMED_HOURS", 1, 365 * 24),
    Number("KURSE_INTEREST_DAYS", 1, 3650),
    Number("KURSE_HEAD_START_DAYS", 0, 14),
    Number("KURSE_FEEDBACK_DAYS", 1, 365),
    Number("KURSE_ERASE_FEEDBACK_DAYS", 1, 3650),
    Number("KURSE_ERASE_TRAINER_DAYS", 1, 3650),
    Number("KURSE_CERTIFICATE_PERCENT", 1, 100),
    Number("KURSE_CERTIFICATE_YEARS", 1, 30),
    Number("KURSE_CHECKS_PER_MINUTE", 1, 1000),
    Number("KURSE_TRAINER_LINK_DAYS", 1, 365),
    Number("KURSE_PAGE_SIZE", 1, 100),
)


def hold_time() -> timedelta:
    """How long a seat waits for its confirmation by mail (KURSE_HOLD_HOURS, default 24)."""
    return timedelta(hours=getattr(settings, "KURSE_HOLD_HOURS", 24))


def short_hold_time() -> timedelta:
    """The same of one of the last seats, at most (KURSE_SHORT_HOLD_HOURS, default 12): it is not kept for nobody."""
    return min(hold_time(), timedelta(hours=getattr(settings, "KURSE_SHORT_HOLD_HOURS", 12)))


def cancel_before() -> timedelta:
    """How long before the start people may cancel themselves by default (KURSE_CANCEL_HOURS, default 24)."""
    return timedelta(hours=getattr(settings, "KURSE_CANCEL_HOURS", 24))


def offer_time() -> timedelta:
    """How long a seat is kept for whoever is next on the waiting list, at most (KURSE_OFFER_HOURS, default 48)."""
    return timedelta(hours=getattr(settings, "KURSE_OFFER_HOURS", 48))


def last_call_before() -> timedelta:
    """How long before the start all who wait are asked at once (KURSE_LAST_CALL_HOURS, default 24)."""
    return timedelta(hours=getattr(settings, "KURSE_LAST_CALL_HOURS", 24))


def tell_moved_after() -> timedelta:
    """How long the office has to say why a course was moved (KURSE_TELL_MOVED_MINUTES, default 60)."""
    return timedelta(minutes=getattr(settings, "KURSE_TELL_MOVED_MINUTES", 60))


def reminder_days() -> tuple[int, ...]:
    """How many days before the start people are reminded by default (KURSE_REMINDER_DAYS, default 2; or "7,1")."""
    return REMINDER_DAYS.parsed(getattr(settings, "KURSE_REMINDER_DAYS", 2))


def erase_after_course() -> timedelta:
    """How long after the last date a booking keeps its person (KURSE_ERASE_DAYS, default 30)."""
    return timedelta(days=getattr(settings, "KURSE_ERASE_DAYS", 30))


def erase_unconfirmed_after() -> timedelta:
    """How long an unconfirmed booking is kept (KURSE_ERASE_UNCONFIRMED_HOURS, default 48)."""
    return timedelta(hours=getattr(settings, "KURSE_ERASE_UNCONFIRMED_HOURS", 48))


def interest_lifetime() -> timedelta:
    """How long somebody stays on the interest list (KURSE_INTEREST_DAYS, default 365)."""
    return timedelta(days=getattr(settings, "KURSE_INTEREST_DAYS", 365))


def head_start_days() -> int:
    """How many days before everybody else the invited book by default (KURSE_HEAD_START_DAYS, default 2)."""
    return getattr(settings, "KURSE_HEAD_START_DAYS", 2)


def feedback_time() -> timedelta:
    """How long people may say how a course was (KURSE_FEEDBACK_DAYS, default 28)."""
    return timedelta(days=getattr(settings, "KURSE_FEEDBACK_DAYS", 28))


def erase_feedback_after() -> timedelta:
    """How long after the last date what they wrote is kept (KURSE_ERASE_FEEDBACK_DAYS, default 365)."""
    return timedelta(days=getattr(settings, "KURSE_ERASE_FEEDBACK_DAYS", 365))


def erase_trainer_after() -> timedelta:
    """How long after the last date a course names who led it (KURSE_ERASE_TRAINER_DAYS, default 365)."""
    return timedelta(days=getattr(settings, "KURSE_ERASE_TRAINER_DAYS", 365))


def page_size() -> int:
    """How many courses the programme shows at once (KURSE_PAGE_SIZE, default 20)."""
    return getattr(settings, "KURSE_PAGE_SIZE", 20)


def presence_needed() -> int:
    """What per cent of the dates a certificate asks for by default (KURSE_CERTIFICATE_PERCENT, default 80)."""
    return getattr(settings, "KURSE_CERTIFICATE_PERCENT", 80)


def certificate_lifetime() -> timedelta:
    """How long a certificate can be checked, in years of 365 days (KURSE_CERTIFICATE_YEARS, default 5)."""
    return timedelta(days=365 * getattr(settings, "KURSE_CERTIFICATE_YEARS", 5))


def checks_per_minute() -> int:
    """How many certificates one network may check in a minute (KURSE_CHECKS_PER_MINUTE, default 20)."""
    return getattr(settings, "KURSE_CHECKS_PER_MINUTE", 20)


def trainer_link_after() -> timedelta:
    """How long after the last date a trainer's link opens the list (KURSE_TRAINER_LINK_DAYS, default 14)."""
    return timedelta(days=getattr(settings, "KURSE_TRAINER_LINK_DAYS", 14))
