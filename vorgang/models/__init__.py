"""The nouns of vorgang."""

from vorgang.models.cases import Case, CaseQuerySet, ConsentText
from vorgang.models.enclosures import EnclosureMixin
from vorgang.models.journal import JournalEntry
from vorgang.models.links import LostLinkRequest, OwnDataRequest, PersonalLink
from vorgang.models.mail_texts import MailText
from vorgang.models.mails import OutboxMail
from vorgang.models.messages import Message, MessageReply
from vorgang.models.runs import DueJobRun, ErasureRun
from vorgang.models.subscriptions import Subscription, SubscriptionQuerySet

__all__ = [
    "Case",
    "CaseQuerySet",
    "ConsentText",
    "DueJobRun",
    "EnclosureMixin",
    "ErasureRun",
    "JournalEntry",
    "LostLinkRequest",
    "MailText",
    "Message",
    "MessageReply",
    "OutboxMail",
    "OwnDataRequest",
    "PersonalLink",
    "Subscription",
    "SubscriptionQuerySet",
]
