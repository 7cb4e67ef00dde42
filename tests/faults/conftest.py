"""A house on the very database the suite runs on, and small disks."""

import os
import subprocess
from contextlib import ExitStack

import pytest

from tests import factories
from tests.faults.databases import address_of_database
from tests.faults.house import House


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/faults" in str(item.path):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def course(transactional_db):
    """A course with room for everybody, on its page below a programme."""
    return factories.make_course(factories.make_programme(factories.make_home()), capacity=20_000)


@pytest.fixture
def house(course, tmp_path):
    """A house that is furnished and closed; it is left before the tables are emptied."""
    with ExitStack() as stack:
        house = House(tmp_path, database_url=address_of_database(), stack=stack)
        house.furnish()
        yield house


@pytest.fixture
def small_disk(tmp_path):
    """Return a function that mounts so many megabytes over a folder."""
    mounted = []

    def mount(folder, megabytes: int) -> None:
        folder.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            if os.environ.get("CI"):
                pytest.fail(f"In CI muss das gehen: {' '.join(command)}")
            pytest.skip(f"Dieser Test braucht root: {' '.join(command)}")
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
