"""Every row of the table of what a course office needs is shown by tests that exist, or says what is missing."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.database_free

TESTS = Path(__file__).resolve().parents[1]
TABLE = tomllib.loads(Path(__file__).with_name("course_table.toml").read_text(encoding="utf-8"))


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the tests of a module; none where there is no such file."""
    module = TESTS / path
    if not module.exists():
        return frozenset()
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def missing(table: dict[str, dict]) -> list[str]:
    """Return the tests of a table that nobody has written."""
    named = [test.split("::") for row in table.values() for test in row["tests"]]
    return [f"{path}::{name}" for path, name in named if name not in names_in(path)]


def test_every_row_is_shown_or_says_what_is_missing():
    assert missing(TABLE) == []
    assert [name for name, row in TABLE.items() if not row["tests"] and "open" not in row] == []


def test_a_test_that_was_renamed_is_found():
    """Negative control."""
    spoilt = {"Erasure": {"tests": ["kurse/test_erasure.py::test_nothing", "kurse/test_gone.py::test_it"]}}

    assert missing(spoilt) == spoilt["Erasure"]["tests"]
