"""Dates in words: when it is, what became of it, and how many seats are free on it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurse.models import Course, CourseDate
from kurse.models.pools import SCARCE, DatesPool
from kurse.states import DateState


def when(course: Course) -> str:
    """Return the start of a course as a person says it: Do., 3. Dezember 2026, 18:00 Uhr."""
    if course.starts_at is None:
        return _("Termin folgt")
    # Where one books single dates, it is the next that counts.
    return moment(course.next_at or course.starts_at, _("D, j. F Y, H:i \\U\\h\\r"))


def moment(at: datetime, spelling: str) -> str:
    """Return a moment in words, in which no line ends between the hour and its word."""
    return date_format(timezone.localtime(at), spelling).replace(" Uhr", "\N{NO-BREAK SPACE}Uhr")


def from_to(starts_at: datetime, ends_at: datetime) -> str:
    """Return a day with its hours, which no line breaks: Donnerstag, 3. Dezember 2026, 18:00 bis 20:00 Uhr."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    times = {"start": date_format(start, "H:i"), "end": date_format(end, "H:i")}
    hours = _("%(start)s bis %(end)s Uhr") % times
    return date_format(start, _("l, j. F Y")) + ", " + hours.replace(" ", "\N{NO-BREAK SPACE}")


def date_line(date: CourseDate, shows_room: bool = True) -> str:
    """Return one date with weekday, from and to, room, and what became of it.

    Whoever is not told the room is not told either that it is another one.
    """
    line = from_to(date.starts_at, date.ends_at)
    unsaid = {DateState.PLANNED} if shows_room else {DateState.PLANNED, DateState.RELOCATED}
    became = "" if date.state in unsaid else f" ({date.get_state_display()})"
    return f"{line}, {date.room}{became}" if date.room and shows_room else line + became


def seats_on(course: Course, date: CourseDate) -> DatesPool:
    """Return the seats of one date of a course that books them singly."""
    return DatesPool([date], course.capacity + course.overbooking)


def told_of_date(course: Course, date: CourseDate) -> str:
    """Return whether one can still book a single date; empty where that is no question."""
    if not course.single_dates or date.is_dropped:
        return ""
    if not date.is_to_come():
        return _("vorbei")
    if not course.is_open_for_booking():
        return ""
    free = seats_on(course, date).free
    if free:
        return told_free(free)
    return _("ausgebucht, Warteliste") if course.has_waiting_list else _("ausgebucht")


def told_free(free: int) -> str:
    if free <= SCARCE:
        return ngettext("noch %(n)s Platz", "noch %(n)s Plätze", free) % {"n": free}
    return ngettext("%(n)s Platz frei", "%(n)s Plätze frei", free) % {"n": free}


def days_of(dates: Iterable[CourseDate]) -> str:
    """Return the days of some dates in one line."""
    return ", ".join(date_format(timezone.localtime(date.starts_at), "d.m.Y") for date in dates)
