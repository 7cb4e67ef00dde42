"""Whatever is asked of the calendars of the programme, they answer: nonsense, too much, an order that means nothing."""

import pytest
from icalendar import Calendar

from kurse.calendars import feeds as calendar_feeds
from tests import factories
from tests.bad_input import GOOD
from tests.kurse.test_malformed import MONTHS, VALUES

pytestmark = pytest.mark.django_db
FEED, MONTH, SUBSCRIBE = "/de/kurse.ics", "/de/kurskalender/", "/de/kurskalender/abonnieren/"


def titles(client, query: str = "") -> set[str]:
    return {str(event["summary"]) for event in Calendar.from_ical(client.get(FEED + query).content).events}


@pytest.mark.goal("S1")
@pytest.mark.parametrize("kind", VALUES)
def test_no_parameter_of_a_calendar_takes_it_down(watched, course, kind, measured):
    names, pages = ("place", "trainer", "month"), {FEED: {200, 404}, MONTH: {200, 400}, SUBSCRIBE: {200, 400}}
    for address, name in ((address, name) for address in pages for name in names):
        response = watched.get(f"{address}?{name}={VALUES[kind]}")

        assert response.status_code in pages[address], (address, name)
        if address == FEED:
            assert response["Content-Type"] == "text/calendar; charset=utf-8" or response.status_code == 404
        else:
            assert "<script>alert" not in response.content.decode(), (address, name)
    measured(f"Kalender: {len(names) * len(pages) * len(VALUES)} Adressen{GOOD}")


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_that_does_not_exist_is_told_with_a_way_out(client, course, month):
    content = client.get(MONTH, {"month": month}).content.decode()

    assert "Diesen Filter gibt es nicht. Bitte entfernen Sie ihn." in content
    assert 'href="?"' in content


def test_of_too_many_courses_a_calendar_holds_the_soonest_whatever_order_is_asked(client, programme_page, monkeypatch):
    for in_days, title in ((3, "Bald"), (9, "Anfang der Liste nach Namen")):
        factories.make_course(programme_page, title=title, in_days=in_days)
    assert titles(client) == {"Bald", "Anfang der Liste nach Namen"}
    monkeypatch.setattr(calendar_feeds, "MOST_COURSES", 1)

    assert titles(client, "?sort=name") == {"Bald"}


def test_month_and_order_of_the_list_are_left_out_of_a_subscription(client, course):
    """Who subscribes in December wants January too."""
    content = client.get(f"{SUBSCRIBE}?month=2026-12&sort=name&free=true").content.decode()

    assert f"{FEED}?free=true</code>" in content
