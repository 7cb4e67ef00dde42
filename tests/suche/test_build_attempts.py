"""An index that cannot be written is not tried each minute: every attempt reads the whole site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suche.indexing import retries
from suche.indexing.following import catch_up_late, is_there
from suche.indexing.retries import FIRST_SECONDS, MOST_SECONDS, Attempts, attempts
from tests.suche.knowledge import make_knowledge

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that stands still until somebody moves it."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(retries, "monotonic", found)
    attempts.succeeded()
    retries.told.clear()
    yield found
    attempts.succeeded()
    retries.told.clear()


@pytest.fixture
def blocked(home, settings, tmp_path):
    """A folder that cannot be made, since a file has its parent's name; returns that file."""
    make_knowledge(home)
    file = tmp_path / "voll"
    file.write_text("")
    settings.SUCHE_URL = f"embedded://{file / 'suche'}"
    return file


def reads_the_site() -> bool:
    with CaptureQueriesContext(connection) as caught:
        catch_up_late()
    return any('FROM "wissen_questionpage"' in query["sql"] for query in caught)


def test_an_index_that_cannot_be_written_is_tried_less_and_less_often(blocked, clock):
    assert reads_the_site()
    assert not reads_the_site()

    clock.now += FIRST_SECONDS
    assert reads_the_site()
    clock.now += FIRST_SECONDS
    assert not reads_the_site()
    clock.now += FIRST_SECONDS
    assert reads_the_site()


def test_without_waiting_each_minute_would_read_the_whole_site(blocked, clock):
    """Negative control."""
    for _minute in range(3):
        attempts.succeeded()
        assert reads_the_site()


def test_the_fault_is_logged_once(blocked, clock, caplog):
    for _attempt in range(3):
        catch_up_late()
        clock.now += MOST_SECONDS

    assert caplog.text.count("could not be mended") == 1


def test_as_soon_as_it_can_be_written_the_index_is_there(blocked, clock, caplog):
    catch_up_late()
    blocked.unlink()
    clock.now += FIRST_SECONDS

    catch_up_late()

    assert is_there()
    assert attempts.wait == 0


def test_nobody_waits_longer_than_an_hour(clock):
    one = Attempts()
    for _failure in range(20):
        one.failed()

    assert one.wait == MOST_SECONDS
