"""The programme costs the same whether it lists a hundred courses or thousands."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from benchmarks.programme import VIEWS, figures
from benchmarks.yardstick import MARGIN, MARGIN_ALONE, Yardstick, yardstick
from kurse.models import CourseIndexPage
from kurse.programme.course_index import course_index, read_index
from pages.caches.pages import outdate
from tests import factories
from tests.goals import SOAK
from tests.kurse.county import grow

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = (100, 10_000) if SOAK else (100, 1_000)
LARGEST = 100_000 if SOAK else 3_000
MOST_RATIO, MOST_SQL = 12, 8
# With a filter and with the cards at hand; the first one who asks for a card waits for its query.
MOST_FILTERED = 8
# Of bare rows, which take 1.5 ms: 25 ms.
MOST_OF_LARGEST = 16.7
TURNS = 30 if SOAK else 6


@pytest.fixture(scope="module")
def rule() -> Iterator[Yardstick]:
    with yardstick() as found:
        yield found


@pytest.fixture
def county(programme_page):
    """Return what brings the programme to a size: eight topics, a dozen municipalities."""
    places = [factories.make_place() for _ in range(12)]
    tags = [Tag.objects.create(name=f"Thema {number}", slug=f"thema-{number}") for number in range(8)]

    def county_of(size: int) -> CourseIndexPage:
        grow(programme_page, places, tags, size)
        outdate()
        return programme_page

    return county_of


def statements(path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)


@pytest.mark.goal("P3")
def test_thousands_of_courses_cost_what_a_hundred_cost(county, rule, measured):
    warm, first = {}, {}
    for size in SIZES:
        path = county(size).get_url()
        statements(path)
        outdate()
        first[size] = statements(path)
        for query in VIEWS.values():
            statements(path + query)
        warm[size] = [statements(path + query) for query in VIEWS.values()]
    costs = {name: rule.cost(path + query, limit=most(query) * MARGIN, turns=TURNS) for name, query in VIEWS.items()}
    course_index.current().cards.most = 0
    unknown = rule.cost(path + VIEWS["ein Filter"], limit=MOST_RATIO * MARGIN, turns=TURNS)

    told = ", ".join(
        f"{name} {cost.milliseconds:.1f} ms = {cost.ratio:.1f} × bare rows" for name, cost in costs.items()
    )
    told += f", zwanzig neue Karten {unknown.milliseconds:.1f} ms = {unknown.ratio:.1f} × bare rows"
    measured(f"{SIZES[-1]} Kurse: {told}; {max(warm[SIZES[-1]])} SQL, nach einer Änderung {first[SIZES[-1]]}")
    assert warm[SIZES[0]] == warm[SIZES[1]]
    assert first[SIZES[0]] == first[SIZES[1]] <= MOST_SQL
    assert {name: costs[name].ratio for name, query in VIEWS.items() if costs[name].ratio > most(query) * MARGIN} == {}
    assert unknown.ratio <= MOST_RATIO * MARGIN


def most(query: str) -> int:
    """Return how many bare pages one of the programme may cost."""
    return MOST_FILTERED if query else MOST_RATIO


@pytest.mark.database_free
@pytest.mark.goal("P4")
def test_a_hundred_thousand_courses_cost_hardly_more(county, rule, measured):
    limit = MOST_OF_LARGEST * MARGIN

    views = figures(rule, county(LARGEST).get_url(), LARGEST, turns=TURNS, limit=limit)

    told = ", ".join(f"{one.name} {one.cost.milliseconds:.1f} ms = {one.cost.ratio:.1f} × bare rows" for one in views)
    measured(f"{LARGEST} Kurse: {told}; erste Seite nach einer Änderung {max(one.first_ms for one in views):.0f} ms")
    assert {one.name: one.cost.ratio for one in views if one.cost.ratio > limit} == {}
    assert {one.statements for one in views} == {1}


@pytest.mark.goal("P3", "P4")
def test_an_index_that_is_read_for_every_page_is_noticed(county, rule, monkeypatch):
    """Negative control: without what is kept each visit reads thousands of courses, and `make soak` tells."""
    path = county(LARGEST).get_url()
    monkeypatch.setattr(course_index, "current", read_index)

    assert rule.cost(path, turns=TURNS).ratio > MOST_RATIO * MARGIN_ALONE


def test_a_change_is_seen_by_the_next_visit(county):
    path = county(10).get_url()
    Client().get(path)

    factories.make_course(CourseIndexPage.objects.get(), title="Eben erst veröffentlicht", in_days=0.5)

    assert "Eben erst veröffentlicht" in Client().get(path).content.decode()
