"""Settings of this room, all optional, read here only and when they are needed."""

from datetime import timedelta

from django.conf import settings

from pages.setting_checks import Number

PREFIX = "WISSEN_"
# Checked at the start; wissen.apps registers it.
SETTINGS = (
    Number("WISSEN_FUNDING_STALE_DAYS", 1, 3650),
    Number("WISSEN_FUNDING_PAGE_SIZE", 1, 100),
)


def funding_fresh_for() -> timedelta:
    """How long after its check a programme counts as up to date (WISSEN_FUNDING_STALE_DAYS, default 180)."""
    return timedelta(days=getattr(settings, "WISSEN_FUNDING_STALE_DAYS", 180))


def funding_page_size() -> int:
    """How many programmes the list shows at once (WISSEN_FUNDING_PAGE_SIZE, default 20)."""
    return getattr(settings, "WISSEN_FUNDING_PAGE_SIZE", 20)
