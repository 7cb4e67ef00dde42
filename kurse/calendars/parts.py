"""What all calendar files of this room are made of (RFC 5545, RFC 7986); nothing here knows a request."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from kurse.models import Course, CourseDate
from orte.models import Place
from pages.clean_text import one_line
from vorgang.conf import site_url
from vorgang.outbox.office import the_office

BERLIN = "Europe/Berlin"
# How often a program should ask again; ours answer 304 while nothing has changed.
REFRESH = timedelta(hours=6)
# The window of a VTIMEZONE is a half-open one of local days.
MARGIN = timedelta(days=2)


def calendar_of(method: str, dates: Iterable[CourseDate]) -> Calendar:
    """Return a calendar without events whose VTIMEZONE covers these dates."""
    dates = list(dates)
    calendar = Calendar()
    calendar.add("prodid", "-//Koordination//Kurse//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if dates:
        first = min(date.starts_at for date in dates).date() - MARGIN
        last = max(date.ends_at for date in dates).date() + MARGIN
        calendar.add_component(Timezone.from_tzid(BERLIN, first_date=first, last_date=last))
    return calendar


def as_subscription(calendar: Calendar, name: str) -> Calendar:
    """Say how a calendar is called and how often to ask for it again, each also in the spelling of older programs.

    A name may hold what somebody wrote into an address.
    """
    # The library takes neither for the TEXT that both are, and would leave commas and line breaks as they come.
    for spelling in ("name", "x-wr-calname"):
        calendar.add(spelling, vText(one_line(name)))
    calendar.add("x-wr-timezone", BERLIN)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH.seconds // 3600}H")
    return calendar


def office_as_organizer() -> vCalAddress | None:
    """Return the office as RFC 5546 wants it with every METHOD; None while it has no address."""
    office = the_office()
    if not office.email:
        return None
    organizer = vCalAddress(f"mailto:{office.email}")
    organizer.params["CN"] = one_line(office.name).replace('"', "")
    return organizer


def event_of(
    course: Course,
    date: CourseDate,
    *,
    uid: str,
    summary: str,
    changed_at: datetime,
    organizer: vCalAddress | None,
    place: Place | None,
) -> Event:
    """Return one date of a presented course as an event, without sequence and status; `place` is where one comes."""
    zone = ZoneInfo(BERLIN)
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed_at)
    event.add("dtstart", date.starts_at.astimezone(zone))
    event.add("dtend", date.ends_at.astimezone(zone))
    event.add("summary", summary)
    event.add("url", site_url() + (course.presentation.get_url() or "/"))
    if organizer is not None:
        event.add("organizer", organizer)
    if place:
        event["location"] = vText(", ".join(filter(None, [place.name, date.room, place.address])))
    elif course.is_online:
        event["location"] = vText(_("online"))
    return event
