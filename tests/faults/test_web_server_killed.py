"""kill -9 of all web processes while people book: what was acknowledged is stored (reliability R6)."""

import random
import time

import pytest

from kurse.models import Course, Seat
from tests.deploy.crowd import Crowd
from tests.deploy.installation import wait_until
from tests.faults.databases import booked_in, is_whole
from tests.goals import SOAK

ROUNDS = 50 if SOAK else 2
# In CI other tests run on the same two cores.
SECONDS_TO_COME_BACK = 10 if SOAK else 30


@pytest.mark.goal("R6")
def test_no_acknowledged_booking_is_lost_when_the_web_server_is_killed(house, course, measured):
    house.open()
    back_after = []

    with Crowd(lambda email: house.visitor().book(course.pk, email)) as crowd:
        for _ in range(ROUNDS):
            time.sleep(random.uniform(0.15, 0.9))
            house.kill("web")
            back_after.append(house.open())
    stored = booked_in(house.database_url)

    measured(
        f"{ROUNDS} Abbrüche, {len(crowd.acknowledged)} zugesagte Buchungen, {len(crowd.acknowledged - set(stored))} "
        f"verloren, nach höchstens {max(back_after):.1f} s wieder da"
    )
    assert crowd.acknowledged - set(stored) == set()
    assert len(crowd.acknowledged) > ROUNDS
    assert len(stored) == len(set(stored)) == Seat.objects.count()
    assert Course.objects.get(pk=course.pk).seats_taken == len(stored)
    assert crowd.statuses == {202}
    assert is_whole(house.database_url)
    assert max(back_after) <= SECONDS_TO_COME_BACK


@pytest.mark.goal("R6")
def test_a_server_that_says_yes_before_it_stores_loses_bookings(house, course, measured):
    """Negative control: the same kill finds what is lost where the answer does not wait for the commit."""
    house.application = "tests.faults.hasty_wsgi"
    house.open()

    with Crowd(lambda email: house.visitor().book(course.pk, email)) as crowd:
        wait_until(lambda: booked_in(house.database_url))
        house.kill("web")
    lost = crowd.acknowledged - set(booked_in(house.database_url))

    assert lost != set()
    assert crowd.statuses == {202}
    measured(f"Zusage vor dem Speichern: {len(lost)} von {len(crowd.acknowledged)} zugesagten Buchungen verloren")
