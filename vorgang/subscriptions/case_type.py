"""What vorgang needs to know of a room's subscriptions: a page, two buttons, an end. They wait for no answer."""

from collections.abc import Callable

from django.urls import reverse

from vorgang.case_types import CaseAction, CaseType
from vorgang.keeping.deletion import correct, erase_due, forget
from vorgang.models import Subscription
from vorgang.subscriptions.joining import end
from vorgang.subscriptions.wording import END, ENDED, NOTHING_MORE, SWITCH_ON, SWITCHED_ON

# The names of the two buttons, and of the two verbs of the API.
CONFIRM_ACTION, END_ACTION = "einschalten", "beenden"


def subscription_case_type(
    model: type[Subscription],
    *,
    label: str,
    summary_template: str,
    admin_url_name: str,
    link_purpose: str,
    confirm: Callable[[Subscription], None],
    confirm_question: str,
    end_question: str,
    confirmed: str = SWITCHED_ON,
    read_once: tuple[str, ...] = (),
) -> CaseType:
    """Return the case type of a room's subscriptions.

    `confirm` is the room's verb, `confirmed` what its person reads then; the page in the CMS takes the key alone.
    """
    purposes = frozenset({link_purpose})
    return CaseType(
        model=model,
        label=label,
        summary_template=summary_template,
        actions=(
            CaseAction(
                name=CONFIRM_ACTION,
                label=SWITCH_ON,
                purposes=purposes,
                is_allowed=lambda subscription: subscription.is_unconfirmed,
                perform=confirm,
                done=confirmed,
                already=lambda subscription: SWITCHED_ON if subscription.is_listening else "",
                refusal=lambda subscription: ENDED,
                question=confirm_question,
            ),
            CaseAction(
                name=END_ACTION,
                label=END,
                purposes=purposes,
                is_allowed=lambda subscription: subscription.ended_at is None,
                perform=end,
                done=ENDED,
                already=lambda subscription: ENDED if subscription.ended_at else "",
                question=end_question,
                style="danger",
            ),
        ),
        admin_url=lambda subscription: reverse(admin_url_name, args=[subscription.pk]),
        erase=erase_due,
        forget=forget,
        correct=correct,
        inbox=model.objects.awaiting_answer,
        on_forgetting=NOTHING_MORE,
        read_once=read_once,
    )
