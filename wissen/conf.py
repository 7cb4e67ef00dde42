"""Settings of this room, all optional, read here only and when they are needed."""

from datetime import timedelta

from django.conf import settings

from pages.setting_checks import Number

PREFIX = "WISSEN_"
# Checked at the start; wissen.apps registers it.
SETTINGS = (
    Number("WISSEN_ERASE_INQUIRY_DAYS", 1, 3650),
    Number("WISSEN_GUIDE_LINK_DAYS", 1, 365),
    Number("WISSEN_FUNDING_STALE_DAYS", 1, 3650),
    Number("WISSEN_FUNDING_PAGE_SIZE", 1, 100),
    Number("WISSEN_ERASE_UNCONFIRMED_HOURS", 1, 720),
    Number("WISSEN_REOPENING_DAYS", 1, 3650),
)


def erase_inquiry_after() -> timedelta:
    """How long an answered question is kept (WISSEN_ERASE_INQUIRY_DAYS, default 183)."""
    return timedelta(days=getattr(settings, "WISSEN_ERASE_INQUIRY_DAYS", 183))


def guide_link_lifetime() -> timedelta:
    """How long the link in the mail to a guide opens its question (WISSEN_GUIDE_LINK_DAYS, default 30)."""
    return timedelta(days=getattr(settings, "WISSEN_GUIDE_LINK_DAYS", 30))


def funding_fresh_for() -> timedelta:
    """How long after its check a programme counts as up to date (WISSEN_FUNDING_STALE_DAYS, default 180)."""
    return timedelta(days=getattr(settings, "WISSEN_FUNDING_STALE_DAYS", 180))


def funding_page_size() -> int:
    """How many programmes the list shows at once (WISSEN_FUNDING_PAGE_SIZE, default 20)."""
    return getattr(settings, "WISSEN_FUNDING_PAGE_SIZE", 20)


def erase_unconfirmed_after() -> timedelta:
    """How long a reminder that nobody confirmed is kept (WISSEN_ERASE_UNCONFIRMED_HOURS, default 48)."""
    return timedelta(hours=getattr(settings, "WISSEN_ERASE_UNCONFIRMED_HOURS", 48))


def reopening_lifetime() -> timedelta:
    """How long somebody waits for a programme to open again (WISSEN_REOPENING_DAYS, default 365)."""
    return timedelta(days=getattr(settings, "WISSEN_REOPENING_DAYS", 365))
