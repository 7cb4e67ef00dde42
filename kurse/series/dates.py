"""The days of a series and its hours: pure calculation in local time, without database."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db import models
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext_lazy as _

A_WEEK = timedelta(weeks=1)
# How far a date is moved for want of a free week; school holidays last six.
WEEKS_TO_MOVE = 26
WRITTEN = re.compile(r"(?:[A-Za-zÄÖÜäöü]+\.?,?\s*)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\.?")
WRITTEN_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class Rhythm(models.TextChoices):
    """How the days of a series follow each other."""

    WEEKLY = "weekly", _("jede Woche oder alle paar Wochen")
    MONTHLY = "monthly", _("an einem bestimmten Wochentag im Monat")
    LISTED = "listed", _("an den Tagen einer Liste")


class Ordinal(models.IntegerChoices):
    """Which of the days with one weekday in a month."""

    FIRST = 1, _("der erste")
    SECOND = 2, _("der zweite")
    THIRD = 3, _("der dritte")
    FOURTH = 4, _("der vierte")
    FIFTH = 5, _("der fünfte")
    LAST = -1, _("der letzte")


class ClosedDayChoice(models.TextChoices):
    """What becomes of a date on a closed day."""

    WARN = "warn", _("nur darauf hinweisen")
    SKIP = "skip", _("auslassen")
    MOVE = "move", _("in die nächste freie Woche verschieben")


@dataclass(frozen=True)
class Stop:
    """Where a series ends: on a day, which still belongs to it, or after a number of dates."""

    until: date | None = None
    count: int | None = None

    def rule(self) -> dict:
        """Return the end as keywords of rrule."""
        return {"until": self.until and midnight(self.until), "count": self.count}


@dataclass(frozen=True)
class Proposal:
    """One day of a series; `moved_from` is the closed day it stood on."""

    day: date
    moved_from: date | None = None
    skipped: bool = False


@dataclass(frozen=True)
class Hours:
    """From when to when a date lasts on its day; with an end by the clock, or with a length."""

    starts: time
    ends: time | None = None
    length: timedelta | None = None

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Return start and end in UTC; raises ValidationError where the clock skips or repeats one of them."""
        starts_at = moment(day, self.starts)
        return starts_at, moment(day, self.ends) if self.length is None else starts_at + self.length


def moment(day: date, clock: time) -> datetime:
    # In UTC, because Python reckons between two moments of one zone by the clock on the wall.
    return from_current_timezone(datetime.combine(day, clock)).astimezone(UTC)


class UnreadableDays(ValueError):
    """Raised with the lines of a list that are no day."""

    def __init__(self, lines: list[str]):
        self.lines = lines
        super().__init__(lines)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def weekly(first: date, stop: Stop, *, every: int = 1, most: int) -> list[date]:
    """Return the first day and its weekday in every n-th week after it, at most `most` of them."""
    return days_of(rrule(WEEKLY, dtstart=midnight(first), interval=every, **stop.rule()), most)


def monthly(first: date, stop: Stop, which: int, on: int, *, every: int = 1, most: int) -> list[date]:
    """Return a weekday (0: Monday) of every n-th month from a day on, at most `most` of them.

    `which` is 1 to 5, or -1 for the last one. A month without a fifth one has no date, and counts as none.
    """
    rule = rrule(MONTHLY, dtstart=midnight(first), interval=every, byweekday=weekday(on)(which), **stop.rule())
    return days_of(rule, most)


def days_of(rule: rrule, most: int) -> list[date]:
    return [each.date() for each in islice(rule, most)]


def listed(text: str) -> list[date]:
    """Return the days of a pasted list in order, each once; raises UnreadableDays.

    One day a line, or several with comma or semicolon between them: "3.12.2026", "Do, 03.12.26", "2026-12-03".
    """
    # The comma behind a weekday divides nothing.
    entries = [entry.strip() for entry in re.split(r"[\n\r;\t]|(?<=\d),|(?<=\d\.),", text)]
    read = {entry: day_of(entry) for entry in entries if entry}
    if unreadable := [entry for entry, day in read.items() if day is None]:
        raise UnreadableDays(unreadable)
    return sorted({day for day in read.values() if day})


def day_of(entry: str) -> date | None:
    """Return the day that a text names, or None; two digits are a year of this century."""
    if match := WRITTEN_ISO.fullmatch(entry):
        year, month, day = map(int, match.groups())
    elif match := WRITTEN.fullmatch(entry):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def arranged(days: Iterable[date], skipped: Collection[date], moved: Collection[date]) -> list[Proposal]:
    """Return what becomes of the days of a series, in order, by the closed days to be skipped and to be moved from.

    A date is moved by whole weeks to the next day that is neither closed nor one of the series; without such a
    week within WEEKS_TO_MOVE it is skipped where it is.
    """
    proposals, days = [], sorted(set(days))
    taken = set(days)
    for day in days:
        target = free_week(day, taken.union(skipped, moved)) if day in moved else None
        if target is not None:
            taken.add(target)
            proposals.append(Proposal(target, moved_from=day))
        else:
            proposals.append(Proposal(day, skipped=day in skipped or day in moved))
    return sorted(proposals, key=lambda proposal: proposal.day)


def free_week(day: date, avoided: Collection[date]) -> date | None:
    later = (day + number * A_WEEK for number in range(1, WEEKS_TO_MOVE + 1))
    return next((each for each in later if each not in avoided), None)
