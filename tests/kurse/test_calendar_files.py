"""Calendar files, read by a strict reader: times, identity, cancellation, and nothing smuggled in."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from kurse.booking.lifecycle import cancel, confirm
from kurse.calendars.files import booking_calendar
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, CourseDate, CoursePage
from kurse.planning.scheduling import refresh_span
from kurse.states import DateState
from vorgang.links import mint
from vorgang.mails import mail_kinds

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def read(booking: Booking) -> Calendar:
    """Return the file as a calendar program reads it; raises ValueError for what RFC 5545 forbids."""
    content = booking_calendar(Booking.objects.get(pk=booking.pk))
    calendar = Calendar.from_ical(content)
    faults = [error for component in calendar.walk() for error in component.errors]
    assert faults == []
    return calendar


def set_dates(booking: Booking, *days: tuple[int, int, int]) -> None:
    """Let the course take place on these days from 18 to 20 o'clock, local time."""
    CourseDate.objects.filter(course=booking.course).delete()
    for day in days:
        CourseDate.objects.create(
            course=booking.course,
            starts_at=datetime(*day, 18, tzinfo=BERLIN),
            ends_at=datetime(*day, 20, tzinfo=BERLIN),
        )
    refresh_span(booking.course)


def test_two_dates_are_two_events_with_an_identity_for_life(confirmed):
    set_dates(confirmed, (2027, 2, 1), (2027, 2, 8))

    first, second = read(confirmed), read(confirmed)

    uids = [str(event["uid"]) for event in first.events]
    assert len(set(uids)) == 2
    assert uids == [str(event["uid"]) for event in second.events]


@pytest.mark.parametrize(
    "days",
    [
        [(2027, 3, 26), (2027, 3, 28), (2027, 3, 29)],
        [(2026, 10, 23), (2026, 10, 25), (2026, 10, 26)],
        [(2026, 10, 1), (2027, 4, 1)],
    ],
)
def test_a_course_across_the_change_of_the_clock_stays_at_18(confirmed, days):
    set_dates(confirmed, *days)

    calendar = read(confirmed)

    starts = [event.start for event in calendar.events]
    assert [(start.year, start.month, start.day, start.hour) for start in starts] == [(*day, 18) for day in days]
    assert {event["dtstart"].params["TZID"] for event in calendar.events} == {"Europe/Berlin"}


@pytest.mark.parametrize(
    ("days", "offsets"),
    [
        ([(2027, 3, 27), (2027, 3, 28)], [1, 2]),
        ([(2026, 10, 24), (2026, 10, 25)], [2, 1]),
    ],
)
def test_the_time_zone_in_the_file_alone_tells_the_same_moments(confirmed, days, offsets):
    """A reader without a database of zones has only the VTIMEZONE."""
    set_dates(confirmed, *days)

    [zone] = read(confirmed).timezones

    told = zone.to_tz(lookup_tzid=False)
    assert str(zone["tzid"]) == "Europe/Berlin"
    assert [told.utcoffset(datetime(*day, 18)).total_seconds() / 3600 for day in days] == offsets


def test_a_cancelled_booking_takes_its_events_back(confirmed):
    before = read(confirmed)

    cancel(confirmed)

    after = read(confirmed)
    [was], [now] = before.events, after.events
    assert (str(before["method"]), str(after["method"])) == ("PUBLISH", "CANCEL")
    assert (str(was["status"]), str(now["status"])) == ("CONFIRMED", "CANCELLED")
    assert now["sequence"] > was["sequence"]
    assert now["uid"] == was["uid"]
    assert not now.alarms.times


def test_a_file_made_after_any_change_outranks_the_one_before(held):
    before = read(held)

    confirm(held)

    assert read(held).events[0]["sequence"] > before.events[0]["sequence"]


def test_a_date_that_was_dropped_is_cancelled_alone(confirmed):
    set_dates(confirmed, (2027, 2, 1), (2027, 2, 8))
    CourseDate.objects.filter(starts_at__day=8).update(state=DateState.DROPPED)

    calendar = read(confirmed)

    assert str(calendar["method"]) == "PUBLISH"
    assert [str(event["status"]) for event in calendar.events] == ["CONFIRMED", "CANCELLED"]


def test_every_file_names_the_office_as_organizer(confirmed):
    [event] = read(confirmed).events

    assert str(event["organizer"]) == "mailto:ehrenamt@musterkreis.example"
    assert event["organizer"].params["CN"] == "Koordinierungsstelle Ehrenamt"


@pytest.mark.goal("S18")
@pytest.mark.parametrize(
    "title",
    [
        "Recht, Steuern; und mehr",
        "Zeile eins\nZeile zwei",
        "Rück\\strich: \\n bleibt",
        "Sehr lang " + "ä" * 230,
        "Kurs\r\nATTENDEE:mailto:alle@beispiel.example",
        "Kurs\nEND:VEVENT\nBEGIN:VEVENT\nUID:fremd",
        '"Anführung" : ;,',
    ],
)
def test_a_title_is_escaped_and_adds_nothing_to_the_file(confirmed, title):
    CoursePage.objects.update(title=title)

    calendar = read(confirmed)

    [event] = calendar.events
    assert str(event["summary"]) == title.replace("\r\n", "\n")
    assert "attendee" not in event
    assert all(len(line) <= 75 for line in booking_calendar(confirmed).split(b"\r\n"))


def test_a_room_and_a_place_are_escaped(confirmed):
    CourseDate.objects.update(room="Saal 1, links; oben")

    [event] = read(confirmed).events

    place = confirmed.course.place
    assert str(event["location"]) == f"{place.name}, Saal 1, links; oben, {place.address}"


def test_the_link_leads_to_the_file_and_names_no_person(client, confirmed):
    token = mint(confirmed, LINK_PURPOSE, mail_kinds()["kurse.booked"].link_lifetime)

    response = client.get(reverse("kurse_calendar", args=[token]))

    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert response["Content-Disposition"] == 'attachment; filename="kurs.ics"'
    assert "no-store" in response["Cache-Control"]
    assert confirmed.name not in response.content.decode()


@pytest.mark.parametrize("token", ["x" * 22, "gibt-es-nicht", "%00", "a" * 5000, "..%2f..%2fetc"])
def test_an_unknown_link_to_a_file_is_not_found(client, confirmed, token):
    assert client.get(f"/de/anmeldung/kalender/{token}.ics").status_code == (400 if token == "%00" else 404)
