"""Reminders of funding programmes by the API: judged as the form judges, and the same answer for everybody."""

from datetime import date

import pytest
from time_machine import travel

from tests import factories
from tests.wissen.reminders import ADDRESS
from vorgang.models import OutboxMail
from wissen.models import FundingReminder, ProgrammePage

pytestmark = pytest.mark.django_db
DEADLINE = date(2027, 1, 31)


@pytest.fixture(autouse=True)
def _today():
    with travel("2026-11-26T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def programme(home) -> ProgrammePage:
    return factories.make_programme_page(factories.make_funding(home), title="Bälle", deadline=DEADLINE)


def ask(client, programme: ProgrammePage, /, key: str = "ein-neuer-schluessel", **payload):
    body = {"programme": programme.pk, "email": ADDRESS, "days": 14, "consent": True, **payload}
    return client.post(
        "/api/v1/foerderung/erinnerungen/",
        {name: value for name, value in body.items() if value is not None},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_a_program_asks_as_the_form_does(client, programme):
    answers = [ask(client, programme, on_reopening=True) for _ in range(2)]

    reminder = FundingReminder.objects.get()
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"status": "confirmation_sent"})] * 2
    assert (reminder.programme, reminder.days, reminder.on_reopening) == (programme, 14, True)
    assert (reminder.confirmed_at, OutboxMail.objects.get().kind) == (None, "wissen.reminder_confirm")


def test_the_wording_it_shows_is_the_one_that_is_kept(client, programme):
    wording = client.get("/api/v1/foerderung/erinnerungen/einwilligung/").json()["text"]

    ask(client, programme)

    assert FundingReminder.objects.get().consent_text.text == wording


def test_another_body_under_the_same_key_is_refused(client, programme):
    ask(client, programme)

    answer = ask(client, programme, days=7)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_conflict")
    assert FundingReminder.objects.count() == 1


def test_a_programme_without_a_deadline_reminds_of_its_opening(client, programme):
    programme.status, programme.deadline = "closed", None
    programme.save_revision().publish()

    answers = [ask(client, programme), ask(client, programme, key="zweiter-schluessel", days=None)]

    assert [answer.status_code for answer in answers] == [422, 202]
    assert [error["field"] for error in answers[0].json()["errors"]] == ["days"]
    assert (FundingReminder.objects.get().days, FundingReminder.objects.get().on_reopening) == (None, True)


WRONG = {
    "unknown programme": ({"programme": 999_999}, "programme"),
    "no day": ({"days": None}, "days"),
    "another day": ({"days": 5}, "days"),
    "no consent": ({"consent": False}, "consent"),
    "no address": ({"email": "erika"}, "email"),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_program_hears_what_is_wrong(client, programme, why):
    payload, field = WRONG[why]

    answer = ask(client, programme, **payload)

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert FundingReminder.objects.count() == 0


def test_a_programme_that_is_hidden_is_unknown(client, programme):
    programme.unpublish()

    assert ask(client, programme).status_code == 422


def test_a_mailbox_is_not_flooded(client, programme, settings):
    settings.VORGANG_MAIL_PER_HOUR = 2

    answers = [ask(client, programme, key=f"schluessel-{number}") for number in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[-1]["Retry-After"]
