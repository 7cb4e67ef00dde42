"""Reminders of funding programmes: who is told of what, when, and how often."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from time_machine import travel
from wagtail.models import PageViewRestriction

from tests import factories
from tests.wissen.reminders import ADDRESS, make_reminder
from vorgang.disclosure.collecting import disclose
from vorgang.due_jobs import due_jobs
from vorgang.keeping.erasure import erase_due
from vorgang.links import mint, resolve
from vorgang.models import LostLinkRequest, OutboxMail
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.own_data.rights import forget
from vorgang.subscriptions.joining import end
from wissen.models import FundingReminder, ProgrammePage
from wissen.reminders.joining import ReminderRequest, ask_for_reminder, confirm
from wissen.reminders.telling import tell_due

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
DEADLINE = date(2027, 1, 31)
# 28 days before it.
THE_DAY = date(2027, 1, 3)


@pytest.fixture(autouse=True)
def _today():
    with travel("2026-11-26T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def programme(home) -> ProgrammePage:
    return factories.make_programme_page(factories.make_funding(home), title="Bälle", deadline=DEADLINE)


def on(day: date):
    return travel(f"{day}T08:00:00+01:00", tick=False)


def told(day: date) -> list[tuple[str, str]]:
    """Return whom the clock tells what on a morning, when its mails go out at once."""
    with on(day):
        before = len(mail.outbox)
        OutboxMail.objects.filter(kind="wissen.reminder_confirm").delete()
        tell_due()
        send_due()
    return [(message.to[0], message.subject) for message in mail.outbox[before:]]


MAIL = (ADDRESS, "Frist 31. Januar 2027: Bälle")
OPENED = (ADDRESS, "Wieder geöffnet: Bälle")


def change(programme: ProgrammePage, **fields) -> None:
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.save_revision().publish()


def test_somebody_is_reminded_once_on_the_day_they_chose(programme):
    make_reminder(programme)
    days = [THE_DAY - timedelta(days=1), THE_DAY, THE_DAY, THE_DAY + timedelta(days=1), DEADLINE]

    assert [told(day) for day in days] == [[], [MAIL], [], [], []]


@pytest.mark.parametrize("days", [7, 14, 28])
def test_each_choice_has_its_day(programme, days):
    make_reminder(programme, days=days)
    day = DEADLINE - timedelta(days=days)

    assert [told(day - timedelta(days=1)), told(day)] == [[], [MAIL]]


def test_a_morning_on_which_the_clock_stood_still_is_made_up_for(programme):
    make_reminder(programme)

    assert told(THE_DAY + timedelta(days=9)) == [MAIL]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda reminder: FundingReminder.objects.update(confirmed_at=None),
        end,
        lambda reminder: FundingReminder.objects.update(restricted_at=timezone.now()),
        lambda reminder: reminder.programme.unpublish(),
        lambda reminder: reminder.programme.delete(),
        lambda reminder: change(reminder.programme, checked_on=date(2026, 7, 1)),
        lambda reminder: change(reminder.programme, status="closed"),
        lambda reminder: change(reminder.programme, deadline=None),
        lambda reminder: change(reminder.programme, deadline=date(2026, 12, 1)),
        lambda reminder: PageViewRestriction.objects.create(page=reminder.programme, restriction_type="login"),
    ],
    ids=["unconfirmed", "ended", "locked", "draft", "deleted", "stale", "closed", "no deadline", "over", "private"],
)
def test_nobody_is_told_of_what_is_not_there_or_not_wanted(programme, spoil):
    spoil(make_reminder(programme))

    assert told(THE_DAY) == []


def test_a_deadline_that_moves_is_a_new_one(programme):
    make_reminder(programme)
    first = told(THE_DAY)

    change(programme, deadline=date(2027, 3, 31))

    assert first == [MAIL]
    assert told(date(2027, 3, 2)) == []
    assert told(date(2027, 3, 3)) == [(ADDRESS, "Frist 31. März 2027: Bälle")]


def test_a_mail_that_waits_while_the_deadline_moves_does_not_go(programme):
    make_reminder(programme)
    OutboxMail.objects.all().delete()
    with on(THE_DAY):
        tell_due()
        change(programme, deadline=date(2027, 3, 31))
        send_due()

    assert (OutboxMail.objects.get().state, mail.outbox) == ("cancelled", [])


def test_several_wishes_of_one_person_are_one_mail(programme):
    make_reminder(programme)
    make_reminder(programme, email=ADDRESS.upper(), days=14)
    make_reminder(factories.translate(programme, "en", title="Balls"), language="en")
    make_reminder(programme, email="andere@beispiel.example")

    assert sorted(told(THE_DAY)) == [("andere@beispiel.example", MAIL[1]), MAIL]
    assert told(DEADLINE - timedelta(days=14)) == []


def test_the_mail_is_in_the_language_of_whoever_asked(programme):
    translated = factories.translate(programme, "en", title="Balls")
    make_reminder(translated, language="en")

    with on(THE_DAY):
        tell_due()
        send_due()

    body = mail.outbox[-1].body
    assert "Balls" in mail.outbox[-1].subject
    assert translated.get_url() in body
    assert "/en/vorgang/" in body


# ------------------------------------------------------------------ opening again


def test_whoever_waits_for_a_closed_programme_is_told_once_when_it_opens(programme):
    change(programme, status="closed", deadline=None)
    make_reminder(programme, days=None)
    still_closed = told(TODAY)

    change(programme, status="open")

    assert [still_closed, told(TODAY), told(TODAY)] == [[], [OPENED], []]


@pytest.mark.parametrize("confirmed", [True, False])
def test_it_has_to_have_been_closed_first(programme, confirmed):
    make_reminder(programme, days=28, on_reopening=confirmed)

    assert told(TODAY) == []
    assert told(date(2027, 2, 1)) == []
    change(programme, deadline=date(2027, 6, 30))
    assert told(date(2027, 2, 2)) == ([OPENED] if confirmed else [])


def test_a_page_that_was_only_hidden_has_not_opened(programme):
    make_reminder(programme, days=None)
    change(programme, checked_on=date(2026, 1, 1))
    hidden = told(TODAY)

    change(programme, checked_on=TODAY)

    assert [hidden, told(TODAY)] == [[], []]


@pytest.mark.parametrize("status", ["expected", "closed"])
def test_a_new_day_that_is_only_expected_is_no_opening(programme, status):
    change(programme, status="closed")
    make_reminder(programme, days=None)

    change(programme, status=status)

    assert told(TODAY) == []


def test_an_opening_and_its_near_deadline_are_one_mail(programme):
    make_reminder(programme, on_reopening=True)
    change(programme, status="closed")
    told(TODAY)

    change(programme, status="open")

    assert [told(THE_DAY + timedelta(days=1)), told(THE_DAY + timedelta(days=2))] == [[OPENED], []]


def test_an_opening_is_followed_by_its_own_deadline(programme):
    make_reminder(programme, on_reopening=True)
    told(THE_DAY)
    told(date(2027, 2, 1))

    change(programme, deadline=date(2027, 6, 30), checked_on=date(2027, 2, 1))

    assert told(date(2027, 2, 2)) == [OPENED]
    assert told(date(2027, 6, 2)) == [(ADDRESS, "Frist 30. Juni 2027: Bälle")]


# ------------------------------------------------------------------ mails as read


def read(message) -> list[str]:
    return message.body.split("\n\n")


def test_the_mail_to_confirm_says_of_what_and_nothing_that_was_typed(programme):
    make_reminder(programme, confirmed=False)

    send_due()

    [message] = mail.outbox
    assert message.subject == "Bitte bestätigen: Wir erinnern Sie an ein Förderprogramm"
    assert read(message)[:3] == [
        "Guten Tag,",
        "Sie möchten per E-Mail an dieses Förderprogramm erinnert werden: Bälle. Bitte schalten Sie die Erinnerung "
        "mit dem Link in dieser E-Mail ein.",
        "Waren Sie das nicht? Dann müssen Sie nichts tun: Nach 48 Stunden löschen wir Ihre Adresse.",
    ]
    assert "/de/vorgang/" in message.body


def test_the_mail_before_a_deadline_is_a_whole_letter(programme):
    change(programme, deadline_note="Es zählt der Eingang.")
    make_reminder(programme)
    told(THE_DAY)

    message = mail.outbox[-1]

    assert [part.replace("\xa0", " ") for part in read(message)[:6]] == [
        "Guten Tag,",
        "Sie wollten, dass wir Sie erinnern: Das Förderprogramm „Bälle“ hat bald eine Frist: 31. Januar 2027.",
        "Bälle\nWer fördert: Musterkreis\nFrist: 31. Januar 2027\nEs zählt der Eingang.\nBetrag: bis 1.000 Euro",
        "Stellen Sie den Antrag, bevor Sie beginnen. Bestellen, kaufen und beauftragen Sie erst nach der Zusage. "
        "Sonst bekommen Sie kein Geld.",
        f"Hier lesen Sie alles zum Programm:\nhttp://localhost:8000{programme.get_url()}",
        read(message)[5],
    ]
    assert read(message)[5].startswith("Erinnerung ansehen oder beenden:\nhttp")
    html = message.alternatives[0].content
    assert "Erinnerung ansehen oder beenden" in html
    assert "<strong>Bälle</strong>" in html


def test_an_expected_deadline_is_not_called_certain(programme):
    change(programme, status="expected")
    make_reminder(programme)

    assert told(THE_DAY) == [(ADDRESS, "Frist voraussichtlich 31. Januar 2027: Bälle")]


# ------------------------------------------------------------------ how long it is kept


def erased_on(day: date) -> bool:
    with travel(f"{day}T03:00:00+01:00", tick=False):
        erase_due()
        return not FundingReminder.objects.exists()


def test_what_nobody_confirmed_is_erased_after_two_days(programme):
    make_reminder(programme, confirmed=False)

    assert [erased_on(TODAY + timedelta(days=days)) for days in (2, 3)] == [False, True]


def test_what_was_confirmed_is_erased_after_the_deadline(programme):
    make_reminder(programme)

    assert [erased_on(DEADLINE + timedelta(days=days)) for days in (0, 1, 2)] == [False, False, True]


@pytest.mark.parametrize(("deadline", "kept"), [(date(2027, 3, 31), True), (date(2026, 12, 1), False)])
def test_it_is_kept_as_long_as_the_deadline_that_was_moved(programme, deadline, kept):
    make_reminder(programme)
    change(programme, deadline=deadline)
    told(date(2026, 12, 2))

    assert [erased_on(date(2026, 12, 3)), erased_on(date(2027, 2, 28))] == [not kept, not kept]


def test_a_deadline_moved_on_its_last_day_loses_nobody(programme):
    make_reminder(programme)
    with travel(f"{DEADLINE}T18:00:00+01:00", tick=False):
        change(programme, deadline=date(2027, 6, 30))

    survived = not erased_on(DEADLINE + timedelta(days=1))
    told(DEADLINE + timedelta(days=1))

    assert (survived, erased_on(DEADLINE + timedelta(days=2))) == (True, False)


def test_who_waits_for_an_opening_is_kept_for_a_year(programme):
    make_reminder(programme, days=None)

    assert [erased_on(TODAY + timedelta(days=days)) for days in (364, 365)] == [False, True]


def test_after_an_opening_it_is_kept_for_a_week(programme):
    change(programme, status="closed", deadline=None)
    make_reminder(programme, days=None)
    change(programme, status="open")
    told(TODAY)

    assert [erased_on(TODAY + timedelta(days=days)) for days in (6, 7)] == [False, True]


@pytest.mark.parametrize("why", [end, lambda reminder: reminder.programme.delete()], ids=["ended", "programme gone"])
def test_what_is_over_goes_in_the_next_night(programme, why):
    why(make_reminder(programme))
    told(TODAY)

    assert erased_on(TODAY + timedelta(days=1))


def test_access_and_erasure_find_the_reminder_with_its_links_and_mails(programme):
    reminder = make_reminder(programme)
    token = mint(reminder, "wissen.reminder", factories.A_WEEK)

    entries = {entry.model_label: entry for entry in disclose([reminder], ADDRESS).entries}
    forget(reminder)

    told_of = {value.name: value.text for value in entries["wissen.FundingReminder"].values}
    assert (told_of["email"], told_of["days"], "Bälle" in told_of["programme"]) == (ADDRESS, "28", True)
    assert {"vorgang.OutboxMail", "vorgang.PersonalLink"} <= entries.keys()
    assert (FundingReminder.objects.count(), OutboxMail.objects.count(), resolve(token)) == (0, 0, None)


def test_a_lost_link_is_sent_again(programme):
    make_reminder(programme)
    OutboxMail.objects.all().delete()

    queue_mail("vorgang.lost_link", LostLinkRequest.objects.create(email=ADDRESS))
    send_due()

    assert "Erinnerung an ein Förderprogramm" in mail.outbox[0].body


# ------------------------------------------------------------------ the verbs


def test_the_same_form_sent_twice_is_one_reminder(programme):
    wish = ReminderRequest(email=ADDRESS, programme_id=programme.pk, days=28, on_reopening=False)

    twice = [ask_for_reminder(wish, idempotency_key="Formular").pk for _ in range(2)]
    ask_for_reminder(wish, idempotency_key="Anderes Formular")

    assert (len(set(twice)), FundingReminder.objects.count(), OutboxMail.objects.count()) == (1, 2, 2)


def test_a_second_confirmation_and_one_after_the_end_change_nothing(programme):
    reminder = make_reminder(programme)
    end(reminder)
    before = FundingReminder.objects.values().get()

    confirm(reminder)
    end(reminder)

    assert FundingReminder.objects.values().get() == before


def test_the_clock_comes_by_every_morning():
    [job] = [job for job in due_jobs() if job.name == "wissen.remind"]

    assert (job.rhythm, job.at_hour, job.function) == (timedelta(days=1), 8, tell_due)


@pytest.mark.parametrize("number", [1, 5])
def test_a_morning_without_news_costs_the_same_however_many_wait(programme, number, django_assert_num_queries):
    for each in range(number):
        make_reminder(programme, email=f"frist{each}@beispiel.example", on_reopening=True)
    tell_due()

    # Two updates, what has to be kept for how long, all three in a transaction, and the two questions who is due.
    with django_assert_num_queries(7):
        tell_due()
