"""Which test proves which goal, and what it measured: the raw material of docs/nachweise.md.

`@pytest.mark.goal("R1", "R5")` names the goals of tests/goals.toml that a test proves; the fixture `measured`
keeps a figure. With GOALS_FILE the run leaves both as JSON, which tests/goals_table.py turns into the table.
"""

import json
import os
from pathlib import Path

import pytest

# The long versions: `make soak`.
SOAK = bool(os.environ.get("SOAK"))
CONTROL = "Negative control"


class Ledger:
    """What the tests of one run proved: {test: {goals, control, outcome, measured}}, parametrised ones as one."""

    def __init__(self, path: Path):
        self.path = path
        self.tests: dict[str, dict] = {}

    def pytest_runtest_logreport(self, report):
        properties = report.user_properties
        goals = [value for key, value in properties if key == "goal"]
        if not goals or (report.when != "call" and report.outcome == "passed"):
            return
        entry = self.tests.setdefault(
            # Without the parameters and without the group by which xdist keeps tests together.
            report.nodeid.partition("[")[0].partition("@")[0],
            {"goals": goals, "control": ("control", True) in properties, "outcomes": [], "measured": []},
        )
        entry["outcomes"].append(report.outcome)
        entry["measured"] += [value for key, value in properties if key == "measured"]

    def pytest_sessionfinish(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.tests, ensure_ascii=False, indent=1, sort_keys=True))


def pytest_configure(config):
    path = os.environ.get("GOALS_FILE")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger(Path(path)), "goals")


def note_goals(items):
    """Keep at each test which goals it proves."""
    for item in items:
        goals = [goal for mark in item.iter_markers("goal") for goal in mark.args]
        item.user_properties += [("goal", goal) for goal in sorted(set(goals))]
        if goals and (getattr(item.function, "__doc__", None) or "").startswith(CONTROL):
            item.user_properties.append(("control", True))


@pytest.fixture
def measured(request):
    """Keep a figure for docs/nachweise.md: `measured("200 Runden, 0 überbucht")`."""
    return lambda text: request.node.user_properties.append(("measured", text))
