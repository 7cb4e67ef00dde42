"""The pages of a reminder: where it is offered, what it asks, and what it never gives away."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests import factories
from tests.filled_forms import filled
from tests.wissen.reminders import ADDRESS, make_reminder
from vorgang.keeping.restriction import restrict
from vorgang.models import JournalEntry, OutboxMail
from vorgang.outbox.queue import send_due
from vorgang.states import RestrictionGround
from wissen.models import FundingReminder, ProgrammePage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
DEADLINE = date(2027, 1, 31)
# The programme is found; in one transaction it is read anew with the wording, then reminder and mail are written.
POST_STATEMENTS = 7


@pytest.fixture(autouse=True)
def _today(settings):
    settings.VORGANG_MINIMUM_SECONDS = 0
    with travel("2026-11-26T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def programme(home) -> ProgrammePage:
    return factories.make_programme_page(factories.make_funding(home), title="Bälle", deadline=DEADLINE)


def address_of(programme: ProgrammePage) -> str:
    return reverse("wissen_reminder", args=[programme.pk])


def send(client, programme: ProgrammePage, **fields):
    address = address_of(programme)
    return client.post(address, filled(client, address, **{"email": ADDRESS, "days": "28", **fields}))


def change(programme: ProgrammePage, **fields) -> None:
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.save_revision().publish()


OFFERED = {
    "a deadline": ({}, [28, 14, 7]),
    "an expected deadline": ({"status": "expected"}, [28, 14, 7]),
    "two weeks left": ({"deadline": TODAY + timedelta(days=15)}, [14, 7]),
    "the day of two weeks": ({"deadline": TODAY + timedelta(days=14)}, [7]),
    "a week left": ({"deadline": TODAY + timedelta(days=7)}, []),
    "closed": ({"status": "closed"}, []),
    "over": ({"deadline": TODAY - timedelta(days=1)}, []),
}


@pytest.mark.parametrize("why", OFFERED)
def test_the_page_of_a_programme_leads_to_a_form_with_what_is_left_to_choose(client, programme, why):
    fields, days = OFFERED[why]
    change(programme, **fields)

    page = client.get(programme.get_url())
    form = client.get(address_of(programme)).context["form"]

    assert f'href="{address_of(programme)}"' in page.text
    assert [value for value, _label in form.fields["days"].choices] == days if days else "days" not in form.fields
    assert ("on_reopening" in form.fields) is bool(days)


@pytest.mark.parametrize(
    "fields", [{"deadline": None}, {"checked_on": TODAY - timedelta(days=181)}, {"live": False}, {"private": True}]
)
def test_where_nothing_is_to_come_there_is_neither_link_nor_form(client, programme, fields):
    if fields.pop("private", False):
        programme.view_restrictions.create(restriction_type="login")
    if fields:
        ProgrammePage.objects.filter(pk=programme.pk).update(**fields)

    page, form = client.get(programme.get_url()), client.get(address_of(programme))

    assert (address_of(programme) in page.text, form.status_code) == (False, 404)


def test_the_page_of_the_programme_stays_without_form_and_cookie(client, programme):
    page = client.get(programme.get_url())

    main = re.search(r"<main.*</main>", page.text, re.DOTALL)[0]
    assert ("<form" in main, "csrf" in page.text, page.cookies) == (False, False, {})


def page_in_mail() -> str:
    """Send what waits and return the address of the personal page in it."""
    send_due()
    return re.search(r"https?://[^/]+(/[\w-]+/vorgang/[\w-]{22}/)", mail.outbox[-1].body)[1]


def test_what_is_sent_waits_for_the_link_and_says_so(client, programme):
    response = send(client, programme, on_reopening="on")
    opened = client.get(page_in_mail())

    reminder = FundingReminder.objects.get()
    assert response.url == reverse("wissen_reminder_sent")
    assert "Fast geschafft" in client.get(response.url).text
    assert (reminder.programme, reminder.days, reminder.on_reopening) == (programme, 28, True)
    assert (reminder.email, reminder.confirmed_at, reminder.closed_since) == (ADDRESS, None, None)
    assert reminder.consent_text.text.startswith("Ich bin einverstanden, dass die Koordinierungsstelle")
    assert "Möchten Sie per E-Mail an dieses Förderprogramm erinnert werden?" in opened.text


def test_opening_the_link_changes_nothing(client, programme):
    send(client, programme)
    page = page_in_mail()
    before = list(FundingReminder.objects.values())

    for query in ("", "?erledigt=einschalten", "?action=einschalten"):
        assert client.get(page + query).status_code == 200

    assert list(FundingReminder.objects.values()) == before


def test_the_button_behind_the_link_switches_it_on_and_another_one_ends_it(client, programme):
    send(client, programme)
    page = page_in_mail()

    on = client.post(page, {"action": "einschalten"}, follow=True)
    confirmed_at = FundingReminder.objects.get().confirmed_at
    off = [client.post(page, {"action": "beenden"}, follow=True) for _ in range(2)]

    assert "Die Erinnerung ist eingeschaltet." in on.text
    assert "Bälle" in on.text
    assert "28 Tage vor der Frist" in on.text
    assert confirmed_at is not None
    assert ["Die Erinnerung ist beendet" in answer.text for answer in off] == [True, True]
    assert FundingReminder.objects.get().erase_after == timezone.localdate()


def test_a_closed_programme_is_waited_for(client, programme):
    change(programme, status="closed")

    response = send(client, programme)

    reminder = FundingReminder.objects.get()
    assert response.status_code == 302
    assert (reminder.days, reminder.on_reopening, reminder.closed_since) == (None, True, TODAY)


WRONG = {
    "no address": ({"email": "erika"}, "email", ""),
    "no consent": ({"consent": ""}, "consent", "Bitte stimmen Sie zu"),
    "no day": ({"days": ""}, "days", "Bitte wählen Sie, wann"),
    "a day that is over": ({"days": "90"}, "days", "Dieser Tag ist schon vorbei."),
    "no number": ({"days": "x" * 300}, "days", "Dieser Tag ist schon vorbei."),
    "a robot": ({"website": "http://x"}, "__all__", "noch einmal ab"),
}


@pytest.mark.parametrize("why", WRONG)
def test_a_mistake_is_named_and_what_was_typed_stays(client, programme, why):
    fields, field, message = WRONG[why]

    response = send(client, programme, **fields)

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, [field])
    assert message in form.errors[field][0]
    assert f'value="{fields.get("email", ADDRESS)}"' in response.text
    assert FundingReminder.objects.count() == 0


def test_a_mailbox_is_not_flooded(client, programme, settings):
    settings.VORGANG_MAIL_PER_HOUR = 2

    answers = [send(client, programme, days=days).status_code for days in ("28", "14", "7")]

    assert (answers, OutboxMail.objects.count()) == ([302, 302, 429], 2)


def test_an_address_we_know_is_answered_like_a_new_one_in_the_same_statements(
    client, programme, django_assert_num_queries
):
    address = address_of(programme)
    make_reminder(programme, email="a@beispiel.example")
    forms = [filled(client, address, email=f"{name}@beispiel.example", days="28") for name in "cab"]
    client.post(address, forms[0])
    answers = []
    for form in forms[1:]:
        with django_assert_num_queries(POST_STATEMENTS):
            answers.append(client.post(address, form))

    assert len({(answer.status_code, answer.url) for answer in answers}) == 1


def test_a_double_click_is_one_reminder(client, programme):
    address = address_of(programme)
    form = filled(client, address, email=ADDRESS, days="28")

    answers = [client.post(address, form).status_code for _ in range(2)]

    assert (answers, FundingReminder.objects.count(), OutboxMail.objects.count()) == ([302, 302], 1, 1)


def test_the_form_needs_its_token(programme):
    response = Client(enforce_csrf_checks=True).post(address_of(programme), {"email": ADDRESS})

    assert (response.status_code, FundingReminder.objects.count()) == (403, 0)


def test_the_form_in_another_language_is_answered_in_it(client, programme):
    translated = factories.translate(programme, "en", title="Balls")
    address = address_of(translated).replace("/de/", "/en/")

    client.post(address, filled(client, address, email=ADDRESS, days="28"))

    assert FundingReminder.objects.get().language == "en"
    assert page_in_mail().startswith("/en/")


def test_the_office_sees_a_reminder_and_the_journal_knows(client, programme, coordinator):
    reminder = make_reminder(programme)
    client.force_login(coordinator)

    page = client.get(reverse("wissen_reminder_admin", args=[reminder.pk]))

    assert (ADDRESS in page.text, "28 Tage vor der Frist" in page.text) == (True, True)
    assert JournalEntry.objects.filter(action="opened", object_id=reminder.pk).count() == 1


def test_a_locked_reminder_is_covered_for_the_office(client, programme, coordinator):
    reminder = make_reminder(programme)
    restrict([reminder], RestrictionGround.choices[0][0], by=coordinator)
    client.force_login(coordinator)

    page = client.get(reverse("wissen_reminder_admin", args=[reminder.pk]))

    assert (ADDRESS in page.text, "28 Tage" in page.text, "Gesperrt seit" in page.text) == (False, False, True)
