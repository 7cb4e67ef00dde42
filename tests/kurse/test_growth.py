"""What a page costs does not depend on how much there is: equal statements at 10, 100 and 1,000 rows, flat time."""

import time
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from taggit.models import Tag

from kurse.models import Course
from kurse.states import CourseFormat
from tests import factories
from tests.goals import SOAK
from tests.kurse.conftest import staff
from tests.kurse.county import grow

pytestmark = pytest.mark.django_db
SIZES = (10, 100, 1_000, 10_000, 100_000) if SOAK else (10, 100, 1_000)
# From the first to the second size the time of these may grow by a fifth (the clock is that of the processor).
FLAT_BETWEEN = (1_000, 100_000)
FLAT = ("home", "course", "API course", "booking")
CALLS = 25


@pytest.fixture
def county(home, settings):
    """A programme with eight topics in twelve municipalities, and somebody at the desk."""
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.VORGANG_NETWORK_PER_MINUTE = 100_000
    settings.KOORDINATION_API_PER_MINUTE = 100_000
    factories.make_content(home)
    towns = [factories.make_municipality() for _ in range(11)]
    places = [factories.make_place(municipality=town) for town in towns]
    tags = [Tag.objects.create(name=f"Thema {number}", slug=f"thema-{number}") for number in range(8)]
    programme_page = factories.make_programme(home)
    return lambda size: grow(programme_page, places, tags, size)


class Visits:
    """One visit of each kind, by a name; visitors and the desk are signed in as in life."""

    def __init__(self):
        self.visitor, self.desk = Client(), Client()
        self.desk.force_login(staff("tresen", "Koordination"))
        self.people = 0

    def kinds(self) -> dict:
        course = Course.objects.order_by("-pk").first()
        programme = course.page.get_parent().get_url()
        book = reverse("kurse_book", args=[course.pk])
        return {
            "home": lambda: self.visitor.get("/de/"),
            "programme": lambda: self.visitor.get(programme),
            "programme, three filters": lambda: self.visitor.get(
                f"{programme}?format={CourseFormat.values[0]}&tag=thema-0&free=true"
            ),
            "course": lambda: self.visitor.get(course.page.get_url()),
            "municipality": lambda: self.visitor.get("/de/gemeinden/nordhain/"),
            "API list": lambda: self.visitor.get("/api/v1/kurse/?limit=5"),
            "API course": lambda: self.visitor.get(f"/api/v1/kurse/{course.pk}/"),
            "booking": self.booking(book),
            "bookings in the CMS": lambda: self.desk.get(reverse("kurse_booking:index")),
            "inbox": lambda: self.desk.get(reverse("vorgang_inbox")),
        }

    def booking(self, url: str):
        """Return a visit that fills in the form at once and sends it when called."""
        form = self.visitor.get(url).context["form"]

        def send():
            self.people += 1
            fields = {
                "name": "Erika Beispiel",
                "email": f"erika{self.people}@beispiel.example",
                "consent": "on",
                "started": form["started"].value(),
                "idempotency_key": f"schluessel-{self.people:08}",
            }
            return self.visitor.post(url, fields)

        return send


def statements(visit) -> list[str]:
    """Return the SQL of a warm visit: the shorter of two, for what happens once a minute may fall into one of them."""
    visit()
    return min((captured(visit) for _ in range(2)), key=len)


def captured(visit) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        answer = visit()
    assert answer.status_code in {200, 302}
    return [query["sql"] for query in queries]


def milliseconds(visit) -> float:
    """Return the median time that the processor needs for a visit."""
    times = []
    for _ in range(CALLS):
        start = time.process_time()
        visit()
        times.append((time.process_time() - start) * 1000)
    return median(times)


@pytest.mark.goal("P10")
def test_every_page_costs_the_same_however_much_there_is(county, measured):
    visits = Visits()
    counts, times = {}, {}
    for size in SIZES:
        county(size)
        kinds = visits.kinds()
        counts[size] = {name: len(statements(visit)) for name, visit in kinds.items()}
        if size in FLAT_BETWEEN and SOAK:
            times[size] = {name: milliseconds(kinds[name]) for name in FLAT}

    measured(f"SQL bei {SIZES[0]} und {SIZES[-1]} Kursen und Buchungen gleich: {counts[SIZES[0]]}")
    assert growing(counts) == {}
    if SOAK:
        small, large = (times[size] for size in FLAT_BETWEEN)
        ratios = {name: round(large[name] / small[name], 2) for name in FLAT}
        measured(f"Zeit von {FLAT_BETWEEN[0]} auf {FLAT_BETWEEN[1]}: {ratios}")
        assert [name for name, ratio in ratios.items() if ratio > 1.2] == []


def growing(counts: dict[int, dict[str, int]]) -> dict[str, list[int]]:
    """Return by name the statements at each size of those pages that do not send the same number everywhere."""
    names = next(iter(counts.values()))
    by_name = {name: [found[name] for found in counts.values()] for name in names}
    return {name: numbers for name, numbers in by_name.items() if len(set(numbers)) > 1}


@pytest.mark.goal("P10")
def test_a_page_that_asks_once_per_row_is_noticed(county):
    """Negative control of the test above."""
    visitor, counts = Client(), {}
    kinds = {"home": lambda: visitor.get("/de/"), "careless": one_query_per_row}
    for size in (10, 30):
        county(size)
        counts[size] = {name: len(statements(visit)) for name, visit in kinds.items()}

    few = counts[10]["careless"]
    assert growing(counts) == {"careless": [few, few + 20]}


def one_query_per_row():
    """Show every course with its place, without fetching them along."""
    for course in Course.objects.all():
        assert course.place.name
    return Client().get("/healthz")
