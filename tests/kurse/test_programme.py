"""The programme: facets that count under the other filters, in two queries."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import QueryDict
from django.utils import timezone

from kurse.booking.lifecycle import request_booking
from kurse.models import CourseDate, CoursePage
from kurse.models.course_dates import CourseDateQuerySet
from kurse.planning.scheduling import refresh_span
from kurse.programme.filters import CourseFilter
from kurse.programme.listing import programme
from kurse.programme.on_offer import courses_on_offer
from kurse.states import DateState
from orte.models import Municipality, Place
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def four_courses(programme_page):
    """Two courses and a workshop in two municipalities, one of them full, and one online."""
    north = factories.make_municipality(slug="nordhain", name="Nordhain")
    south = factories.make_municipality(slug="suedau", name="Südau")
    in_north, in_south = factories.make_place(municipality=north), factories.make_place(municipality=south)
    full = factories.make_course(programme_page, title="Kasse", place=in_north, tags=("Finanzen",), capacity=1)
    request_booking(full.pk, person())
    return [
        full,
        factories.make_course(programme_page, title="Satzung", place=in_south, tags=("Recht",)),
        factories.make_course(programme_page, title="Website", format="workshop", place=in_north),
        factories.make_course(programme_page, title="Cloud", mode="online", place=None, tags=("Recht",)),
    ]


def shown(query: str) -> list[str]:
    return sorted(card.title for card in programme(QueryDict(query)).cards)


def counts(query: str, facet: str) -> dict[str, int]:
    facets = {each.name: each for each in programme(QueryDict(query)).facets}
    return {value.value: value.count for value in facets[facet].values}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Cloud", "Kasse", "Satzung", "Website"]),
        ("format=workshop", ["Website"]),
        ("format=workshop&format=course", ["Cloud", "Kasse", "Satzung", "Website"]),
        ("municipality=nordhain", ["Kasse", "Website"]),
        ("tag=recht", ["Cloud", "Satzung"]),
        ("mode=online", ["Cloud"]),
        ("free=true", ["Cloud", "Satzung", "Website"]),
        ("free=true&municipality=nordhain", ["Website"]),
        ("municipality=nirgendwo", []),
        ("month=1999-01", []),
    ],
)
def test_a_filter_keeps_what_fits(four_courses, query, titles):
    assert shown(query) == titles


def test_each_facet_is_counted_under_the_other_filters(four_courses):
    assert counts("municipality=nordhain", "format") == {"course": 1, "workshop": 1}
    assert counts("municipality=nordhain", "municipality") == {"nordhain": 2, "suedau": 1}
    assert counts("format=course", "municipality") == {"nordhain": 1, "suedau": 1}


def test_every_count_is_the_number_of_courses_behind_its_link(four_courses):
    for query in ["", "format=course", "municipality=nordhain", "free=true", "tag=recht"]:
        for facet in programme(QueryDict(query)).facets:
            for value in facet.values:
                if not value.selected and facet.name not in {"format", "mode"}:
                    assert programme(QueryDict(value.url[1:])).total == value.count, (query, value)


def test_the_total_counts_a_course_with_two_topics_once(programme_page):
    factories.make_course(programme_page, tags=("Recht", "Finanzen"))

    listed = programme(QueryDict(""))

    assert (listed.total, len(listed.cards)) == (1, 1)


def test_an_unknown_format_is_said_and_finds_nothing(four_courses):
    listed = programme(QueryDict("format=konzert"))

    assert listed.cards == []
    assert listed.error != ""


@pytest.fixture
def december():
    with time_machine.travel("2026-12-20 09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def three_series(programme_page, december) -> None:
    """One that began in November, one that begins an hour into the year, one that lost its date in March."""
    begun = [datetime(2026, 11, 24, 18), datetime(2026, 12, 8, 18), datetime(2027, 1, 12, 18)]
    for title, days, dropped in [
        ("Begonnen", begun, []),
        ("Neujahr", [datetime(2027, 1, 1, 0, 30), datetime(2027, 2, 1, 0, 30)], []),
        ("Entfällt", [datetime(2027, 2, 2, 18)], [datetime(2027, 3, 2, 18)]),
    ]:
        course = factories.make_course(programme_page, title=title)
        course.dates.all().delete()
        for day in [*days, *dropped]:
            start = day.replace(tzinfo=ZoneInfo("Europe/Berlin"))
            state = DateState.DROPPED if day in dropped else DateState.PLANNED
            end = start + timedelta(hours=2)
            CourseDate.objects.create(course=course, starts_at=start, ends_at=end, state=state)
        refresh_span(course)


def test_a_course_is_counted_in_every_month_in_which_it_has_a_date_to_come(three_series):
    assert counts("", "month") == {"2027-01": 2, "2027-02": 2}


@pytest.mark.parametrize(
    ("month", "titles"),
    [
        ("2026-11", []),
        ("2026-12", []),
        ("2027-01", ["Begonnen", "Neujahr"]),
        ("2027-02", ["Entfällt", "Neujahr"]),
        ("2027-03", []),
    ],
)
def test_page_and_api_find_a_course_in_the_same_months(three_series, client, month, titles):
    answer = client.get("/api/v1/kurse/", {"month": month, "fields": "title"}).json()

    assert shown(f"month={month}") == titles
    assert sorted(course["title"] for course in answer["items"]) == titles
    assert answer["count"] == len(titles)


def test_without_the_later_dates_a_series_would_be_missing(three_series, monkeypatch):
    """Negative control: the start alone tells one month of a series, and none of one that has begun."""
    monkeypatch.setattr(CourseDateQuerySet, "from_today", lambda dates: dates.none())

    assert counts("", "month") == {"2027-01": 1, "2027-02": 1}


@pytest.mark.parametrize(
    ("moment", "found"), [("2027-01-01 23:59", ["Begonnen", "Neujahr"]), ("2027-01-02 00:01", ["Begonnen"])]
)
def test_a_date_is_found_in_its_month_until_its_day_is_over(three_series, client, moment, found):
    """Midnight is when every page that is kept ends."""
    with time_machine.travel(f"{moment}:00+01:00", tick=False):
        answer = client.get("/api/v1/kurse/", {"month": "2027-01", "fields": "title"}).json()

        assert shown("month=2027-01") == sorted(course["title"] for course in answer["items"]) == found
        assert counts("", "month")["2027-01"] == len(found)


def test_drafts_private_and_past_courses_are_not_shown(programme_page):
    factories.make_course(programme_page, title="Entwurf", state="draft")
    factories.make_course(programme_page, title="Vorbei", in_days=-5)
    hidden = factories.make_course(programme_page, title="Unveröffentlicht")
    hidden.page.unpublish()
    private = factories.make_course(programme_page, title="Privat")
    private.page.view_restrictions.create(restriction_type="login")
    factories.make_course(programme_page, title="Offen")

    assert shown("") == ["Offen"]


@pytest.mark.parametrize("number", [3, 30])
def test_a_list_costs_five_queries_where_nothing_is_kept(programme_page, number, django_assert_num_queries):
    """Courses, later dates, topics, places, the cards; where it is kept only the last."""
    for _ in range(number):
        factories.make_course(programme_page, tags=("Recht",))
    programme(QueryDict(""))

    with django_assert_num_queries(5):
        for card in programme(QueryDict("")).cards:
            assert card.title
            assert [fact.icon for fact in card.meta if fact.text] == ["clock", "place", "euro"]


@pytest.fixture
def found_by_all_means(four_courses):
    """The four courses, on a Monday morning and a Saturday evening, near and far, one of them accessible."""
    north, south = Place.objects.order_by("pk")[:2]
    Municipality.objects.filter(slug="nordhain").update(latitude="50.5", longitude="9.0")
    Place.objects.filter(pk=north.pk).update(step_free="yes", lift="yes")
    # About 7 km to the north.
    Place.objects.filter(pk=south.pk).update(latitude="50.563", longitude="9.0", step_free="yes")
    monday = timezone.localtime(four_courses[0].starts_at) + timedelta(days=30)
    monday = (monday - timedelta(days=monday.weekday())).replace(hour=9, minute=0)
    starts = [monday, monday.replace(hour=13), monday + timedelta(days=5, hours=11), monday.replace(hour=19)]
    for course, start in zip(four_courses, starts, strict=True):
        course.dates.update(starts_at=start, ends_at=start + timedelta(hours=2))
        refresh_span(course)
    return four_courses


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("municipality=nordhain&radius=5", ["Kasse", "Website"]),
        ("municipality=nordhain&radius=10", ["Kasse", "Satzung", "Website"]),
        ("municipality=suedau&radius=50", ["Satzung"]),
        ("radius=5", ["Cloud", "Kasse", "Satzung", "Website"]),
        ("weekday=1", ["Cloud", "Kasse", "Satzung"]),
        ("weekday=1&weekday=6", ["Cloud", "Kasse", "Satzung", "Website"]),
        ("daytime=morning", ["Kasse"]),
        ("daytime=afternoon&daytime=evening", ["Cloud", "Satzung", "Website"]),
        ("access=step_free", ["Kasse", "Satzung", "Website"]),
        ("access=step_free&access=lift", ["Kasse", "Website"]),
        ("access=quiet_room", []),
    ],
)
def test_near_when_and_how_accessible(found_by_all_means, query, titles):
    assert shown(query) == titles


def test_the_page_and_the_queryset_find_the_same_under_every_value(found_by_all_means):
    """The index counts, the database filters: two readings of one rule, held to each other."""
    for first in ["", "municipality=nordhain", "access=step_free", "weekday=1"]:
        for facet in programme(QueryDict(first)).facets:
            for value in facet.values:
                query = QueryDict(value.url[1:])
                courses = CourseFilter(query, queryset=courses_on_offer()).qs.distinct()
                assert sorted(course.page.title for course in courses) == shown(value.url[1:]), (first, value)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("weekday=1", ["Cloud", "Kasse", "Satzung"]),
        ("weekday=3", ["Kasse"]),
        ("weekday=3&daytime=evening", ["Kasse"]),
        ("daytime=morning", ["Kasse"]),
        ("weekday=2", []),
    ],
)
def test_a_course_is_found_on_every_weekday_and_time_of_day_at_which_it_has_a_date(found_by_all_means, query, titles):
    kasse = found_by_all_means[0]
    assert kasse.page.title == "Kasse"
    first = timezone.localtime(kasse.dates.get().starts_at)
    wednesday, dropped = first + timedelta(days=2, hours=10), first + timedelta(days=8)
    for start, state in ((wednesday, "planned"), (dropped, "dropped")):
        CourseDate.objects.create(course=kasse, starts_at=start, ends_at=start + timedelta(hours=1), state=state)
    refresh_span(kasse)

    asked = CourseFilter(QueryDict(query), queryset=courses_on_offer()).qs

    assert (shown(query), sorted(course.page.title for course in asked)) == (titles, titles)


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("", ["Kasse", "Satzung", "Cloud", "Website"]),
        ("date", ["Kasse", "Satzung", "Cloud", "Website"]),
        ("name", ["Cloud", "Kasse", "Satzung", "Website"]),
        ("newest", ["Cloud", "Website", "Satzung", "Kasse"]),
    ],
)
def test_the_list_is_sorted_as_asked(found_by_all_means, sort, titles):
    for number, course in enumerate(found_by_all_means):
        moment = timezone.now() + timedelta(minutes=number)
        CoursePage.objects.filter(pk=course.page_id).update(first_published_at=moment)

    assert [card.title for card in programme(QueryDict(f"sort={sort}")).cards] == titles


def test_a_chosen_radius_leaves_with_its_municipality(found_by_all_means):
    listed = programme(QueryDict("municipality=nordhain&radius=10"))

    assert [(chip.label, chip.remove_url) for chip in listed.chips] == [
        ("Nordhain", "?"),
        ("bis 10 km", "?municipality=nordhain"),
    ]


def test_an_umlaut_is_sorted_like_its_letter(programme_page):
    for title in ("Zaun", "Übung", "Umbau"):
        factories.make_course(programme_page, title=title)

    assert [card.title for card in programme(QueryDict("sort=name")).cards] == ["Übung", "Umbau", "Zaun"]


@pytest.mark.parametrize(("days_ago", "said"), [(-7, "Uhr"), (2, "läuft seit")])
def test_a_series_that_has_begun_is_not_announced_for_a_day_gone_by(programme_page, days_ago, said):
    course = factories.make_course(programme_page, in_days=-days_ago)
    last = timezone.now() + timedelta(days=8)
    CourseDate.objects.create(course=course, starts_at=last, ends_at=last + timedelta(hours=2))
    refresh_span(course)

    [card] = programme(QueryDict("")).cards

    [begins, *_] = card.meta
    assert said in begins.text
