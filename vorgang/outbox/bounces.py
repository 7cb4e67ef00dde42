"""Mails that came back: read from an optional mailbox, noted at the mail of ours they name, and told to the office.

A notice belongs to a mail by the Message-ID in the part it returns (RFC 3464, RFC 6522), never by an address:
addresses can be guessed, and an automatic answer or somebody's reply is no notice.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail

from flufl.bounce import all_failures

from vorgang import conf
from vorgang.mailbox import Mailbox, MailboxAddress
from vorgang.models import OutboxMail
from vorgang.states import MailState

logger = logging.getLogger(__name__)

MOST_MAILS = 200
MESSAGE_ID = re.compile(r"^[> ]*Message-ID:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
# Class, subject and detail of RFC 3463.
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
UNKNOWN_FINAL, UNKNOWN_DELAY = "5.0.0", "4.0.0"


@dataclass(frozen=True)
class Bounce:
    """A notice that a mail did not arrive (`is_final`) or not yet, and why (`status` of RFC 3463)."""

    message_ids: frozenset[str]
    is_final: bool
    status: str


def read_bounces() -> int:
    """Read the mailbox of the setting, if there is one, and return how many notices were about mails of ours.

    These are deleted or moved; everything else is marked as read and stays for somebody to look at.
    """
    address = conf.bounce_mailbox()
    if not address:
        return 0
    noted = 0
    with Mailbox(MailboxAddress.parsed(address)) as mailbox:
        for number, content in mailbox.unread(MOST_MAILS):
            bounce = bounce_of(content)
            if bounce is not None and note(bounce):
                mailbox.remove(number, into=conf.bounce_folder())
                noted += 1
            else:
                mailbox.mark_read(number)
    return noted


def note(bounce: Bounce) -> bool:
    """Note a notice at the mail it names and return whether there is one; doing it twice changes nothing."""
    named = OutboxMail.objects.filter(message_id__in=bounce.message_ids)
    fields = {"last_error": bounce.status} | ({"state": MailState.BOUNCED} if bounce.is_final else {})
    named.filter(state=MailState.SENT).update(**fields)
    numbers = list(named.values_list("pk", flat=True))
    for number in numbers:
        logger.info("mail %s came back: %s", number, bounce.status)
    return bool(numbers)


def bounce_of(content: bytes) -> Bounce | None:
    """Read a mail as a notice; None for whatever is none, or names no mail."""
    mail = message_from_bytes(content)
    message_ids = frozenset(returned_message_ids(mail))
    verdict = verdict_of(mail) if message_ids else None
    return Bounce(message_ids, *verdict) if verdict else None


def verdict_of(mail: Mail) -> tuple[bool, str] | None:
    """Return whether a notice is final and its status; None for a mail that is no notice."""
    blocks = [block for part in parts_of(mail, "message/delivery-status") for block in part.get_payload()]
    actions = {str(block["Action"]).strip().lower(): block for block in blocks if block["Action"]}
    if "failed" in actions:
        return True, status_in(actions["failed"]) or UNKNOWN_FINAL
    if "delayed" in actions:
        return False, status_in(actions["delayed"]) or UNKNOWN_DELAY
    if actions:
        return None  # delivered, relayed or expanded
    return verdict_of_experience(mail)


def verdict_of_experience(mail: Mail) -> tuple[bool, str] | None:
    """Return the verdict on a notice in one of the many shapes that servers had before RFC 3464."""
    try:
        for_now, for_good = all_failures(mail)
    except Exception:  # a detector may stumble over anything that somebody sends
        logger.warning("a mail in the mailbox for returned mails could not be read")
        return None
    if for_good:
        return True, UNKNOWN_FINAL
    return (False, UNKNOWN_DELAY) if for_now else None


def status_in(block: Mail) -> str:
    found = STATUS.search(str(block["Status"] or ""))
    return found.group(1) if found else ""


def parts_of(mail: Mail, content_type: str) -> Iterator[Mail]:
    return (part for part in mail.walk() if part.get_content_type() == content_type and part.is_multipart())


def returned_message_ids(mail: Mail) -> Iterator[str]:
    """Yield the Message-IDs of the mail that a notice returns, whole, as headers or as text below the notice."""
    for part in parts_of(mail, "message/rfc822"):
        yield from MESSAGE_ID.findall(f"Message-ID: {part.get_payload(0)['Message-ID']}")
    for part in mail.walk():
        if part.get_content_type() in {"text/rfc822-headers", "text/plain"}:
            yield from MESSAGE_ID.findall((part.get_payload(decode=True) or b"").decode("ascii", "replace"))
