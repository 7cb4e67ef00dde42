"""The journal of staff: written with what was done, never changed, erased only by its own run."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail import hooks

from tests.vorgang.cases import make_message
from vorgang.journal.guard import RULE, guard, unguard
from vorgang.journal.writing import record
from vorgang.keeping.erasure import erase_due
from vorgang.models import ErasureRun, JournalEntry, Message
from vorgang.states import StaffAction

pytestmark = pytest.mark.django_db
A_YEAR = timedelta(days=366)
CHANGE = "UPDATE vorgang_journalentry SET role = 'Niemand'"
REMOVE = "DELETE FROM vorgang_journalentry"


@pytest.fixture
def entry(coordinator) -> JournalEntry:
    record(coordinator, StaffAction.OPENED, make_message())
    return JournalEntry.objects.get()


def execute(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def test_an_entry_says_who_as_what_did_what_to_which_row_and_nothing_else(entry, coordinator):
    message = Message.objects.get()

    written = JournalEntry.objects.values().get()

    assert timezone.now() - written.pop("created_at") < timedelta(minutes=1)
    assert written == {
        "id": entry.pk,
        "staff_id": coordinator.pk,
        "role": "Koordination",
        "action": "opened",
        "object_type": "vorgang.message",
        "object_id": str(message.pk),
        "number": 1,
        "reason": "",
        "request_id": "",
    }
    assert {message.name, message.email, message.code} & {str(value) for value in written.values()} == set()


def test_what_nobody_of_staff_does_leaves_no_entry(db):
    record(None, StaffAction.CANCELLED, Message(pk=1))

    assert not JournalEntry.objects.exists()


def test_the_site_tells_the_id_of_the_request_by_a_hook(coordinator):
    with hooks.register_temporarily("register_request_id", lambda: "0123456789abcdef0123456789abcdef", order=-1):
        record(coordinator, StaffAction.LISTED, Message, number=3)

    written = JournalEntry.objects.get()
    assert (written.request_id, written.object_id, written.number) == ("0123456789abcdef0123456789abcdef", "", 3)


@pytest.mark.goal("S23")
@pytest.mark.parametrize("statement", [CHANGE, REMOVE])
def test_the_database_refuses_to_change_or_to_delete_an_entry(entry, statement):
    before = JournalEntry.objects.values().get()

    with pytest.raises(IntegrityError, match="append-only"):
        execute(statement)

    assert JournalEntry.objects.values().get() == before


@pytest.mark.goal("S23")
@pytest.mark.parametrize("statement", [CHANGE, REMOVE])
def test_without_the_trigger_an_entry_is_changed_or_deleted(entry, statement):
    """Negative control of the test above."""
    unguard()

    assert execute(statement) == 1
    guard()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite kennt kein TRUNCATE")
def test_the_database_refuses_to_empty_the_journal_at_once(entry):
    with pytest.raises(IntegrityError, match="append-only"):
        execute("TRUNCATE vorgang_journalentry")


def test_an_open_run_deletes_and_changes_nothing(entry):
    ErasureRun.objects.create(rule=RULE)

    with pytest.raises(IntegrityError, match="append-only"):
        execute(CHANGE)
    assert execute(REMOVE) == 1


@pytest.mark.parametrize("run", [{"rule": RULE, "finished_at": timezone.now()}, {"rule": "vorgang.message"}])
def test_a_run_that_has_ended_or_is_about_something_else_opens_nothing(entry, run):
    ErasureRun.objects.create(**run)

    with pytest.raises(IntegrityError, match="append-only"):
        execute(REMOVE)


def test_entries_are_kept_a_year_and_go_with_evidence(entry):
    with time_machine.travel(timezone.now() + timedelta(days=364)):
        erase_due()
        after_less = JournalEntry.objects.count()
    with time_machine.travel(timezone.now() + A_YEAR):
        erase_due()

    run = ErasureRun.objects.get(rule=RULE)
    assert (after_less, JournalEntry.objects.count()) == (1, 0)
    assert (run.count, run.finished_at is None) == (1, False)


def test_an_account_that_goes_leaves_its_entries_as_they_are(entry, coordinator):
    key = coordinator.pk

    coordinator.delete()

    kept = JournalEntry.objects.select_related("staff").get()
    assert (kept.staff_id, kept.staff) == (key, None)


def test_a_table_that_a_migration_rebuilt_is_guarded_again(entry):
    """SQLite drops the triggers with the old table; every migrate sets them anew."""
    unguard()
    call_command("migrate", verbosity=0)

    with pytest.raises(IntegrityError, match="append-only"):
        execute(REMOVE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("repetition", [1, 2])
def test_a_test_that_commits_leaves_an_empty_and_guarded_journal(repetition, django_user_model):
    assert not JournalEntry.objects.exists()
    record(django_user_model.objects.create_user("jemand"), StaffAction.OPENED, Message(pk=1))

    with pytest.raises(IntegrityError, match="append-only"):
        execute(REMOVE)
