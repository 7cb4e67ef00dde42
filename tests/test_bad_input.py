"""The judgement over answers to bad input sees what it forbids, and its table names tests that exist."""

import pytest

from tests.bad_input import TABLE, Watch, WatchedClient, table

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S1")]


def other_than(vendor: str) -> str:
    """Return the status that the other database gives."""
    return {"sqlite": "422", "postgresql": "200"}[vendor]


@pytest.mark.urls("tests.careless_answers")
@pytest.mark.filterwarnings("ignore:A test tried to use socket")
@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("/defekt/", "fault of ours"),
        ("/langsam/", "slow"),
        ("/langsame-datenbank/", "slow"),
        ("/fremd/", "asked: 192.0.2.1"),
    ],
)
def test_a_bad_answer_is_seen(monkeypatch, address, fault):
    """Negative control."""
    watch = Watch()
    watch.look_out(monkeypatch)

    response = WatchedClient(watch, raise_request_exception=False).get(address)

    [seen] = watch.faults(str(response.status_code), seconds=0.05)
    assert seen.startswith(fault)


@pytest.mark.urls("tests.careless_answers")
def test_a_status_that_depends_on_the_database_is_seen():
    """Negative control: the table holds one status, so one of the two runs finds another."""
    from django.db import connection

    watch = Watch()
    WatchedClient(watch).get("/verschieden/")

    expected = other_than(connection.vendor)
    assert watch.faults(expected) == [f"statuses: {watch.statuses[0]}, expected {expected}"]


def test_without_the_cleaning_of_addresses_other_statuses_are_seen(programme_page, course, settings):
    """Negative control of pages.middleware.CleanAddressMiddleware."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "CleanAddress" not in name]
    watch = Watch()

    WatchedClient(watch, raise_request_exception=False).get("/de/anmeldung/1%00/")

    assert watch.faults("400") != []


def test_every_row_of_the_table_belongs_to_a_test():
    unknown = [
        test
        for test in table()
        if f"def {test.partition('::')[2]}(" not in (TABLE.parent / test.partition("::")[0]).read_text()
    ]

    assert unknown == []
