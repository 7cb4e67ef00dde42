"""Calendar files (RFC 5545) of a booking; pure, they know no request."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vText

from kurse.models import Booking, CourseDate
from kurse.states import DateState, SeatState
from vorgang.conf import site_url

BERLIN = "Europe/Berlin"


def booking_calendar(booking: Booking) -> bytes:
    """Return the calendar file of a booking: one event for each date, UIDs stable for life.

    Times carry TZID=Europe/Berlin with a VTIMEZONE that covers exactly the dates of the file.
    """
    dates = list(booking.course.dates.all())
    cancelled = booking.seat.state in {SeatState.CANCELLED, SeatState.LAPSED}
    calendar = Calendar()
    calendar.add("prodid", "-//Koordination//Kurse//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    if dates:
        # Two days of margin: the range is a half-open one of local days.
        first, last = dates[0].starts_at.date(), dates[-1].ends_at.date()
        calendar.add_component(
            Timezone.from_tzid(BERLIN, first_date=first - timedelta(days=2), last_date=last + timedelta(days=2))
        )
    for date in dates:
        calendar.add_component(event_of(booking, date, cancelled=cancelled))
    return calendar.to_ical()


def event_of(booking: Booking, date: CourseDate, *, cancelled: bool) -> Event:
    """Return one date of a booking as an event."""
    course = booking.course
    zone = ZoneInfo(BERLIN)
    event = Event()
    event.add("uid", f"{booking.code.lower()}-{date.pk}@kurse.koordination")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", date.starts_at.astimezone(zone))
    event.add("dtend", date.ends_at.astimezone(zone))
    event.add("summary", course.page.title)
    event.add("sequence", 1 if cancelled else 0)
    event.add("status", "CANCELLED" if cancelled or date.state == DateState.DROPPED else "CONFIRMED")
    event.add("url", site_url() + (course.page.get_url() or "/"))
    if course.place:
        address = ", ".join(filter(None, [course.place.name, date.room, course.place.address]))
        event["location"] = vText(address)
    elif course.online_link:
        event["location"] = vText(_("online"))
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", course.page.title)
        alarm.add("trigger", timedelta(hours=-2))
        event.add_component(alarm)
    return event
