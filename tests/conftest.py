"""What every test may use: a site with a home page, courses, people; real objects, no mocks."""

import gc
import os
import shutil

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from koordination.roles import set_up_roles
from tests import factories, migrated
from tests.bad_input import watch, watched  # noqa: F401 - fixtures
from tests.goals import measured, note_goals, pytest_configure  # noqa: F401 - a hook and a fixture
from tests.sampling import leave_out
from tests.skips import pytest_runtest_makereport  # noqa: F401 - a hook
from vorgang.journal.guard import unguard

# Playwright's loop runs in this thread; the ORM is used beside it, never inside a coroutine.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


flush = TransactionTestCase._fixture_teardown


def flush_and_plant(case: TransactionTestCase) -> None:
    """Let a test that commits empty all tables, the journal too, and leave what the migrations left to the next test.

    The flush ends by setting the guard of the journal anew; it takes the roots of Wagtail's trees along.
    """
    unguard()
    flush(case)
    factories.make_roots()


TransactionTestCase._fixture_teardown = flush_and_plant


def pytest_collection_modifyitems(config, items):
    note_goals(items)
    leave_out(config, items)


def pytest_collection_finish():
    """Look for garbage rarely, and never among what is loaded: it took a seventh of the suite's time [measured]."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb) -> bool:
    """Whether Django finds its test database made, as on SQLite where there is one to copy."""
    return django_db_keepdb or (connection.vendor == "sqlite" and migrated.FILE in os.environ)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Let each process begin with a copy of the migrated database, where there is one."""
    with migrated.at_hand(connection.vendor, connection.settings_dict["TEST"]):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Begin with what every test with a page or a member of staff would do first, each time anew.

    That is: without the page that Wagtail brings, and with the roles of the office.
    """
    with django_db_blocker.unblock():
        factories.remove_welcome()
        set_up_roles()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Each test starts without what another one cached or counted."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language():
    """Each test starts in the site's language; a visit of an English page leaves its thread speaking English."""
    translation.deactivate()


@pytest.fixture
def home(db):
    """The home page of a site with its settings."""
    return factories.make_home()


@pytest.fixture
def programme_page(home):
    """The page of the course programme."""
    return factories.make_programme(home)


@pytest.fixture
def course(programme_page):
    """An open course of two seats that starts in a week."""
    return factories.make_course(programme_page, capacity=2)


@pytest.fixture
def coordinator(db):
    """A member of staff with every right in kurse and vorgang, without being a superuser."""
    return factories.make_coordinator()


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the whole session."""
    executable = find_chromium()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium fehlt in CI.")
        pytest.skip("Browsertests brauchen Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()
