"""Subscriptions of all rooms for other programs, by the key of a personal link: look, confirm, end."""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from vorgang.case_types import CaseAction, CaseType, case_type_of
from vorgang.errors import CaseError, CaseRestricted
from vorgang.links import resolve
from vorgang.models import Subscription
from vorgang.subscriptions.case_type import CONFIRM_ACTION, END_ACTION

router = Router(tags=["Erinnerungen"])


class SubscriptionOut(Schema):
    """A wish to be told by mail: no name, no address, nothing that was typed.

    `about` says in words of what sort it is; it is erased after `erased_after`, and mails come while `is_listening`.
    """

    about: str
    is_listening: bool
    can_confirm: bool
    can_end: bool
    erased_after: date | None


@router.get("/erinnerungen/{token}/", response=SubscriptionOut, url_name="vorgang_subscription")
def get_subscription(request: HttpRequest, token: str):
    """Return a subscription to whoever holds its link."""
    return told(*found_by(token))


@router.post("/erinnerungen/{token}/bestaetigung/", response=SubscriptionOut, url_name="vorgang_subscription_confirm")
def confirm_subscription(request: HttpRequest, token: str):
    """Switch a subscription on: the address is its person's; a second call changes nothing, 409 once it is ended."""
    return performed(token, CONFIRM_ACTION)


@router.post("/erinnerungen/{token}/ende/", response=SubscriptionOut, url_name="vorgang_subscription_end")
def end_subscription(request: HttpRequest, token: str):
    """Tell somebody nothing more and erase them in the next night; a second call changes nothing."""
    return performed(token, END_ACTION)


def found_by(token: str) -> tuple[Subscription, CaseType]:
    """Return the subscription behind a personal link; raises Http404."""
    link = resolve(token)
    if link is None or not isinstance(link.target, Subscription):
        raise Http404
    case_type = case_type_of(link.target)
    if link.purpose != case_type.purpose_of_new_link():
        raise Http404
    return link.target, case_type


def performed(token: str, name: str) -> dict:
    """Do what the button of the personal page does; raises CaseError."""
    subscription, case_type = found_by(token)
    if subscription.restricted_at:
        raise CaseRestricted
    action = action_of(case_type, name)
    if action.is_allowed(subscription):
        action.perform(subscription)
    elif not action.already(subscription):
        raise CaseError(action.refusal(subscription))
    return told(type(subscription).objects.get(pk=subscription.pk), case_type)


def action_of(case_type: CaseType, name: str) -> CaseAction:
    return next(action for action in case_type.actions if action.name == name)


def told(subscription: Subscription, case_type: CaseType) -> dict:
    can_act = subscription.restricted_at is None
    return {
        "about": str(case_type.label),
        "is_listening": subscription.is_listening and can_act,
        "can_confirm": can_act and subscription.is_unconfirmed,
        "can_end": can_act and subscription.ended_at is None,
        "erased_after": subscription.erase_after,
    }
