"""The database's disk runs full while people book, and gets room again (reliability R8)."""

import time
from contextlib import ExitStack

import pytest
from django.db import connection

from tests.deploy.crowd import Crowd
from tests.deploy.installation import wait_until
from tests.faults.databases import booked_in, cluster_with_copy, copy_of_file, folder_for_everybody, is_whole
from tests.faults.disks import fill
from tests.goals import SOAK

ROUNDS = 5 if SOAK else 1
NAME = "Erika Ausgedacht"


@pytest.fixture
def disk(house, small_disk):
    """Everything that the house writes, database, media and cache, on one small disk; returns where it is full."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite":
            small_disk(house.var, megabytes=12)
            house.furnish()
            house.database_url = copy_of_file(house.var / "db.sqlite3")
            yield house.var
            return
        folder = stack.enter_context(folder_for_everybody())
        small_disk(folder, megabytes=90)
        house.cluster = stack.enter_context(cluster_with_copy(folder))
        house.database_url = house.cluster.url
        yield folder
        house.close()


def revive(house) -> None:
    """Start PostgreSQL again where it gave up without room for its log, as systemd does; nothing else."""
    cluster = getattr(house, "cluster", None)
    if cluster is not None and not cluster.is_running():
        cluster.start()


@pytest.mark.goal("R8")
def test_a_full_disk_loses_nothing_and_says_when_to_come_back(house, disk, course, measured):
    house.open()
    form = f"/de/anmeldung/{course.pk}/"
    read, sent = [], []

    with Crowd(lambda email: house.visitor().book(course.pk, email)) as crowd:
        for _ in range(ROUNDS):
            before = len(crowd.acknowledged)
            wait_until(lambda before=before: len(crowd.acknowledged) > before + 5)
            refused = sum(answer.status == 503 for answer in crowd.answers)
            while sum(answer.status == 503 for answer in crowd.answers) < refused + 5:
                filler = fill(disk)
                time.sleep(0.1)
            read += [house.visitor().get(path) for path in ("/de/", course.page.get_url(), form)]
            if read[-1].status == 200:
                sent.append(house.visitor().book_by_form(course.pk, name=NAME, email="a@beispiel.example"))
            filler.unlink()
            revive(house)
            before = len(crowd.acknowledged)
            wait_until(lambda before=before: len(crowd.acknowledged) > before + 5, 30)
    stored = booked_in(house.database_url)

    refused = [answer for answer in crowd.answers if answer.status == 503]
    measured(
        f"{connection.vendor}: {len(crowd.acknowledged)} zugesagte Buchungen, "
        f"{len(crowd.acknowledged - set(stored))} verloren, {len(refused)} mit 503 abgewiesen, 0 mit 500"
    )
    assert crowd.acknowledged - set(stored) == set()
    assert len(stored) == len(set(stored))
    assert crowd.statuses == {202, 503}
    assert {tuple(answer.all("Retry-After")) for answer in refused} == {("30",)}
    assert {tuple(answer.all("Content-Type")) for answer in refused} == {("application/problem+json",)}
    assert {page.status for page in read} <= {200, 503}
    assert {page.status for page in sent} <= {302, 503}
    assert all(NAME in page.text for page in sent if page.status == 503 and "<form" in page.text)
    assert is_whole(house.database_url)
