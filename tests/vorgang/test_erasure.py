"""Forgetting: on time, caught up, idempotent, with evidence and without leftovers."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail import hooks

from tests.vorgang.cases import case_type_with_button, make_message
from vorgang.guards.attempts import BACK_OFF
from vorgang.inbox import work
from vorgang.keeping import deletion, erasure
from vorgang.keeping.erasure import LOST_LINK_REQUESTS_AFTER, ErasureIncomplete, erase_due
from vorgang.links import mint
from vorgang.models import ErasureRun, LostLinkRequest, Message, MessageReply, OutboxMail, PersonalLink
from vorgang.outbox.queue import queue_mail, send_due

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=-1)


def due_message(**fields) -> Message:
    return make_message(erase_after=timezone.localdate() + YESTERDAY, **fields)


def test_a_message_goes_with_its_reply_links_and_mails(home, coordinator):
    message = make_message()
    work.reply(message, "Gern.", author=coordinator)
    mint(message, "lesen", timedelta(days=900))
    queue_mail("vorgang.receipt", message)

    with time_machine.travel(timezone.now() + timedelta(days=184)):
        erase_due()

    left = [model.objects.count() for model in (Message, MessageReply, PersonalLink, OutboxMail)]
    assert left == [0, 0, 0, 0]


def test_what_is_not_due_stays(home):
    make_message()
    make_message(erase_after=timezone.localdate() + timedelta(days=1))

    erase_due()

    assert Message.objects.count() == 2


def test_an_unanswered_message_is_never_erased(home):
    make_message()

    with time_machine.travel(timezone.now() + timedelta(days=3650)):
        erase_due()

    assert Message.objects.count() == 1


def test_a_second_run_finds_nothing_and_leaves_no_evidence(home):
    due_message()

    first, second = erase_due(), erase_due()

    assert (first, second) == (1, 0)
    assert ErasureRun.objects.count() == 1


def test_the_evidence_counts_and_names_nobody(home):
    message = due_message(name="Erika Unverwechselbar")
    due_message()

    erase_due()

    run = ErasureRun.objects.get()
    assert (run.rule, run.count) == ("vorgang.message", 2)
    assert run.digest_of_ids
    assert message.name not in str(ErasureRun.objects.values().get())


def test_more_than_a_batch_is_erased_in_one_run(home, monkeypatch):
    monkeypatch.setattr(erasure, "BATCH", 2)
    for _ in range(5):
        due_message()

    assert erase_due() == 5
    assert not Message.objects.exists()
    assert sorted(ErasureRun.objects.values_list("count", flat=True)) == [1, 2, 2]


def test_one_case_that_resists_keeps_no_other_and_is_reported(home):
    stubborn, other = due_message(subject="bleibt"), due_message()

    def erase(messages):
        if stubborn in messages:
            raise ValueError
        return deletion.erase_due(messages)

    def stubborn_type():
        return type(case_type_with_button())(
            **{**case_type_with_button().__dict__, "erase": erase, "actions": ()},
        )

    from vorgang import case_types

    answers = [stubborn_type]
    original = hooks.get_hooks
    try:
        case_types.hooks.get_hooks = lambda name: answers if name == "register_case_type" else original(name)
        with pytest.raises(ErasureIncomplete):
            erase_due()
    finally:
        case_types.hooks.get_hooks = original

    assert list(Message.objects.all()) == [stubborn]
    assert other.pk != stubborn.pk


def test_expired_links_go_and_valid_ones_stay(home):
    message = make_message()
    mint(message, "lesen", timedelta(days=1))
    mint(message, "lesen", timedelta(days=3))

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        erase_due()

    assert PersonalLink.objects.count() == 1


def test_sent_mails_are_forgotten_after_a_week_and_waiting_ones_are_not(home):
    queue_mail("vorgang.receipt", make_message())
    send_due()
    queue_mail("vorgang.receipt", make_message())

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        erase_due()
        after_six = OutboxMail.objects.count()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        erase_due()

    assert (after_six, OutboxMail.objects.count()) == (2, 1)


def test_a_request_for_links_is_forgotten_when_its_mail_is_done_and_after_four_days_at_the_latest(home):
    make_message()
    work.request_lost_link("erika@beispiel.example", "de")
    work.request_lost_link("unbekannt@beispiel.example", "de")
    send_due()
    after_sending = LostLinkRequest.objects.count()
    LostLinkRequest.objects.create(email="liegen@beispiel.example")

    with time_machine.travel(timezone.now() + LOST_LINK_REQUESTS_AFTER + timedelta(minutes=1)):
        erase_due()

    assert (after_sending, LostLinkRequest.objects.count()) == (0, 0)


def test_a_request_for_links_outlives_all_attempts_at_its_mail():
    assert timedelta(minutes=sum(BACK_OFF)) < LOST_LINK_REQUESTS_AFTER


def test_links_and_mails_whose_case_a_room_deleted_go_too(home):
    message = make_message()
    mint(message, "lesen", timedelta(days=30))
    queue_mail("vorgang.receipt", message)
    message.delete()

    erase_due()

    assert (PersonalLink.objects.count(), OutboxMail.objects.count()) == (0, 0)
