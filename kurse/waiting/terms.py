"""How long an offer to somebody on the waiting list stands: long enough to be seen, never ending at night."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kurse import conf
from orte.holidays import closed_days, home_land

# A quarter of the time that is left, so that two or three people can still be asked one after the other.
SHARE = 4
SHORTEST = timedelta(hours=2)
DAY_BEGINS, DAY_ENDS = time(8), time(20)
# An end that is put off to another day leaves that day's morning to answer.
NOON = time(12)


def offer_deadline(now: datetime, starts_at: datetime) -> datetime:
    """Return when an offer made now for a course that starts then is over.

    The shorter of `conf.offer_time()` and a quarter of the time left, at least two hours. An end at night, on a
    weekend or on a holiday of the Land is put off to the next working day; where the course would have begun by
    then, an end at night to the next day, whichever it is. Never after the start.
    """
    end = now + max(min(conf.offer_time(), (starts_at - now) / SHARE), SHORTEST)
    first, last = timezone.localdate(end), timezone.localdate(max(end, starts_at))
    closed = holidays_between(first, last)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    working_days = [day for day in days if day.weekday() < 5 and day not in closed]
    moments = (put_off(end, working_days), put_off(end, days))
    return next((moment for moment in moments if moment and moment < starts_at), min(end, starts_at))


def put_off(moment: datetime, days: Sequence[date]) -> datetime | None:
    """Return the moment itself by day on one of these days, else noon of the next of them; None if there is none."""
    local = timezone.localtime(moment)
    if local.date() in days and DAY_BEGINS <= local.time() <= DAY_ENDS:
        return moment
    first = local.date() if local.time() < DAY_BEGINS else local.date() + timedelta(days=1)
    later = next((day for day in days if day >= first), None)
    return later and datetime.combine(later, NOON, tzinfo=timezone.get_current_timezone())


def holidays_between(first: date, last: date) -> set[date]:
    return {day.date for day in closed_days(first, last, home_land())}
