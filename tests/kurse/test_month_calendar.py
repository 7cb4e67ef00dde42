"""A month of the programme as a table: what the list shows, day by day."""

import re
from datetime import date as day_of
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import QueryDict

from kurse.calendars.month import MonthCalendar, month_calendar
from kurse.models import Course, CourseDate
from kurse.planning.scheduling import refresh_span
from kurse.programme.listing import programme
from kurse.states import CourseState, DateState
from orte.models import Municipality
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
BERLIN = ZoneInfo("Europe/Berlin")
# Four of them read the index of the courses, which outside a transaction is kept.
STATEMENTS = 7


@pytest.fixture
def december():
    with time_machine.travel("2026-12-07 09:00:00+01:00", tick=False):
        yield


def on(day: tuple[int, int], hour: int = 18) -> datetime:
    month, number = day
    return datetime(2026 if month == 12 else 2027, month, number, hour, tzinfo=BERLIN)


def make(programme_page, title: str, *days: tuple[int, int], hour: int = 18, **fields) -> Course:
    """Return a course that takes place on these (month, day) at an hour."""
    course = factories.make_course(programme_page, title=title, **fields)
    course.dates.all().delete()
    for day in days:
        CourseDate.objects.create(course=course, starts_at=on(day, hour), ends_at=on(day, hour) + timedelta(hours=2))
    refresh_span(course)
    return course


@pytest.fixture
def four_courses(programme_page) -> None:
    """Four courses that differ in all that the list can be narrowed to."""
    town = factories.make_municipality(slug="nordhain", name="Nordhain")
    Municipality.objects.filter(pk=town.pk).update(latitude="50.5", longitude="9.0")
    hall = factories.make_place(slug="halle", name="Halle", municipality=town)
    # About 7 km to the north of the middle of the town.
    school = factories.make_place(slug="schule", name="Schule", latitude="50.563", longitude="9.0", step_free="yes")
    make(programme_page, "Kasse", (12, 8), (12, 15), (1, 5), tags=("Finanzen",), place=hall, trainer="Alex Beispiel")
    make(programme_page, "Satzung", (12, 31), tags=("Recht",), place=school, trainer="Kim Muster", capacity=0)
    make(programme_page, "Website", (1, 1), hour=9, format="workshop", place=hall)
    make(
        *(programme_page, "Cloud", (3, 28)),
        **{"mode": "online", "place": None, "tags": ("Recht",), "trainer": "Kim Muster", "shows_trainer": False},
    )


def shown(month: MonthCalendar) -> list[tuple[str, str]]:
    return [
        (f"{day.day:%d.%m.}", each.course.presentation.title)
        for week in month.weeks
        for day in week
        for each in day.dates
    ]


def test_a_month_shows_every_date_on_its_day(four_courses):
    assert shown(month_calendar(QueryDict(""))) == [("08.12.", "Kasse"), ("15.12.", "Kasse"), ("31.12.", "Satzung")]
    assert shown(month_calendar(QueryDict("month=2027-01"))) == [("01.01.", "Website"), ("05.01.", "Kasse")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Kasse", "Satzung", "Website", "Cloud"}),
        ("tag=recht", {"Satzung", "Cloud"}),
        ("format=workshop", {"Website"}),
        ("mode=online", {"Cloud"}),
        ("free=true", {"Kasse", "Website", "Cloud"}),
        ("place=halle", {"Kasse", "Website"}),
        ("place=halle&tag=finanzen", {"Kasse"}),
        ("trainer=Alex+Beispiel", {"Kasse"}),
        ("trainer=Kim+Muster", {"Satzung"}),
        ("municipality=nordhain", {"Kasse", "Website"}),
        ("municipality=nordhain&radius=10", {"Kasse", "Satzung", "Website"}),
        ("weekday=5", {"Website"}),
        ("daytime=morning", {"Website"}),
        ("access=step_free", {"Satzung"}),
        ("sort=name", {"Kasse", "Satzung", "Website", "Cloud"}),
        ("tag=gibtesnicht", set()),
        ("place=gibtesnicht", set()),
        ("trainer=Niemand", set()),
    ],
)
def test_over_all_months_the_calendar_shows_the_courses_of_the_list(four_courses, query, found):
    months = ["2026-12", "2027-01", "2027-02", "2027-03"]
    in_months = [shown(month_calendar(QueryDict(f"{query}&month={month}"))) for month in months]

    assert {title for dates in in_months for _day, title in dates} == found
    assert {card.title for card in programme(QueryDict(query)).cards} == found


def test_what_no_facet_counts_can_be_taken_away_again(four_courses):
    """The place and who leads the courses come by a link; without these chips nobody would know, or get out."""
    query = "place=halle&trainer=Alex+Beispiel&month=2027-01"
    chips = {chip.label: chip.remove_url for chip in month_calendar(QueryDict(query)).chips}

    assert chips == {
        "Halle": "?trainer=Alex+Beispiel&month=2027-01",
        "Alex Beispiel": "?place=halle&month=2027-01",
    }
    assert [chip.label for chip in programme(QueryDict("place=halle&trainer=Niemand")).chips] == ["Halle", "Niemand"]


