"""A database that is busy loses nothing: the verb says so, and the form keeps what was typed."""

import sqlite3

import pytest
from django.conf import settings
from django.db import connection

from kurse.booking.lifecycle import cancel, request_booking
from kurse.errors import CourseBusy
from kurse.models import Booking
from kurse.states import SeatState
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(course):
    """Return a booking whose course row another connection holds; nobody waits for long in this test."""
    booking = request_booking(course.pk, person())
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 200")
        other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        other = connection.copy()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("UPDATE kurse_course SET lock_version = lock_version + 1 WHERE id = %s", [course.pk])
    yield booking
    other.rollback() if connection.vendor != "sqlite" else other.execute("ROLLBACK")
    other.close()
    connection.close()


def test_a_verb_that_cannot_get_the_lock_says_so_and_changes_nothing(busy):
    with pytest.raises(CourseBusy):
        cancel(busy)
    with pytest.raises(CourseBusy):
        request_booking(busy.course_id, person(2))

    assert Booking.objects.count() == 1
    assert busy.seats.get().state == SeatState.HELD
