"""In CI no skip hides a duty: a test may be skipped for the database it is run on, or as the long version of one."""

import os
import re

import pytest

# All else that a test may miss, .ci/run installs.
NO_DUTY = re.compile(
    r"make soak|make probe"
    r"|^SQLite |^PostgreSQL compares with any number|^Nur im Durchlauf auf PostgreSQL"
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Let a test fail in CI that is skipped for want of something."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        _path, _line, reason = report.longrepr
        reason = reason.removeprefix("Skipped: ")
        if not NO_DUTY.search(reason):
            report.outcome, report.longrepr = "failed", f"In CI darf dieser Test nicht fehlen: {reason}"
    return report