def test_two_dates_at_once_are_counted_one_after_the_other(programme_page):
    make(programme_page, "Zwei Gruppen", (12, 8), (12, 8), (12, 9))
    dates = [each for week in month_calendar(QueryDict("")).weeks for day in week for each in day.dates]

    assert [(each.number, each.of) for each in dates] == [(1, 3), (2, 3), (3, 3)]


def test_a_month_of_the_list_is_part_of_the_calendar(four_courses):
    """Both show the courses that have a date in a month."""
    listed = {card.title for card in programme(QueryDict("month=2027-01")).cards}

    assert listed == {"Website", "Kasse"}
    assert {title for _day, title in shown(month_calendar(QueryDict("month=2027-01")))} == {"Website", "Kasse"}


def test_the_way_leads_to_the_next_month_that_has_a_date_and_keeps_the_filters(four_courses):
    december, january = month_calendar(QueryDict("tag=recht")), month_calendar(QueryDict("month=2027-01"))

    assert (december.previous, december.next.first, december.next.url) == (
        None,
        day_of(2027, 3, 1),
        "?tag=recht&month=2027-03",
    )
    assert (january.previous.first, january.next.first) == (day_of(2026, 12, 1), day_of(2027, 3, 1))


@pytest.mark.parametrize("query", ["month=2027-13", "month=gestern", "month=9999-01", "format=konzert"])
def test_what_is_no_month_or_filter_is_said_and_shows_nothing(four_courses, query):
    month = month_calendar(QueryDict(query))

    assert (month.error, shown(month)) == ("Diesen Filter gibt es nicht. Bitte entfernen Sie ihn.", [])


def test_a_date_at_the_edge_of_a_month_belongs_to_the_local_day(programme_page):
    course = make(programme_page, "Nacht", (1, 1))
    start = datetime(2027, 1, 1, 0, 30, tzinfo=BERLIN)
    course.dates.update(starts_at=start, ends_at=start + timedelta(hours=1))
    refresh_span(course)

    assert [shown(month_calendar(QueryDict(f"month={month}"))) for month in ("2026-12", "2027-01")] == [
        [],
        [("01.01.", "Nacht")],
    ]


def page(client, query: str = "") -> str:
    return client.get(f"/de/kurskalender/{query}").content.decode()


def test_the_page_is_a_table_with_a_heading_for_each_weekday(client, four_courses):
    content = page(client)

    assert re.findall(r'<th scope="col"><abbr title="(\w+)">', content) == [
        *("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    ]
    assert content.count("<td") == 35
    assert content.count("Termin 1 von 3") == content.count("Termin 2 von 3") == 1
    assert re.search(r'<td class="is-empty" aria-current="date">\s*<p[^>]*><time datetime="2026-12-07">', content)


def test_the_page_says_the_hour_as_one_says_it_in_german(client, programme_page):
    make(programme_page, "Kasse", (12, 9), hour=17)

    [entry] = re.findall(r"<li>(\d\d:\d\d[^<]*)<a ", page(client))

    assert entry == "17:00 Uhr "


def test_the_page_says_what_does_not_take_place(client, programme_page):
    make(programme_page, "Kasse", (12, 8), state=CourseState.CALLED_OFF)
    course = make(programme_page, "Satzung", (12, 9), (12, 16))
    course.dates.filter(starts_at=on((12, 16))).update(state=DateState.DROPPED)

    assert re.findall(r"<strong>([^<]+)</strong></li>", page(client)) == ["abgesagt", "entfällt"]


def test_list_calendar_and_subscription_lead_to_one_another_with_the_filters(client, four_courses, programme_page):
    listed = client.get(f"{programme_page.get_url()}?tag=recht").content.decode()
    month = page(client, "?tag=recht&month=2027-03&page=4&fremd=1")

    assert 'href="/de/kurskalender/?tag=recht"' in listed
    assert f'href="{programme_page.get_url()}?tag=recht"' in month
    assert 'href="/de/kurskalender/abonnieren/?tag=recht"' in listed
    assert 'href="/de/kurskalender/abonnieren/?tag=recht"' in month


def test_a_month_costs_as_many_statements_with_one_course_as_with_ten(
    client, programme_page, django_assert_num_queries
):
    make(programme_page, "Eins", (12, 8))
    page(client)
    with django_assert_num_queries(STATEMENTS):
        few = page(client)

    for number in range(9):
        make(programme_page, f"Kurs {number}", (12, 9), (12, 16))
    page(client)
    with django_assert_num_queries(STATEMENTS):
        many = page(client)

    assert (few.count("<li>1"), many.count("<li>1")) == (1, 19)
