"""Calendar files (RFC 5545, RFC 5546) of bookings: one, and all of a person; they know no request."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress

from kurse.calendars.parts import as_subscription, calendar_of, event_of, office_as_organizer
from kurse.dates.schedule import Meeting
from kurse.models import Booking, Course, CourseDate, Seat
from kurse.programme.presentation import presented
from kurse.states import DateState, SeatState

GIVEN_UP = {SeatState.CANCELLED, SeatState.LAPSED}


def booking_calendar(booking: Booking) -> bytes:
    """Return the calendar file of a booking: one event for each date, UIDs stable for life.

    Times carry TZID=Europe/Berlin with a VTIMEZONE that covers exactly the dates of the file.
    """
    method = "CANCEL" if booking.leading_seat.state in GIVEN_UP else "PUBLISH"
    return calendar_of_bookings([booking], method).to_ical()


def seat_calendar(seat: Seat, dropped: Iterable[Meeting] = ()) -> bytes:
    """Return the calendar file of one person; its events are others than those of whoever booked for them.

    Of the dates that were dropped, those that are deleted are in it as cancelled.
    """
    [course] = presented([seat.course])
    dates = [*seat.booking.own_dates(), *given_up(seat.booking), *deleted_dates(seat.booking, dropped)]
    calendar = calendar_of("CANCEL" if seat.state in GIVEN_UP else "PUBLISH", dates)
    organizer = office_as_organizer()
    for date in dates:
        uid = f"platz-{seat.pk}-{date.pk}@kurse.koordination"
        calendar.add_component(booked_event(course, date, organizer, uid=uid, seat=seat))
    return calendar.to_ical()


def moved_calendar(booking: Booking, dropped: Iterable[Meeting]) -> bytes:
    """Return the same of a booking whose course was moved; dates that were deleted are in it too, as cancelled.

    A program takes away only what a file names.
    """
    return calendar_of_bookings([booking], "PUBLISH", deleted_dates(booking, dropped)).to_ical()


def deleted_dates(booking: Booking, dropped: Iterable[Meeting]) -> list[CourseDate]:
    """Return those of the dropped dates that are stored no more, as dropped ones."""
    stored = {date.pk for date in booking.course.dates.all()} if dropped else set()
    return [
        CourseDate(
            pk=each.date_id, starts_at=each.starts_at, ends_at=each.ends_at, room=each.room, state=DateState.DROPPED
        )
        for each in dropped
        if each.date_id not in stored
    ]


def my_calendar(bookings: Sequence[Booking]) -> bytes:
    """Return all courses of a person as a calendar to subscribe to; the events are those of the single files."""
    return as_subscription(calendar_of_bookings(bookings, "PUBLISH"), _("Meine Kurse")).to_ical()


def calendar_of_bookings(bookings: Sequence[Booking], method: str, deleted: Sequence[CourseDate] = ()) -> Calendar:
    presented(booking.course for booking in bookings)
    rows = [(booking, date) for booking in bookings for date in (*booking.own_dates(), *given_up(booking), *deleted)]
    calendar = calendar_of(method, [date for _booking, date in rows])
    organizer = office_as_organizer()
    for booking, date in rows:
        uid = f"{booking.code.lower()}-{date.pk}@kurse.koordination"
        calendar.add_component(booked_event(booking.course, date, organizer, uid=uid, seat=booking.leading_seat))
    return calendar


def given_up(booking: Booking) -> list[CourseDate]:
    """Return the dates these people booked once and no more, as dropped ones: a program takes away what is named."""
    if not booking.course.single_dates:
        return []
    keys = {row.date_id for row in booking.booked_dates.all() if row.given_up_at is not None}
    gone = [copy(date) for date in booking.course.dates.all() if date.pk in keys]
    for date in gone:
        date.state = DateState.DROPPED
    return gone


def booked_event(course: Course, date: CourseDate, organizer: vCalAddress | None, *, uid: str, seat: Seat) -> Event:
    """Return one date of a presented course as an event of whoever has this seat."""
    state = seat.state
    event = event_of(
        course,
        date,
        uid=uid,
        summary=course.presentation.title,
        changed_at=timezone.now(),
        organizer=organizer,
        place=course.place if course.tells_place(seat.mode) else None,
    )
    # Every verb that locked the course counted this up, so a later file always outranks an earlier one.
    event.add("sequence", course.lock_version)
    kept = "CONFIRMED" if state == SeatState.CONFIRMED else "TENTATIVE"
    is_off = state in GIVEN_UP or date.state == DateState.DROPPED
    event.add("status", "CANCELLED" if is_off else kept)
    if not is_off:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", course.presentation.title)
        alarm.add("trigger", timedelta(hours=-2))
        event.add_component(alarm)
    return event
