"""A real browser against a real server: headless Chromium, and every request it makes is watched."""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page

from koordination.roles import COORDINATOR, set_up_roles
from tests import factories
from tests.browser.desk_states import views  # noqa: F401 - a fixture
from tests.browser.states import bookings, states  # noqa: F401 - fixtures
from tests.browser.steps import Postbox
from tests.goals import SOAK

# A browser on a busy machine misses what its program does not: only the usual CI run tries again, and says so.
SECOND_TRY = "CI" in os.environ and not SOAK


# Before pytest-django sorts by it: a test that commits runs after all that do not, for it empties every table.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if SECOND_TRY:
                item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def visit(chromium, live_server) -> Iterator[Callable]:
    """Return a function that opens a context and gives a page; no page may ask a foreign host."""
    contexts, foreign = [], []

    def open_page(width: int = 1280, height: int = 900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="de-DE", base_url=live_server.url, **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)

        def watch(request):
            if urlsplit(request.url).netloc not in {urlsplit(live_server.url).netloc, ""}:
                foreign.append(request.url)

        context.on("request", watch)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == []


@pytest.fixture
def phone(visit) -> Page:
    """A page of 320 px without JavaScript."""
    return visit(width=320, height=640, java_script_enabled=False, accept_downloads=True)


@pytest.fixture(autouse=True)
def _site_address(request, settings):
    """Mails carry the live server's address, so that their links can be followed."""
    if "live_server" in request.fixturenames:
        settings.SITE_URL = request.getfixturevalue("live_server").url
    # The three seconds are tested in vorgang; a browser test is faster than any person.
    settings.VORGANG_MINIMUM_SECONDS = 0


@pytest.fixture
def postbox(settings, tmp_path) -> Postbox:
    """Mails are written as files, encoded as a mail server would get them, instead of kept as objects."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return Postbox(tmp_path)


@pytest.fixture
def office(programme_page):
    """A coordinator with the rights of the shipped role, in a site with a place."""
    factories.make_place(name="Kreishaus")
    user = factories.make_coordinator()
    set_up_roles()
    user.groups.set(Group.objects.filter(name=COORDINATOR))
    return user
