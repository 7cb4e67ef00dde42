"""A test that CI cannot run is a fault there, and a hint elsewhere."""

import os
import subprocess
import sys

import pytest

from tests.goals_table import ROOT

pytestmark = pytest.mark.database_free
TESTS = """
import pytest

def test_that_is_there():
    pass

@pytest.fixture
def scanner():
    pytest.skip({reason!r})

def test_that_lacks_something(scanner):
    pass
"""


def outcomes(folder, reason: str, **environment: str) -> str:
    """Run two tests, one of which is skipped for a reason, and return what pytest counts at its end."""
    path = folder / "test_two.py"
    path.write_text(TESTS.format(reason=reason))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.skips", "-p", "no:cacheprovider"]
    known = {name: value for name, value in os.environ.items() if name not in ("CI", "GOALS_FILE")}
    # Nothing of the suite's: the two tests need none of it.
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    result = subprocess.run(
        [*command, "-c", "/dev/null", "--rootdir", str(folder), str(path)],
        cwd=ROOT,
        env={**known, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.splitlines()[-1].partition(" in ")[0]


def test_in_ci_a_test_that_lacks_something_fails(tmp_path):
    assert outcomes(tmp_path, "Es fehlt clamd: apt-get install clamav-daemon", CI="true") == "1 passed, 1 error"


def test_in_ci_the_long_version_and_that_of_another_database_may_be_skipped(tmp_path):
    assert outcomes(tmp_path, "lange Fassung: make soak", CI="true") == "1 passed, 1 skipped"
    assert outcomes(tmp_path, "SQLite kennt kein TRUNCATE", CI="true") == "1 passed, 1 skipped"


def test_elsewhere_it_is_skipped(tmp_path):
    """Negative control: without the guard nobody notices."""
    assert outcomes(tmp_path, "Es fehlt clamd: apt-get install clamav-daemon") == "1 passed, 1 skipped"
