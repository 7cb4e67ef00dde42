"""kill -9 of PostgreSQL with all its processes while people book (reliability R7)."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from tests.deploy.crowd import Crowd
from tests.deploy.installation import wait_until
from tests.faults.databases import FORGETFUL, booked_in, cluster_with_copy, folder_for_everybody
from tests.goals import SOAK
from tests.postgresql import Cluster

ROUNDS = 30 if SOAK else 1
# In CI other tests run on the same two cores.
SECONDS_TO_COME_BACK = 10 if SOAK else 30


@contextmanager
def started(*options: str) -> Iterator[Cluster]:
    """Start a cluster of our own with what the suite's database holds."""
    if connection.vendor != "postgresql":
        pytest.skip("Nur im Durchlauf auf PostgreSQL.")
    with folder_for_everybody() as folder, cluster_with_copy(folder, *options) as cluster:
        yield cluster


@pytest.fixture
def cluster(course):
    """A durable cluster."""
    with started() as cluster:
        yield cluster


@pytest.fixture
def forgetful_cluster(course):
    """A cluster that says yes before it writes."""
    with started(FORGETFUL) as cluster:
        yield cluster


@pytest.mark.goal("R7")
def test_no_acknowledged_booking_is_lost_when_postgresql_is_killed(cluster, house, course, measured):
    house.database_url = cluster.url
    house.open()
    back_after, meanwhile = [], []

    with Crowd(lambda email: house.visitor().book(course.pk, email)) as crowd:
        for _ in range(ROUNDS):
            before = len(crowd.acknowledged)
            wait_until(lambda before=before: len(crowd.acknowledged) > before)
            time.sleep(random.uniform(0.15, 0.9))
            cluster.kill()
            meanwhile.append(house.visitor().get(f"/de/anmeldung/{course.pk}/"))
            cluster.start()
            started, before = time.monotonic(), len(crowd.acknowledged)
            wait_until(lambda before=before: len(crowd.acknowledged) > before)
            back_after.append(time.monotonic() - started)
    stored = booked_in(cluster.url)
    house.close()

    lost = crowd.acknowledged - set(stored)
    measured(
        f"{ROUNDS} Abbrüche, {len(crowd.acknowledged)} zugesagte Buchungen, {len(lost)} verloren, "
        f"Antwort nach höchstens {max(back_after):.1f} s"
    )
    assert lost == set()
    assert len(stored) == len(set(stored))
    assert crowd.statuses <= {202, 503}
    assert {page.status for page in meanwhile} == {503}
    assert {tuple(page.all("Retry-After")) for page in meanwhile} == {("30",)}
    assert all("Die Seite ist gleich wieder da" in page.text for page in meanwhile)
    assert max(back_after) <= SECONDS_TO_COME_BACK


@pytest.mark.goal("R7")
def test_a_database_that_says_yes_before_it_writes_loses_bookings(forgetful_cluster, house, course, measured):
    """Negative control: the same kill finds what is lost with synchronous_commit=off."""
    house.database_url = forgetful_cluster.url
    house.open()
    people = {f"person{number}@beispiel.example" for number in range(10)}

    statuses = {house.visitor().book(course.pk, email).status for email in people}
    forgetful_cluster.kill()
    forgetful_cluster.start()
    lost = people - set(booked_in(forgetful_cluster.url))
    house.close()

    assert statuses == {202}
    assert lost != set()
    measured(f"synchronous_commit=off: {len(lost)} von {len(people)} zugesagten Buchungen verloren")
