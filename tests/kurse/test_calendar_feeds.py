"""The programme as a calendar to subscribe to: read by two programs, the same until something changes."""

import subprocess
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from kurse.booking.lifecycle import request_booking
from kurse.models import Course, CourseDate
from kurse.planning.calling_off import call_off
from kurse.planning.scheduling import refresh_span
from kurse.programme.listing import programme
from kurse.states import DateState
from pages.models import BasePage
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
FEED = "/de/kurse.ics"


def read(client: Client, query: str = "") -> Calendar:
    """Return the calendar as a strict reader finds it."""
    response = client.get(FEED + query)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(response.content)
    assert [error for component in calendar.walk() for error in component.errors] == []
    return calendar


def titles(client: Client, query: str) -> list[str]:
    return sorted(str(event["summary"]) for event in read(client, query).events)


@pytest.fixture
def county(programme_page):
    """Three courses that differ in all a calendar can be narrowed to."""
    north = factories.make_municipality(slug="nordhain", name="Nordhain")
    south = factories.make_municipality(slug="suedau", name="Südau")
    hall = factories.make_place(municipality=north, slug="halle", name="Halle")
    school = factories.make_place(municipality=south, slug="schule", name="Schule")
    factories.make_course(programme_page, title="Kasse", place=hall, tags=("Finanzen",), trainer="Alex Beispiel")
    factories.make_course(programme_page, title="Satzung", place=school, tags=("Recht",), trainer="Kim Muster")
    factories.make_course(
        programme_page, title="Steuern", place=school, tags=("Recht",), trainer="Kim Muster", shows_trainer=False
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Kasse", "Satzung", "Steuern"]),
        ("?tag=recht", ["Satzung", "Steuern"]),
        ("?place=halle", ["Kasse"]),
        ("?municipality=suedau", ["Satzung", "Steuern"]),
        ("?trainer=Alex+Beispiel", ["Kasse"]),
        ("?trainer=Kim+Muster", ["Satzung"]),
        ("?tag=recht&place=halle", []),
        ("?format=workshop", []),
    ],
)
def test_a_calendar_holds_what_the_list_and_the_api_show_under_the_same_filters(client, county, query, found):
    listed = programme(QueryDict(query.lstrip("?"))).cards
    answered = client.get(f"/api/v1/kurse/{query}").json()["items"]

    assert titles(client, query) == found
    assert sorted(card.title for card in listed) == found
    assert sorted(item["title"] for item in answered) == found


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "Kursprogramm"),
        ("?tag=recht", "Kurse: Recht"),
        ("?municipality=suedau&place=schule", r"Kurse: Südau\, Schule"),
        ("?trainer=Alex+Beispiel", "Kurse: Alex Beispiel"),
        ("?format=workshop&free=true", r"Kurse: Werkstatt\, nur mit freien Plätzen"),
        ("?trainer=a%0D%0ALOCATION:b%07", "Kurse: a LOCATION:b"),
    ],
)
def test_a_calendar_is_named_after_what_it_is_narrowed_to(client, county, query, name):
    calendar = read(client, query)

    assert {str(calendar["name"]), str(calendar["x-wr-calname"])} == {name}


def test_it_tells_programs_to_ask_again_every_six_hours(client, course):
    content = client.get(FEED).content.decode()

    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in content
    assert "X-PUBLISHED-TTL:PT6H\r\n" in content


@pytest.mark.parametrize("query", ["?format=konzert", "?mode=x", "?tag=" + "x" * 101])
def test_an_unusable_filter_is_not_found(client, course, query):
    assert client.get(FEED + query).status_code == 404


def test_an_empty_programme_is_a_calendar_without_events(client, home):
    assert read(client).events == []


def test_a_course_called_off_and_a_date_dropped_stay_as_cancelled_events(client, programme_page):
    course = factories.make_course(programme_page, title="Satzung")
    dropped = factories.make_course(programme_page, title="Kasse")
    CourseDate.objects.create(course=dropped, **times(days=9), state=DateState.DROPPED)
    before = {str(event["uid"]): event for event in read(client).events}

    call_off(course, "", by=factories.make_coordinator())

    after = {str(event["uid"]): event for event in read(client).events}
    assert after.keys() == before.keys()
    assert sorted((str(event["summary"]), str(event["status"])) for event in after.values()) == [
        ("Abgesagt: Kasse", "CANCELLED"),
        ("Abgesagt: Satzung", "CANCELLED"),
        ("Kasse", "CONFIRMED"),
    ]
    [uid] = [uid for uid, event in after.items() if str(event["summary"]) == "Abgesagt: Satzung"]
    assert after[uid]["sequence"] == before[uid]["sequence"] + 1


