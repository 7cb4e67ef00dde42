"""What every test may use: a site with a home page, courses, people; real objects, no mocks."""

import pytest
from django.core.cache import cache

from tests import factories


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Each test starts without what another one cached or counted."""
    cache.clear()
    yield
    cache.clear()


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
