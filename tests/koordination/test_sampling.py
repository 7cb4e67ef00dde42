"""Whatever a run leaves out, one of the next two days takes."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tests import sampling
from tests.sampling import is_kept, is_up, todays

A_DAY = timedelta(days=1)
DAYS = [date(2026, 12, 30) + number * A_DAY for number in range(3)]


@dataclass
class Item:
    """What is asked of a collected test."""

    marks: dict[str, pytest.Mark] = field(default_factory=dict)
    fixturenames: tuple[str, ...] = ()
    nodeid: str = "tests/kurse/test_desk.py::test_it"

    def get_closest_marker(self, name: str) -> pytest.Mark | None:
        return self.marks.get(name)


ITEMS = {
    "asks no database": Item(),
    "rolls back": Item(fixturenames=("db",)),
    "rolls back, too": Item({"django_db": pytest.mark.django_db.mark}),
    "commits": Item({"django_db": pytest.mark.django_db(transaction=True).mark}),
    "serves": Item(fixturenames=("live_server",)),
    "proves": Item({"goal": pytest.mark.goal("R1").mark}),
    "starts processes": Item({"slow": pytest.mark.slow.mark}),
}


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(sampling, "SOAK", False)


def test_each_third_comes_once_in_three_days():
    assert [sum(is_up(number, day) for day in DAYS) for number in range(9)] == [1] * 9


def test_three_turns_take_all_between_them():
    things = dict.fromkeys("abcdefgh")
    turns = [set(todays(things, turn)) for turn in range(3)]

    assert set().union(*turns) == set(things)
    assert sum(map(len, turns)) == len(things)


def test_the_long_version_takes_all(monkeypatch):
    monkeypatch.setattr(sampling, "SOAK", True)

    assert list(todays({"a": 1, "b": 2, "c": 3})) == ["a", "b", "c"]


def test_on_a_second_database_proofs_and_what_commits_run_each_day_and_the_rest_in_turn():
    kept = {name: sum(is_kept(item, day) for day in DAYS) for name, item in ITEMS.items()}

    assert kept == {
        "asks no database": 0,
        "rolls back": 1,
        "rolls back, too": 1,
        "commits": 3,
        "serves": 3,
        "proves": 3,
        "starts processes": 3,
    }
