"""The programme: facets that count under the other filters, in two queries."""

import pytest
from django.http import QueryDict

from kurse.booking import request_booking
from kurse.programme import programme
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
    return sorted(course.page.title for course in programme(QueryDict(query)).courses)


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

    assert (listed.total, len(listed.courses)) == (1, 1)


def test_an_unknown_format_is_said_and_finds_nothing(four_courses):
    listed = programme(QueryDict("format=konzert"))

    assert listed.courses == []
    assert listed.error != ""


def test_the_month_of_a_course_is_counted_in_local_time(four_courses):
    months = counts("", "month")

    assert sum(months.values()) == 4


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
def test_a_list_costs_two_queries(programme_page, number, django_assert_num_queries):
    for _ in range(number):
        factories.make_course(programme_page, tags=("Recht",))
    programme(QueryDict(""))

    with django_assert_num_queries(2):
        for course in programme(QueryDict("")).courses:
            assert course.page.title
            assert course.place.municipality.name
