"""How long ago a text was last checked: within the last twelve months, or longer ago."""

from datetime import date, datetime

from django.utils import timezone

RECENT, OLDER = "aktuell", "aelter"
AGES = (RECENT, OLDER)


def year_before(now: datetime) -> date:
    """Return the day a year ago; of the 29th of February the 28th."""
    today = timezone.localdate(now)
    leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - 1, day=28 if leap_day else today.day)


def age_of(dated: str | None, now: datetime) -> str:
    """Return RECENT or OLDER for an ISO date; empty for what bears none."""
    if not dated:
        return ""
    return RECENT if dated >= year_before(now).isoformat() else OLDER
