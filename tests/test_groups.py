"""Tests that share a long preparation run in one process, or each process would prepare anew."""

import os

import pytest


@pytest.mark.database_free
@pytest.mark.xdist_group("groups")
def test_a_group_of_tests_stays_in_one_process(request):
    """Distributed by `tests.run`, a test carries its group; pytest 9.2 with xdist 3.8 forgets it without a word."""
    is_grouped = request.node.nodeid.endswith("@groups")

    assert is_grouped or "PYTEST_XDIST_WORKER" not in os.environ
