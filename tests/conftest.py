"""What every test may use: a site with a home page, courses, people; real objects, no mocks."""

import os
import shutil

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

from tests import factories
from tests.goals import measured, pytest_collection_modifyitems, pytest_configure  # noqa: F401 - hooks and a fixture
from vorgang.journal_guard import unguard

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


def flush_the_journal_too(case: TransactionTestCase) -> None:
    """Let a test that commits empty the journal with all other tables; the flush ends by setting the guard anew."""
    unguard()
    flush(case)


TransactionTestCase._fixture_teardown = flush_the_journal_too


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
