"""The journal in the CMS: who may read it, what it says, how it is narrowed and exported."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koordination.roles import RIGHTS
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import confirm, request_booking
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from vorgang.journal.writing import record
from vorgang.models import JournalEntry
from vorgang.states import StaffAction, StaffReason

pytestmark = pytest.mark.django_db
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def officer(client, home):
    """A browser in which the data protection officer is signed in."""
    client.force_login(staff("datenschutz", "Datenschutz"))
    return client


def shown(client, query: str = "") -> list[tuple[str, str, str]]:
    response = client.get(reverse("vorgang_journal") + query)
    return [(entry.who, entry.get_action_display(), entry.what) for entry in response.context["object_list"]]


@pytest.mark.parametrize(
    ("role", "status"), [(role, 200 if role in {"Datenschutz", "Administration"} else 403) for role in RIGHTS]
)
def test_the_administration_and_the_data_protection_officer_read_it_and_nobody_else(client, home, role, status):
    client.force_login(staff("jemand", role))

    assert client.get(reverse("vorgang_journal"), headers=BY_SCRIPT).status_code == status


def test_the_data_protection_officer_reads_the_journal_and_no_case(officer):
    names = ["vorgang_inbox", "kurse_booking:index", "wagtailusers_users:index"]
    statuses = {officer.get(reverse(name), headers=BY_SCRIPT).status_code for name in names}

    assert statuses == {403}
    assert reverse("vorgang_journal") in officer.get(reverse("wagtailadmin_home")).content.decode()


def test_it_says_in_words_who_did_what(officer, coordinator):
    message = make_message()
    record(coordinator, StaffAction.OPENED, message)
    record(coordinator, StaffAction.PRINTED, message, reason=StaffReason.LETTER)

    content = officer.get(reverse("vorgang_journal")).content.decode()

    assert shown(officer)[-1] == (coordinator.username, "geöffnet", f"Nachricht {message.code}")
    assert "Brief" in content
    assert message.name not in content


def test_a_person_who_is_forgotten_is_not_found_by_the_code_they_were_told(officer, coordinator, course):
    booking = request_booking(course.pk, person(), entered_by=coordinator)
    told = booking.code
    erase(booking)

    [(_, _, what)] = shown(officer)

    assert what == f"Buchung {booking.pk}"
    assert told not in what


def test_an_account_or_a_room_that_is_gone_breaks_nothing(officer, coordinator):
    record(coordinator, StaffAction.OPENED, make_message())
    JournalEntry.objects.create(staff_id=4711, action="opened", object_type="fort.vorgang", object_id="1")

    assert {who for who, _, _ in shown(officer)} == {coordinator.username, "gelöschter Zugang 4711"}
    assert "fort.vorgang 1" in {what for _, _, what in shown(officer)}


def test_it_is_narrowed_by_who_what_and_when(officer, coordinator):
    message = make_message()
    record(coordinator, StaffAction.OPENED, message)
    JournalEntry.objects.create(
        staff=coordinator, action="opened", object_type="vorgang.message", created_at=timezone.now() - timedelta(days=9)
    )
    today = timezone.localdate().isoformat()

    numbers = [
        len(shown(officer, f"?{query}"))
        for query in (
            f"staff={coordinator.pk}",
            f"object_type=vorgang.message&object_id={message.pk}",
            f"created_at_from={today}&staff={coordinator.pk}",
            "action=erased",
        )
    ]

    assert numbers == [2, 1, 1, 0]


def test_it_is_exported_with_german_headings(officer, coordinator):
    record(coordinator, StaffAction.OPENED, make_message())

    response = officer.get(reverse("vorgang_journal") + "?export=xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Zeitpunkt", "Wer", "Rolle", "Vorgehen", "Was", "Anzahl", "Anlass", "Kennung der Anfrage"]
    assert rows[1][1:4] == [coordinator.username, "Koordination", "geöffnet"]


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_with_few_and_many(officer, coordinator, number):
    officer.get(reverse("vorgang_journal"))
    for _ in range(number):
        record(coordinator, StaffAction.OPENED, make_message())

    with CaptureQueriesContext(connection) as queries:
        officer.get(reverse("vorgang_journal_results"))

    assert len(queries) == 10


def test_a_cancelled_booking_names_who_cancelled_it(desk_user_cancels):
    entry = JournalEntry.objects.get(action="cancelled")

    assert entry.staff == desk_user_cancels


@pytest.fixture
def desk_user_cancels(client, course):
    user = staff("koordination", "Koordination")
    client.force_login(user)
    booking = request_booking(course.pk, person())
    confirm(booking)
    client.post(reverse("kurse_cancel", args=[booking.pk]))
    return user
