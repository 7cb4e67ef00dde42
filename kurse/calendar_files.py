"""Calendar files (RFC 5545, RFC 5546) of a booking; they know no request."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

from kurse.models import Booking, CourseDate
from kurse.presentation import presented
from kurse.states import DateState, SeatState
from pages.clean_text import one_line
from vorgang.conf import site_url
from vorgang.office import the_office

BERLIN = "Europe/Berlin"


def booking_calendar(booking: Booking) -> bytes:
    """Return the calendar file of a booking: one event for each date, UIDs stable for life.

    Times carry TZID=Europe/Berlin with a VTIMEZONE that covers exactly the dates of the file.
    """
    presented([booking.course])
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
    organizer = office_as_organizer()
    for date in dates:
        calendar.add_component(event_of(booking, date, organizer, cancelled=cancelled))
    return calendar.to_ical()


def office_as_organizer() -> vCalAddress | None:
    """Return the office as RFC 5546 wants it with every METHOD; None while it has no address."""
    office = the_office()
    if not office.email:
        return None
    organizer = vCalAddress(f"mailto:{office.email}")
    organizer.params["CN"] = one_line(office.name).replace('"', "")
    return organizer


def event_of(booking: Booking, date: CourseDate, organizer: vCalAddress | None, *, cancelled: bool) -> Event:
    """Return one date of a booking as an event."""
    course = booking.course
    zone = ZoneInfo(BERLIN)
    event = Event()
    event.add("uid", f"{booking.code.lower()}-{date.pk}@kurse.koordination")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", date.starts_at.astimezone(zone))
    event.add("dtend", date.ends_at.astimezone(zone))
    event.add("summary", course.presentation.title)
    # Every verb that locked the course counted this up, so a later file always outranks an earlier one.
    event.add("sequence", course.lock_version)
    kept = "CONFIRMED" if booking.seat.state == SeatState.CONFIRMED else "TENTATIVE"
    event.add("status", "CANCELLED" if cancelled or date.state == DateState.DROPPED else kept)
    event.add("url", site_url() + (course.presentation.get_url() or "/"))
    if organizer is not None:
        event.add("organizer", organizer)
    if course.place:
        address = ", ".join(filter(None, [course.place.name, date.room, course.place.address]))
        event["location"] = vText(address)
    elif course.online_link:
        event["location"] = vText(_("online"))
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", course.presentation.title)
        alarm.add("trigger", timedelta(hours=-2))
        event.add_component(alarm)
    return event
