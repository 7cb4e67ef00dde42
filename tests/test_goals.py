"""The table of proofs tells apart what is proved, what waits for its reason, and what nobody proves."""

import pytest

from tests import goals_table

pytestmark = pytest.mark.database_free
PROOF = {"control": False, "outcomes": ["passed"], "measured": ["0 überbucht (SQLite)"]}
CONTROL = {**PROOF, "control": True, "measured": []}


@pytest.fixture
def two_goals(monkeypatch):
    rows = {
        "R1": {"title": "Letzter Platz", "goal": "genau einer"},
        "R3": {"title": "Warteliste", "goal": "Reihenfolge", "reason": "kommt später"},
    }
    monkeypatch.setattr(goals_table, "goals", lambda: rows)


def test_a_goal_needs_a_proof_or_a_reason(two_goals):
    assert goals_table.faults({"R1": {"tests/a.py::test_b": PROOF}}) == []
    assert goals_table.faults({}) == ["R1: weder Nachweis noch Begründung"]


def test_a_negative_control_alone_proves_nothing(two_goals):
    assert goals_table.faults({"R1": {"tests/a.py::test_b": CONTROL}}) == ["R1: weder Nachweis noch Begründung"]


def test_a_mark_that_no_goal_knows_is_a_fault(two_goals):
    found = {"R1": {"tests/a.py::test_b": PROOF}, "R99": {"tests/a.py::test_b": PROOF}}

    assert goals_table.faults(found) == ["R99: steht nicht in tests/goals.toml"]


def test_two_tables_of_the_same_proofs_agree_whatever_was_measured(two_goals):
    first = goals_table.render({"R1": {"tests/a.py::test_b": PROOF, "tests/a.py::test_c": CONTROL}})
    second = goals_table.render(
        {"R1": {"tests/a.py::test_b": {**PROOF, "measured": []}, "tests/a.py::test_c": CONTROL}}
    )
    other = goals_table.render({"R1": {"tests/a.py::test_d": PROOF}})

    assert first != second
    assert goals_table.proofs_of(first) == goals_table.proofs_of(second)
    assert goals_table.proofs_of(first) != goals_table.proofs_of(other)
