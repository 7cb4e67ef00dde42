"""A house on the very database the suite runs on, and small disks."""

import os
import subprocess
from contextlib import ExitStack

import pytest
from django.db import connection

from tests import factories
from tests.faults.house import House


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/faults" in str(item.path):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("faults"))


def address_of_database() -> str:
    """Return the DATABASE_URL of the suite's own database."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


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