def times(days: int) -> dict:
    start = datetime.now(BERLIN).replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return {"starts_at": start, "ends_at": start + timedelta(hours=2)}


def test_a_date_that_moves_keeps_its_identity_and_outranks_the_former_one(client, course):
    [before] = read(client).events

    course.dates.update(**times(days=20))
    refresh_span(course)

    [after] = read(client).events
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after.start == times(days=20)["starts_at"]


def test_no_event_tells_who_booked_or_where_the_online_room_is(client, course):
    Course.objects.update(online_link="https://raum.example/geheim", trainer="Erika Leitung", shows_trainer=False)
    request_booking(course.pk, person())

    content = client.get(FEED).content.decode()

    assert [word for word in ("erika", "geheim", "Leitung", "ATTENDEE") if word in content] == []


def test_a_reader_that_has_the_calendar_gets_304_though_somebody_booked(client, course):
    first = client.get(FEED)
    request_booking(course.pk, person())
    booked = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    page: BasePage = course.page
    page.title = "Neuer Titel"
    page.save_revision().publish()
    changed = client.get(FEED, headers={"If-None-Match": first["ETag"]})

    assert (booked.status_code, changed.status_code) == (304, 200)
    assert first["Cache-Control"] == "no-cache"


def test_in_another_language_the_calendar_speaks_it(client, course):
    calendar = Calendar.from_ical(client.get("/en/kurse.ics").content)

    assert str(calendar["name"]) == "Workshop programme"


@pytest.fixture
def across_the_clock(client, programme_page) -> bytes:
    """The calendar of a course with a date before and after each change of the clock."""
    course = factories.make_course(programme_page, title="Recht, Steuern; und „mehr“")
    course.dates.all().delete()
    for day in [(2027, 3, 27), (2027, 3, 28), (2027, 10, 30), (2027, 10, 31)]:
        start = datetime(*day, 18, tzinfo=BERLIN)
        CourseDate.objects.create(course=course, starts_at=start, ends_at=start + timedelta(hours=2))
    refresh_span(course)
    return client.get(FEED).content


def test_a_second_reader_finds_the_same_events_at_the_same_time(across_the_clock):
    """vobject shares no line with the library that wrote the file."""
    calendar = vobject.readOne(across_the_clock.decode())

    found = [(event.summary.value, event.dtstart.value.strftime("%d.%m. %H:%M %z")) for event in calendar.vevent_list]
    assert found == [
        ("Recht, Steuern; und „mehr“", "27.03. 18:00 +0100"),
        ("Recht, Steuern; und „mehr“", "28.03. 18:00 +0200"),
        ("Recht, Steuern; und „mehr“", "30.10. 18:00 +0200"),
        ("Recht, Steuern; und „mehr“", "31.10. 18:00 +0100"),
    ]
    assert calendar.validate()


def test_a_calendar_program_takes_the_file_and_lists_its_days(across_the_clock, tmp_path):
    (tmp_path / "kurse.ics").write_bytes(across_the_clock)
    (tmp_path / "calendar").mkdir()
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[kurse]]\npath = {tmp_path / 'calendar'}\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n"
        "dateformat = %d.%m.%Y\nlongdateformat = %d.%m.%Y\ntimeformat = %H:%M\n"
        "datetimeformat = %d.%m.%Y %H:%M\nlongdatetimeformat = %d.%m.%Y %H:%M\n"
    )

    khal(config, "import", "--batch", "-a", "kurse", str(tmp_path / "kurse.ics"))
    listed = khal(config, "list", "--format", "{start} {title}", "--day-format", "", "01.03.2027", "300d")

    assert listed.splitlines() == [
        "27.03.2027 18:00 Recht, Steuern; und „mehr“",
        "28.03.2027 18:00 Recht, Steuern; und „mehr“",
        "30.10.2027 18:00 Recht, Steuern; und „mehr“",
        "31.10.2027 18:00 Recht, Steuern; und „mehr“",
    ]


def khal(config, *arguments: str) -> str:
    command = [sys.executable, "-m", "khal", "-c", str(config), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_subscribe_page_names_the_address_under_the_same_filters(client, county):
    content = client.get(reverse("kurse_subscribe") + "?tag=recht&month=2027-01&fremd=1").content.decode()

    assert "http://localhost:8000/de/kurse.ics?tag=recht<" in content
    assert 'href="webcal://localhost:8000/de/kurse.ics?tag=recht"' in content
    assert [f">{name}" in content for name in ("Halle", "Alex Beispiel", "Kim Muster", "Nordhain")] == [True] * 4


def test_the_subscribe_page_says_so_of_an_unusable_filter(client, county):
    content = client.get(reverse("kurse_subscribe") + "?format=konzert").content.decode()

    assert "Diesen Filter gibt es nicht." in content
    assert "/de/kurse.ics<" in content
