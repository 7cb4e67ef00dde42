"""The mail by which somebody confirms that an address is theirs."""

from collections.abc import Callable
from datetime import timedelta

from vorgang.mails import MailKind
from vorgang.models import Subscription
from vorgang.outbox.rendering import NothingToSend
from vorgang.subscriptions.wording import SWITCH_ON


def nothing_named(subscription: Subscription) -> dict[str, str]:
    return {}


def confirm_mail(
    *,
    key: str,
    label: str,
    subject: str,
    introduction: str,
    link_purpose: str,
    lapses_after: Callable[[], timedelta],
    named: Callable[[Subscription], dict[str, str]] = nothing_named,
) -> MailKind:
    """Return the mail with the link to switch a subscription on.

    `named` returns what fills the placeholders. Nothing of it may have been typed by whoever asked: anybody can enter
    anybody's address, and this is no way to mail strangers. It may raise NothingToSend.
    """

    def context(subscription: Subscription) -> dict:
        if not subscription.is_unconfirmed:
            raise NothingToSend
        return {
            "link_label": SWITCH_ON,
            "kept_hours": round(lapses_after().total_seconds() / 3600),
            "placeholders": named(subscription),
        }

    return MailKind(
        key=key,
        label=label,
        subject=subject,
        introduction=introduction,
        template="vorgang/mail/subscription_confirm",
        context=context,
        link_purpose=link_purpose,
        link_lifetime=timedelta(days=7),
    )
