"""What a kept and a rendered page cost beside a bare Django page, and how long the site takes to start."""

import gzip
import re
import resource
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import county, http
from benchmarks.servers import has_wrk, served
from benchmarks.yardstick import MARGIN, Yardstick, yardstick
from tests import factories
from tests.goals import SOAK

DUMMY = "django.core.cache.backends.dummy.DummyCache"
CARELESS = "tests.koordination.careless.AsksForEachRow"
# Loaded once: what comes after is a copy.
SECONDS_TO_START = 2.5 * MARGIN
FILES = "django.core.cache.backends.filebased.FileBasedCache"


@pytest.fixture(scope="module")
def rule() -> Iterator[Yardstick]:
    with yardstick() as found:
        yield found


@pytest.fixture
def paths(home) -> dict[str, str]:
    """Return the addresses of a page of each type that is read most."""
    course = factories.make_course(factories.make_programme(home))
    pages = factories.make_content(home)
    shown = {name: pages[name] for name in ("content", "news", "imprint")}
    return {"home": "/de/", "course": course.page.get_url(), **{name: page.get_url() for name, page in shown.items()}}


@pytest.fixture
def kept_in_files(settings, tmp_path):
    settings.CACHES = {
        **settings.CACHES,
        "shared": {"BACKEND": FILES, "LOCATION": str(tmp_path / "shared")},
        "pages": {"BACKEND": FILES, "LOCATION": str(tmp_path / "pages")},
    }


def statements(path: str) -> Counter:
    """Return how often each statement with its values is sent for a warm page."""
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return Counter(query["sql"] for query in captured)


@pytest.mark.goal("P2")
@pytest.mark.django_db(transaction=True)
def test_a_rendered_page_costs_five_bare_pages_at_most(paths, rule, measured):
    ratios = {name: round(rule.cost(path, limit=5 * MARGIN).ratio, 1) for name, path in paths.items()}
    sent = {name: statements(path) for name, path in paths.items()}

    most = max(found.total() for found in sent.values())
    measured(f"{', '.join(f'{name} {ratio}' for name, ratio in ratios.items())} × bare rows; höchstens {most} SQL")
    assert {name: ratio for name, ratio in ratios.items() if ratio > 5 * MARGIN} == {}
    assert wasteful(sent) == []


def wasteful(sent: dict[str, Counter]) -> list[str]:
    """Return the pages that send more than ten statements, or one of them twice."""
    return [name for name, found in sent.items() if found.total() > 10 or max(found.values()) > 1]


@pytest.mark.goal("P2")
@pytest.mark.django_db(transaction=True)
def test_a_page_that_asks_for_each_row_is_found(paths, settings):
    """Negative control."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, CARELESS]

    assert wasteful({name: statements(path) for name, path in paths.items()}) == list(paths)


@pytest.mark.goal("P2")
@pytest.mark.django_db(transaction=True)
def test_a_page_that_costs_more_is_noticed(paths, settings):
    """Negative control: a page that is made as often as it may cost bare pages, and once more."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.koordination.careless.MakesItAgain"]

    with yardstick() as rule:
        ratio = rule.cost(paths["content"]).ratio

    assert ratio > 5 * MARGIN


@pytest.mark.django_db(transaction=True)
def test_the_home_page_with_its_styles_and_scripts_is_small(paths):
    page = Client().get("/de/").content.decode()
    files = [find(name) for name in re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)]

    assert len(files) == 6
    assert sum(len(gzip.compress(content)) for content in [page.encode(), *map(read, files)]) <= 120_000


def read(path: str) -> bytes:
    return Path(path).read_bytes()


@pytest.mark.goal("P1")
@pytest.mark.django_db(transaction=True)
def test_a_kept_page_costs_a_quarter_of_a_bare_page_and_no_query(kept_in_files, paths, rule, measured):
    ratio = max(rule.cost(path, limit=0.27 * MARGIN).ratio for path in paths.values())

    measured(f"CPU höchstens {ratio:.2f} × bare rows im Prozess, 0 SQL, kein Cookie")
    assert ratio <= 0.27 * MARGIN
    assert [name for name, path in paths.items() if statements(path)] == []
    assert [name for name, path in paths.items() if Client().get(path).cookies] == []


@pytest.mark.goal("P1")
@pytest.mark.django_db(transaction=True)
def test_the_same_page_costs_more_where_nothing_is_kept(settings, paths, rule):
    """Negative control of the test above."""
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": DUMMY}}

    assert rule.cost(paths["content"]).ratio > 0.5


@pytest.mark.goal("P1")
@pytest.mark.database_free
@pytest.mark.skipif(not SOAK, reason="Die Messung über HTTP läuft mit make soak.")
@pytest.mark.skipif(not has_wrk(), reason="Für make soak fehlt wrk: apt-get install wrk")
def test_a_kept_page_beside_a_bare_one_over_http(measured):
    found = {one.name: one for one in http.measure().results}

    kept = found["Startseite, aufbewahrt"]
    measured(
        f"über HTTP {kept.ratio:.1f} × bare rows, {kept.ratio / found[http.CACHED].ratio:.2f} × cache_page, "
        f"CPU {kept.cpu_ratio:.2f} × bare rows"
    )
    # A busy machine only ever takes away.
    assert kept.ratio >= 3.5 / MARGIN
    assert kept.cpu_ratio <= 0.27 * MARGIN


def used() -> float:
    """Return the seconds of CPU of all programs that were started and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.goal("P9")
@pytest.mark.database_free
def test_an_empty_database_is_migrated_and_the_site_answers_at_once(tmp_path, measured):
    """Counted is the time of the processor; beside it stands the time by the clock, which a busy machine stretches."""
    before = used()
    seconds = county.manage(tmp_path, "migrate", "-v0")
    migrating = used() - before
    county.manage(tmp_path, "collectstatic", "--noinput", "-v0")
    starting, until_answered = start("koordination.wsgi", tmp_path)

    measured(
        f"migrate {migrating:.1f} s CPU ({seconds:.1f} s), zwei Prozesse bis zur ersten Antwort {starting:.1f} s CPU "
        f"({until_answered:.1f} s)"
    )
    assert migrating <= 17 * MARGIN
    assert starting <= SECONDS_TO_START


def start(application: str, folder: Path) -> tuple[float, float]:
    """Serve two processes until the first answer; return the seconds of CPU and those of the clock."""
    with served(application, "/healthz", "-c", "deploy/gunicorn.conf.py", **county.environment(folder)) as site:
        return site.cpu(), site.seconds


@pytest.mark.goal("P9")
@pytest.mark.database_free
def test_a_site_that_computes_while_it_is_loaded_is_found(tmp_path):
    """Negative control."""
    starting, _until_answered = start("tests.koordination.slow_to_start", tmp_path)

    assert starting > SECONDS_TO_START
