"""A workshop with a group in it, one of whose people is written to."""

import pytest

from kurse.models import Booking, Course
from tests import factories
from tests.kurse.told.groups import MAX, again, forget_mails, give, sure_group


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=3, in_days=30)


@pytest.fixture
def group(course) -> Booking:
    return sure_group(course)


@pytest.fixture
def with_max(group) -> Booking:
    """The group, in which one person is written to and has been told already."""
    give(group, "", MAX)
    forget_mails()
    return again(group)
