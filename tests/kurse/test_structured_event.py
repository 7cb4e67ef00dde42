"""What search engines read of a course: an Event of schema.org, complete, strictly spelt, and about nobody."""

import json
from datetime import datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Course, CourseDate
from kurse.planning.calling_off import call_off
from kurse.planning.scheduling import refresh_span
from kurse.programme import structured
from kurse.states import CourseState, DateState
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db
SCHEMA = "https://schema.org/"
EVENT = {
    *("@context", "@id", "@type", "name", "description", "url", "image", "inLanguage", "startDate", "endDate"),
    *("eventStatus", "eventAttendanceMode", "location", "organizer", "offers", "isAccessibleForFree"),
    *("maximumAttendeeCapacity", "subEvent"),
}
# Type -> the properties schema.org gives it of which we say any, and those a search engine asks for.
PROPERTIES = {
    "EducationEvent": (EVENT, {"name", "startDate", "location"}),
    "SocialEvent": (EVENT, {"name", "startDate", "location"}),
    "Place": ({"@type", "name", "address", "url"}, {"name", "address"}),
    "VirtualLocation": ({"@type", "url"}, {"url"}),
    "PostalAddress": (
        {"@type", "streetAddress", "postalCode", "addressLocality", "addressCountry"},
        {"addressLocality", "addressCountry"},
    ),
    "Offer": (
        {"@type", "url", "price", "priceCurrency", "description", "availability", "validFrom"},
        {"url", "availability"},
    ),
    "GovernmentOrganization": (
        {"@type", "@id", "name", "telephone", "email", "url", "address", "parentOrganization"},
        {"name"},
    ),
}
# What a search engine recommends for the event as a whole.
RECOMMENDED = {"description", "endDate", "eventStatus", "eventAttendanceMode", "offers", "organizer", "url"}
VALUES = {
    "eventStatus": {"EventScheduled", "EventRescheduled", "EventCancelled"},
    "eventAttendanceMode": {"OfflineEventAttendanceMode", "OnlineEventAttendanceMode", "MixedEventAttendanceMode"},
    "availability": {"InStock", "LimitedAvailability", "SoldOut", "PreOrder", "OutOfStock"},
}
MOMENTS = {"startDate", "endDate", "validFrom"}
ADDRESSES = {"url", "image", "@id"}


class DataBlocks(HTMLParser):
    """Collects the data blocks of a page as a browser delimits them."""

    def __init__(self, html: str):
        super().__init__()
        self.blocks: list[str] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self._inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        if self._inside:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, content):
        if self._inside:
            self.blocks[-1] += content


def event(client, course: Course) -> dict | None:
    """Return the event on a course's page, which is the only thing with a type of event there."""
    response = client.get(course.page.get_url())
    found = [json.loads(block) for block in DataBlocks(response.content.decode()).blocks]
    events = [block for block in found if str(block.get("@type")).endswith("Event")]
    assert len(events) <= 1
    return events[0] if events else None


def faults(node: dict, path: str = "") -> list[str]:
    """Return what schema.org or a search engine would not accept of a thing and of all within it."""
    kind = node.get("@type")
    if kind not in PROPERTIES:
        return [f"{path}: type {kind}"]
    known, needed = PROPERTIES[kind]
    found = [f"{path}.{name}: unknown to {kind}" for name in node.keys() - known]
    found += [f"{path}.{name}: missing" for name in needed - node.keys()]
    for name, value in node.items():
        where = f"{path}.{name}"
        if name in VALUES and value.removeprefix(SCHEMA) not in VALUES[name]:
            found.append(f"{where}: {value}")
        if name in ADDRESSES and not value.startswith("http"):
            found.append(f"{where}: {value}")
        if name in MOMENTS and datetime.fromisoformat(value).utcoffset() is None:
            found.append(f"{where}: {value}")
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                found += faults(each, where)
    return found


def part(value: str) -> str:
    return value.removeprefix(SCHEMA)


@pytest.fixture
def one_evening(programme_page) -> Course:
    place = factories.make_place(name="Kreishaus", municipality=factories.make_municipality(name="Musterstadt"))
    return factories.make_course(
        programme_page, title="Kasse </script>", place=place, trainer="Vera Vorlage", price_note="kostenlos"
    )


def test_a_course_is_an_event_with_all_that_is_needed_and_recommended(client, one_evening):
    found = event(client, one_evening)

    assert faults(found) == []
    assert RECOMMENDED - found.keys() == set()
    assert (found["@context"], found["@type"], found["name"]) == (
        "https://schema.org",
        "EducationEvent",
        "Kasse </script>",
    )
    berlin = one_evening.starts_at.astimezone(ZoneInfo("Europe/Berlin")).replace(microsecond=0)
    assert found["startDate"] == berlin.isoformat()
    assert found["location"] == [
        {
            "@type": "Place",
            "name": "Kreishaus",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Am Markt 1",
                "postalCode": "99001",
                "addressLocality": "Musterstadt",
                "addressCountry": "DE",
            },
            "url": f"http://testserver{one_evening.place.get_absolute_url()}",
        }
    ]
    assert found["organizer"]["name"] == "Koordinierungsstelle Ehrenamt"
    assert found["isAccessibleForFree"] is True
    assert (found["offers"]["price"], found["offers"]["priceCurrency"]) == ("0", "EUR")
    assert part(found["offers"]["availability"]) == "InStock"


