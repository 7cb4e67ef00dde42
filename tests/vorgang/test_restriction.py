"""Article 18: what is locked is only kept and told to its person, whichever room it is of, until it is released."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils import timezone

from koordination.roles import set_up_roles
from kurse.booking.lifecycle import confirm, request_booking
from kurse.models import Booking, Interest
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from tests.vorgang.test_own_data import link_to_all, page
from vorgang.case_types import case_type_of, case_types
from vorgang.disclosure.collecting import disclose
from vorgang.errors import CaseRestricted
from vorgang.inbox import work
from vorgang.inbox.listing import Pile, listed, rows_of, waiting
from vorgang.keeping import restriction
from vorgang.keeping.erasure import erase_due
from vorgang.keeping.restriction import for_staff, refuse_restricted, release, restrict
from vorgang.links import mint
from vorgang.models import Case, JournalEntry, Message, MessageReply, OutboxMail, OwnDataRequest
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.own_data import rights
from vorgang.personal_data import Rule, register
from vorgang.states import MailState, ReleaseGround, RestrictionGround
from wissen.models import FundingReminder, Inquiry

pytestmark = pytest.mark.django_db
ADDRESS = "erika@beispiel.example"
SECRETS = ("Erika Beispiel", ADDRESS, "Geheimwort", "06000 1234-7")
LONG_AFTER = timedelta(days=4000)
# Interests and reminders wait for no answer: nobody works on them, and tests/kurse/test_interest.py and
# tests/wissen/test_funding_reminders.py lock them. Questions to the office are locked by tests/wissen.
ANSWERED = [case_type for case_type in case_types() if case_type.model not in {Interest, Inquiry, FundingReminder}]


@pytest.fixture
def officer(home):
    set_up_roles()
    return staff("datenschutz", "Datenschutz")


@pytest.fixture
def cases(course, coordinator) -> list[Case]:
    """One case of each kind, of the same person, that waits for an answer."""
    booking = request_booking(course.pk, person(email=ADDRESS, phone="06000 1234-7", remark="Geheimwort"))
    confirm(booking)
    Booking.objects.update(name="Erika Beispiel")
    made = [make_message(text="Geheimwort", phone="06000 1234-7"), booking]
    assert {type(case) for case in made} == {case_type.model for case_type in ANSWERED}
    OutboxMail.objects.all().delete()
    return [type(case).objects.get(pk=case.pk) for case in made]


@pytest.fixture
def locked(cases, officer) -> list[Case]:
    """The same after the officer locked them."""
    assert restrict(cases, RestrictionGround.ACCURACY, by=officer) == len(cases)
    for case in cases:
        case.refresh_from_db()
    return cases


def overdue(cases: list[Case]) -> None:
    for case in cases:
        type(case).objects.filter(pk=case.pk).update(erase_after=timezone.localdate())


def existing(cases: list[Case]) -> list[bool]:
    return [type(case).objects.filter(pk=case.pk, erased_at=None).exists() for case in cases]


# ------------------------------------------------------------------ locking and releasing


def test_locking_and_releasing_leave_their_reason_in_the_journal_and_twice_is_once(cases, officer):
    case, other = cases

    counts = [restrict([case], RestrictionGround.CLAIMS, by=officer) for _ in range(2)]
    released = [release(case, ReleaseGround.SETTLED, by=officer) for _ in range(2)]

    entries = JournalEntry.objects.order_by("pk").values_list("action", "role", "object_type", "object_id", "reason")
    assert (counts, released) == ([1, 0], [True, False])
    assert list(entries) == [
        ("restricted", "Datenschutz", "vorgang.message", str(case.pk), "claims"),
        ("released", "Datenschutz", "vorgang.message", str(case.pk), "settled"),
    ]
    other.refresh_from_db()
    assert other.restricted_at is None


def test_the_officer_locks_everything_of_an_address_and_releases_it_case_by_case(client, cases, officer):
    client.force_login(officer)
    lock, list_url = {"sought": ADDRESS, "ground": "objection"}, reverse("vorgang_restrictions")

    done = client.post(list_url, lock, follow=True).content.decode()
    message = Message.objects.get()
    release_url = reverse("vorgang_release", args=["vorgang.message", message.pk])
    untold = client.post(release_url, {"ground": "settled"})
    told = client.post(release_url, {"ground": "settled", "is_told": "on"}, follow=True).content.decode()

    assert "2 Vorgänge sind jetzt gesperrt." in done
    assert [code for code in (message.code, Booking.objects.get().code) if code not in done] == []
    assert [word for word in SECRETS if word in done] == []
    assert untold.status_code == 422
    assert "Bitte unterrichten Sie die Person zuerst" in untold.content.decode()
    assert f"Die Sperre von {message.code} ist aufgehoben." in told
    assert (Message.objects.get().restricted_at, Booking.objects.get().restricted_at is None) == (None, False)
    assert client.get(release_url).status_code == 404


@pytest.mark.parametrize("missing", ["sought", "ground"])
def test_a_lock_without_whom_or_why_is_asked_for(client, cases, officer, missing):
    client.force_login(officer)
    fields = {"sought": ADDRESS, "ground": "objection", missing: ""}

    answer = client.post(reverse("vorgang_restrictions"), fields)

    assert answer.status_code == 422
    assert (ADDRESS in answer.content.decode()) == (missing == "ground")
    assert not Message.objects.restricted().exists()


@pytest.mark.parametrize("role", ["Koordination", "Redaktion"])
def test_nobody_else_may_lock(client, cases, role):
    set_up_roles()
    client.force_login(staff("jemand", role))

    client.post(reverse("vorgang_restrictions"), {"sought": ADDRESS, "ground": "objection"})

    assert not Message.objects.restricted().exists()


# ------------------------------------------------------------------ nothing is erased


def test_no_run_erases_what_is_locked_and_the_run_says_so(locked, caplog):
    overdue(locked)
    queue_mail("vorgang.receipt", locked[0])
    OutboxMail.objects.update(state=MailState.SENT)

    with time_machine.travel(timezone.now() + LONG_AFTER), caplog.at_level(logging.INFO, "vorgang.keeping.erasure"):
        erase_due()

    assert existing(locked) == [True, True]
    assert Booking.objects.get().name == "Erika Beispiel"
    assert OutboxMail.objects.about(locked[0]).count() == 1
    assert [f"{case_type.name}: 1 overdue cases are locked and stay" for case_type in ANSWERED] == [
        record.getMessage() for record in caplog.records if record.name == "vorgang.keeping.erasure"
    ]


def test_without_the_lock_the_same_run_erases_all(locked, officer):
    """Negative control of the test above."""
    overdue(locked)
    for case in locked:
        release(case, ReleaseGround.AGREED, by=officer)
    queue_mail("vorgang.receipt", locked[0])
    OutboxMail.objects.update(state=MailState.SENT)

    with time_machine.travel(timezone.now() + LONG_AFTER):
        erase_due()

    assert existing(locked) == [False, False]
    assert not OutboxMail.objects.exists()


# ------------------------------------------------------------------ nothing leaves the house


def test_no_mail_leaves_about_a_locked_case_and_it_follows_when_the_lock_is_gone(locked, officer, mailoutbox):
    queue_mail("vorgang.receipt", locked[0])
    queue_mail("kurse.booked", locked[1])
    queue_mail("vorgang.office_new", locked[0], office=True)

    sent = send_due()
    attempts = set(OutboxMail.objects.values_list("state", "attempts"))
    for case in locked:
        release(case, ReleaseGround.AGREED, by=officer)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        later = send_due()

    assert (sent, attempts) == (0, {(MailState.QUEUED, 0)})
    assert (later, len(mailoutbox)) == (3, 3)


def test_the_overview_the_escalation_and_the_counts_leave_locked_cases_out(locked, officer, mailoutbox):
    Message.objects.update(created_at=timezone.now() - LONG_AFTER)
    other = make_message(name="Otto Anders", created_at=timezone.now() - LONG_AFTER)

    for kind in ("vorgang.digest", "vorgang.escalation"):
        queue_mail(kind, None, office=True)
    send_due()

    assert [other.code in mail.body for mail in mailoutbox] == [True, True]
    assert [mail for mail in mailoutbox for case in locked if case.code in mail.body] == []
    assert (waiting().number, waiting().overdue) == (1, 1)


def test_without_the_lock_the_overview_names_them(cases, mailoutbox):
    """Negative control of the test above."""
    queue_mail("vorgang.digest", None, office=True)

    send_due()

    assert [case.code for case in cases if case.code not in mailoutbox[0].body] == []
    assert waiting().number == 2


def test_a_locked_booking_is_in_no_export_and_in_no_hit_of_a_search(client, locked, programme_page):
    other = request_booking(factories.make_course(programme_page).pk, person(3, name="Otto Anders"))
    client.force_login(staff("verwaltung", "Administration"))
    index = reverse("kurse_booking:index")

    exported = b"".join(client.get(f"{index}?export=csv").streaming_content).decode()
    found = client.get(f"{index}?q=Erika").content.decode()

    assert other.code in exported
    assert [word for word in (*SECRETS, locked[1].code) if word in exported] == []
    assert locked[1].code not in found


def test_without_the_lock_it_is_in_both(client, cases):
    """Negative control of the test above."""
    client.force_login(staff("verwaltung", "Administration"))
    index = reverse("kurse_booking:index")

    exported = b"".join(client.get(f"{index}?export=csv").streaming_content).decode()

    assert [word for word in SECRETS if word not in exported] == []
    assert cases[1].code in client.get(f"{index}?q=Erika").content.decode()


# ------------------------------------------------------------------ staff see that it is locked, and nothing else


def test_staff_see_a_locked_case_covered_on_its_page_and_in_every_list(client, locked, coordinator):
    desk_urls = [case_type_of(case).admin_url(case) for case in locked]
    MessageReply.objects.create(message=locked[0], text="Geheimwort", author=coordinator)
    for kind, case in zip(("vorgang.receipt", "kurse.booked"), locked, strict=True):
        mail = queue_mail(kind, case)
        OutboxMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED)
    urls = [reverse("vorgang_inbox"), f"{reverse('vorgang_inbox')}?art=gesperrt", reverse("kurse_booking:index")]
    client.force_login(coordinator)

    shown = {url: client.get(url).content.decode() for url in [*desk_urls, *urls]}

    assert [(url, word) for url, text in shown.items() for word in SECRETS if word in text] == []
    assert ["Gesperrt seit dem" in shown[url] for url in desk_urls] == [True, True]
    assert ["Es ist strittig" in shown[url] for url in desk_urls] == [True, True]
    assert [case.code in shown[urls[1]] for case in locked] == [True, True]
    assert locked[1].code in shown[urls[2]]


def test_without_the_lock_they_see_everything(client, cases, coordinator):
    """Negative control of the test above."""
    client.force_login(coordinator)

    text = "".join(client.get(case_type_of(case).admin_url(case)).content.decode() for case in cases)

    assert [word for word in SECRETS if word not in text] == []
    assert "Gesperrt seit dem" not in text


def test_a_locked_case_is_in_its_own_pile_only(locked):
    piles = {pile: [row.code for row in rows_of(list(listed(pile, None) or ()))] for pile in Pile if pile != Pile.MINE}

    assert {pile for pile, codes in piles.items() if codes} == {Pile.RESTRICTED}
    assert sorted(piles[Pile.RESTRICTED]) == sorted(case.code for case in locked)
    assert {(row.name, row.next_action) for row in rows_of(list(listed(Pile.RESTRICTED)))} == {("", "")}


@pytest.mark.parametrize(
    ("verb", "fields"), [("zuweisen", {"assignee": ""}), ("schritt", {"next_action": "Ruf an"}), ("beantwortet", {})]
)
def test_the_desk_refuses_to_work_on_a_locked_case(client, locked, coordinator, verb, fields):
    client.force_login(coordinator)

    answers = [
        client.post(reverse("vorgang_desk_action", args=[case_type_of(c).name, c.pk, verb]), fields, follow=True)
        for c in locked
    ]

    assert ["Diese Angaben sind gesperrt" in answer.content.decode() for answer in answers] == [True, True]
    assert [(case.answered_at, case.next_action) for case in map(again, locked)] == [(None, "")] * 2


def again(case: Case) -> Case:
    return type(case).objects.get(pk=case.pk)


def test_no_reply_no_letter_and_no_cancelling_by_staff(client, locked, coordinator):
    letter = queue_mail("kurse.booked", locked[1])
    OutboxMail.objects.filter(pk=letter.pk).update(channel="letter")
    client.force_login(coordinator)

    replied = client.post(reverse("vorgang_message", args=[locked[0].pk]), {"text": "Gern."})
    form = client.get(reverse("vorgang_letter", args=[letter.pk])).content.decode()
    printed = client.post(reverse("vorgang_letter", args=[letter.pk]), {"address": "Am Markt 1"})
    client.post(reverse("kurse_cancel", args=[locked[1].pk]))

    assert (replied.status_code, MessageReply.objects.count()) == (422, 0)
    assert (printed.status_code, printed["Content-Type"].split(";")[0]) == (422, "text/html")
    assert "Diese Angaben sind gesperrt" in printed.content.decode()
    assert "Erika" not in form
    assert again(locked[1]).leading_seat.state == "confirmed"


@pytest.mark.parametrize("case_type", case_types(), ids=lambda case_type: case_type.name)
def test_the_cover_hides_every_field_the_register_calls_personal(case_type):
    """Also of a room to come: nothing but the register says what is covered."""
    model, fields = case_type.model, register()[case_type.model._meta.label]
    case = model(code="ABCDEFGH", restricted_at=timezone.now(), name="Erika", email=ADDRESS, phone="1", next_action="x")

    covered = for_staff(case)

    personal = {name for name, rule in fields.items() if isinstance(rule, Rule)} - restriction.ALWAYS_SHOWN
    assert {name for name in personal if getattr(covered, name)} == set()
    assert (covered.code, case.name, for_staff(model(name="Erika")).name) == ("ABCDEFGH", "Erika", "Erika")


def test_a_field_that_is_not_in_the_register_would_be_shown(monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(restriction, "personal_fields", lambda model: [])

    assert for_staff(make_message(restricted_at=timezone.now())).name == "Erika Beispiel"


# ------------------------------------------------------------------ the person


def test_the_person_is_told_of_the_lock_on_the_page_and_in_the_file(client, locked):
    told = page(client, link_to_all())
    file = json.loads(page(client, link_to_all(), "vorgang_own_data_file", "json"))

    values = [{value["name"]: value["text"] for value in entry["values"]} for entry in file["entries"]]
    grounds = [found["restriction_ground"] for found in values if "restriction_ground" in found]
    assert told.count("bewahren wir sie nur noch auf (Artikel 18 DSGVO)") == 2
    assert [word for word in SECRETS if word not in told] == []
    assert grounds == [RestrictionGround.ACCURACY.label] * 2
    assert [
        reverse(name, args=["x", locked[0].code])[-20:] in told for name in ("vorgang_correct", "vorgang_forget")
    ] == [
        False,
        False,
    ]


def test_by_a_link_a_locked_case_is_neither_changed_nor_moved_nor_deleted(client, locked):
    token, message = link_to_all(), locked[0]
    moving = OwnDataRequest.objects.create(email="neu@beispiel.example", former_email=ADDRESS)
    asked = mint(moving, rights.NEW_ADDRESS, timedelta(days=1))

    answers = [
        client.post(reverse("vorgang_correct", args=[token, message.code]), {"name": "Wer Anders"}),
        client.post(reverse("vorgang_forget", args=[token, message.code])),
        client.post(reverse("vorgang_forget_all", args=[token])),
        client.post(reverse("vorgang_own_data", args=[asked])),
    ]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert ["Diese Angaben sind gesperrt" in answer.content.decode() for answer in answers] == [True] * 4
    assert [(case.name, case.email) for case in map(again, locked)] == [("Erika Beispiel", ADDRESS)] * 2
    assert not OutboxMail.objects.exists()


def test_one_locked_case_among_others_keeps_all_from_being_deleted_at_once(client, cases, officer):
    restrict(cases[1:], RestrictionGround.ACCURACY, by=officer)

    client.post(reverse("vorgang_forget_all", args=[link_to_all()]))

    assert existing(cases) == [True, True]


def test_the_personal_page_of_a_locked_booking_offers_nothing_and_refuses_what_is_pressed(client, locked):
    booking = locked[1]
    url = reverse("vorgang_personal_page", args=[mint(booking, "kurse.booking", timedelta(days=1))])

    shown, pressed = client.get(url).content.decode(), client.post(url, {"action": "stornieren"})

    assert "Ihre Angaben sind gesperrt" in shown
    assert "Anmeldung stornieren" not in shown
    assert (pressed.status_code, again(booking).leading_seat.state) == (409, "confirmed")


def test_over_the_api_a_locked_booking_is_not_cancelled(client, locked):
    token = mint(locked[1], "kurse.booking", timedelta(days=1))

    answer = client.post(f"/api/v1/buchungen/{token}/stornierung/")

    assert (answer.status_code, answer.json()["code"]) == (409, "case_restricted")
    assert again(locked[1]).leading_seat.state == "confirmed"


# ------------------------------------------------------------------ rooms to come


def test_every_kind_of_case_can_be_locked_because_the_flag_stands_on_the_case():
    for case_type in case_types():
        for name in ("restricted_at", "restriction_ground"):
            try:
                field = case_type.model._meta.get_field(name)
            except FieldDoesNotExist:
                pytest.fail(f"{case_type.name} has no {name}")
            assert isinstance(register()[case_type.model._meta.label].get(field.name), Rule), case_type.name


def test_a_verb_of_a_room_learns_that_a_case_is_locked_since_it_was_loaded(cases, officer):
    stale = again(cases[0])
    refuse_restricted([stale])

    restrict(cases, RestrictionGround.ACCURACY, by=officer)

    with pytest.raises(CaseRestricted):
        refuse_restricted([stale])
    with pytest.raises(CaseRestricted):
        work.mark_answered(stale)
    assert disclose(cases, ADDRESS).entries != []
