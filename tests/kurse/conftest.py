"""What the tests of kurse share: staff with their real roles, and a booking in each state."""

import pytest
from django.contrib.auth.models import Group, User

from koordination.roles import set_up_roles
from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Booking
from tests.kurse.test_booking import person


def staff(username: str, group: str) -> User:
    """Return a member of staff with exactly the rights of their group."""
    set_up_roles()
    user = User.objects.create_user(username, f"{username}@musterkreis.example", "geheim-genug-1")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def desk(client, home):
    """A browser in which the coordinator is signed in."""
    client.force_login(staff("koordination", "Koordination"))
    return client


@pytest.fixture
def editor(client, home):
    """A browser in which an editor is signed in, who writes pages and sees no bookings."""
    client.force_login(staff("redaktion", "Redaktion"))
    return client


@pytest.fixture
def held(course) -> Booking:
    return request_booking(course.pk, person())


@pytest.fixture
def confirmed(held) -> Booking:
    confirm(held)
    return Booking.objects.get(pk=held.pk)