@pytest.mark.parametrize(
    ("spoiled", "said"),
    [
        ({"location": [{"@type": "Place", "name": "Kreishaus"}]}, ".location.address: missing"),
        ({"eventStatus": "moved"}, ".eventStatus: moved"),
        ({"startDate": "2027-01-14T18:00:00"}, ".startDate: 2027-01-14T18:00:00"),
        ({"performer": "Vera Vorlage"}, ".performer: unknown to EducationEvent"),
        ({"url": "/de/kurse/"}, ".url: /de/kurse/"),
        ({"organizer": {"@type": "Person"}}, ".organizer: type Person"),
    ],
)
def test_the_check_finds_what_is_wrong_with_an_event(client, one_evening, spoiled, said):
    """Negative control."""
    found = {**event(client, one_evening), **spoiled}

    assert faults(found) == [said]


def test_who_leads_and_who_comes_and_the_link_to_take_part_are_not_told(client, one_evening):
    secret = "https://konferenz.musterkreis.example/geheim"
    confirm(request_booking(one_evening.pk, person(name="Erika Beispiel", email="erika@beispiel.example")))
    Course.objects.filter(pk=one_evening.pk).update(mode="hybrid", online_link=secret)

    text = json.dumps(event(client, one_evening))

    for word in ("Vera", "Vorlage", "Erika", "erika@", "geheim"):
        assert word not in text
    # Negative control: the page itself does name who leads, with their consent.
    assert "Vera Vorlage" in client.get(one_evening.page.get_url()).content.decode()


@pytest.mark.parametrize(
    ("mode", "attendance", "kinds"),
    [
        ("on_site", "OfflineEventAttendanceMode", ["Place"]),
        ("online", "OnlineEventAttendanceMode", ["VirtualLocation"]),
        ("hybrid", "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
    ],
)
def test_the_mode_says_where_one_takes_part(client, one_evening, mode, attendance, kinds):
    Course.objects.filter(pk=one_evening.pk).update(mode=mode)

    found = event(client, one_evening)

    assert faults(found) == []
    assert part(found["eventAttendanceMode"]) == attendance
    assert [location["@type"] for location in found["location"]] == kinds


def test_each_of_several_dates_is_a_part_with_its_own_state(client, one_evening):
    for number, state in enumerate((DateState.MOVED, DateState.DROPPED), start=1):
        start = one_evening.starts_at + timedelta(weeks=number)
        CourseDate.objects.create(course=one_evening, starts_at=start, ends_at=start + timedelta(hours=2), state=state)
    refresh_span(one_evening)

    found = event(client, one_evening)

    assert faults(found) == []
    assert [part(each["eventStatus"]) for each in found["subEvent"]] == [
        "EventScheduled",
        "EventRescheduled",
        "EventCancelled",
    ]
    assert part(found["eventStatus"]) == "EventRescheduled"
    assert found["endDate"] == found["subEvent"][1]["endDate"]


def test_a_course_called_off_is_cancelled_and_offers_nothing(client, one_evening, coordinator):
    call_off(one_evening, "Die Heizung ist ausgefallen.", by=coordinator)

    found = event(client, one_evening)

    assert faults(found) == []
    assert part(found["eventStatus"]) == "EventCancelled"
    assert part(found["offers"]["availability"]) == "OutOfStock"


@pytest.mark.parametrize(
    ("fields", "availability"),
    [
        ({"capacity": 100}, "InStock"),
        ({"capacity": 2}, "LimitedAvailability"),
        ({"capacity": 1, "seats_taken": 1}, "SoldOut"),
        ({"opens_at": timedelta(days=1)}, "PreOrder"),
        ({"closes_at": timedelta(days=-1)}, "OutOfStock"),
    ],
)
def test_the_offer_says_whether_one_can_book(client, one_evening, fields, availability):
    now = timezone.now()
    values = {name: now + value if isinstance(value, timedelta) else value for name, value in fields.items()}
    Course.objects.filter(pk=one_evening.pk).update(**values)

    found = event(client, one_evening)

    assert faults(found) == []
    assert part(found["offers"]["availability"]) == availability


def test_a_price_that_is_a_text_is_told_as_text(client, one_evening):
    Course.objects.filter(pk=one_evening.pk).update(price_note="5 Euro für Material")

    found = event(client, one_evening)

    assert faults(found) == []
    assert found["offers"]["description"] == "5 Euro für Material"
    assert ("price" in found["offers"], "isAccessibleForFree" in found) == (False, False)


def test_a_course_in_preparation_or_without_a_place_or_date_is_no_event(client, one_evening):
    Course.objects.filter(pk=one_evening.pk).update(state=CourseState.DRAFT)
    in_preparation = event(client, one_evening)
    Course.objects.filter(pk=one_evening.pk).update(state=CourseState.OPEN, place=None)
    without_place = event(client, one_evening)
    Course.objects.filter(pk=one_evening.pk).update(place=one_evening.place)
    one_evening.dates.all().delete()
    refresh_span(one_evening)

    assert (in_preparation, without_place, event(client, one_evening)) == (None, None, None)


def test_every_format_and_mode_has_its_word():
    assert structured.ATTENDANCE.keys() == set(structured.CourseMode)
    assert set(structured.CourseFormat) >= structured.SOCIAL
