"""The life that all subscriptions share, whichever room they are of: ask, confirm, end, be forgotten."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from vorgang.case_types import CaseType, Correction, case_types
from vorgang.errors import IdempotencyConflict
from vorgang.keeping.deletion import correct, erase_due, forget
from vorgang.mails import mail_kinds
from vorgang.models import OutboxMail, Subscription
from vorgang.outbox.rendering import NothingToSend
from vorgang.subscriptions.joining import SubscriptionRequest, ask, confirm, end

pytestmark = pytest.mark.django_db
ADDRESS = "erika@beispiel.example"
UNTIL = date(2030, 1, 1)


def subscriptions() -> list[CaseType]:
    return [each for each in case_types() if issubclass(each.model, Subscription)]


@pytest.fixture(params=["kurse.interest", "wissen.fundingreminder"])
def case_type(request) -> CaseType:
    return next(each for each in subscriptions() if each.name == request.param)


def test_every_room_with_subscriptions_is_looked_at():
    assert [each.name for each in subscriptions()] == ["kurse.interest", "wissen.fundingreminder"]


def asked(case_type: CaseType, request: SubscriptionRequest | None = None, key: str = "") -> Subscription:
    request = request or SubscriptionRequest(email=ADDRESS, consent="Ja.")
    return ask(
        request,
        case_type.model,
        confirm_mail=mail_of(case_type).key,
        lapses_after=timedelta(hours=48),
        idempotency_key=key,
    )


def mail_of(case_type: CaseType):
    """Return the mail by which a subscription is confirmed."""
    [kind] = [
        kind
        for kind in mail_kinds().values()
        if kind.link_purpose == case_type.purpose_of_new_link() and kind.template == "vorgang/mail/subscription_confirm"
    ]
    return kind


def fresh(subscription: Subscription) -> Subscription:
    return type(subscription).objects.get(pk=subscription.pk)


def test_a_wish_waits_for_its_confirmation_and_lapses_by_itself(case_type):
    subscription = asked(case_type)

    assert (subscription.is_unconfirmed, subscription.is_listening) == (True, False)
    assert list(case_type.model.objects.listening()) == []
    assert subscription.erase_after == timezone.localdate(timezone.now() + timedelta(hours=48)) + timedelta(days=1)
    assert [mail.kind for mail in OutboxMail.objects.all()] == [mail_of(case_type).key]


def test_a_confirmation_keeps_its_evidence_and_counts_once(case_type):
    subscription = asked(case_type)

    confirm(subscription, question="Möchten Sie das?", kept_until=UNTIL)
    confirm(fresh(subscription), question="Etwas anderes?", kept_until=UNTIL + timedelta(days=1))

    kept = fresh(subscription)
    assert (kept.is_listening, kept.erase_after) == (True, UNTIL)
    assert kept.confirmation_text.text == "Möchten Sie das? Erinnerung einschalten"


def test_what_is_ended_listens_no_more_and_cannot_be_switched_on_again(case_type):
    subscription = asked(case_type)
    end(subscription)

    confirm(fresh(subscription), question="Möchten Sie das?", kept_until=UNTIL)

    kept = fresh(subscription)
    assert (kept.is_listening, kept.is_unconfirmed, kept.erase_after) == (False, False, timezone.localdate())


def test_what_is_locked_stays_as_it_is(case_type):
    subscription = asked(case_type)
    case_type.model.objects.update(restricted_at=timezone.now())
    before = case_type.model.objects.values().get()

    confirm(subscription, question="Möchten Sie das?", kept_until=UNTIL)
    end(subscription)

    assert case_type.model.objects.values().get() == before


def test_a_repeat_under_its_key_is_the_first_and_another_is_refused(case_type):
    twice = [asked(case_type, key="schluessel").pk for _ in range(2)]
    other = SubscriptionRequest(email="andere@beispiel.example", consent="Ja.")

    with pytest.raises(IdempotencyConflict):
        asked(case_type, other, key="schluessel")

    assert (len(set(twice)), OutboxMail.objects.count()) == (1, 1)


def test_the_language_makes_no_other_request_and_the_consent_does():
    digests = [
        SubscriptionRequest(email=ADDRESS, **fields).digest()
        for fields in ({"consent": "Ja."}, {"consent": "Yes.", "language": "en"}, {})
    ]

    assert [digests[0] == digests[1], digests[0] == digests[2]] == [True, False]


def test_a_fault_that_is_no_repeat_is_not_swallowed(case_type):
    @dataclass(frozen=True, kw_only=True)
    class Broken(SubscriptionRequest):
        def columns(self) -> dict:
            return {"pk": 1}

    request = Broken(email=ADDRESS)
    asked(case_type, request)

    with pytest.raises(IntegrityError):
        asked(case_type, request)


def test_the_first_mail_is_for_what_waits_alone(case_type):
    waiting, ended = asked(case_type), asked(case_type)
    end(ended)

    with pytest.raises(NothingToSend):
        mail_of(case_type).context(fresh(ended))

    if case_type.name == "kurse.interest":
        context = mail_of(case_type).context(fresh(waiting))
        assert (str(context["link_label"]), context["kept_hours"]) == ("Erinnerung einschalten", 48)


def test_only_what_is_due_is_deleted_and_forgetting_needs_no_day(case_type):
    due, living, unwanted = (asked(case_type) for _ in range(3))
    case_type.model.objects.filter(pk=due.pk).update(erase_after=timezone.localdate())

    erased = erase_due([due, living])
    forget(unwanted)

    assert (erased, [each.pk for each in case_type.model.objects.all()]) == ([due.pk], [living.pk])
    assert erase_due([]) == []


def test_a_correction_writes_who_somebody_is(case_type):
    subscription = asked(case_type)

    correct(subscription, Correction(name="Erika Beispiel", phone="0000 1", email="neu@beispiel.example"))

    kept = fresh(subscription)
    assert (kept.name, kept.phone, kept.email) == ("Erika Beispiel", "0000 1", "neu@beispiel.example")


def test_its_page_has_the_two_buttons(case_type):
    assert [(action.name, str(action.label)) for action in case_type.actions] == [
        ("einschalten", "Erinnerung einschalten"),
        ("beenden", "Erinnerung beenden"),
    ]
