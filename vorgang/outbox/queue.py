"""The outbox: a mail is a row of the transaction that caused it; the worker renders and sends it later."""

import logging
import smtplib
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core.mail import get_connection
from django.db import models
from django.utils import timezone

from vorgang import conf
from vorgang.errors import CaseRestricted
from vorgang.guards.attempts import claim, is_used_up, move, wait_after
from vorgang.models import LostLinkRequest, OutboxMail, OwnDataRequest
from vorgang.outbox.rendering import NoOfficeAddress, NothingToSend, render_mail
from vorgang.states import MAIL_SUCCESSORS, Audience, MailChannel, MailState

logger = logging.getLogger(__name__)

WAIT_FOR_OFFICE = timedelta(minutes=15)
# A server that refuses the address for good may still be wrong for a moment; after this many it is believed.
ATTEMPTS_WHEN_REFUSED = 3


def queue_mail(
    kind: str,
    case: models.Model | None,
    *,
    dedup: str = "",
    office: bool = False,
    audience: Audience | None = None,
) -> OutboxMail | None:
    """Queue a mail inside the caller's transaction and return its row, or None if `dedup` was used before.

    With `office` it goes to the assignee or the office. A person without an address gets a letter, which
    waits in the inbox to be printed.
    """
    audience = audience or (Audience.OFFICE if office else Audience.PERSON)
    by_letter = audience == Audience.PERSON and not case.email
    mail = OutboxMail(
        kind=kind,
        content_type=ContentType.objects.get_for_model(case) if case is not None else None,
        object_id=case.pk if case is not None else None,
        audience=audience,
        channel=MailChannel.LETTER if by_letter else MailChannel.MAIL,
        message_id=new_message_id(),
        dedup_key=dedup or None,
    )
    if not dedup:
        mail.save(force_insert=True)
        return mail
    # Ignoring the conflict keeps the caller's transaction whole.
    OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)
    return OutboxMail.objects.filter(message_id=mail.message_id).first()


def new_message_id() -> str:
    """Return a Message-ID that nobody can guess, by which a mail that comes back is known."""
    return f"<{uuid.uuid4()}@{urlsplit(conf.site_url()).hostname}>"


def take_back(*cases: models.Model) -> int:
    """Send none of the mails about these that nobody has got yet, and return how many that are."""
    waiting = [state for state, successors in MAIL_SUCCESSORS.items() if MailState.CANCELLED in successors]
    unsent = OutboxMail.objects.about(*cases).filter(state__in=waiting).exclude(state=MailState.BOUNCED)
    return unsent.update(state=MailState.CANCELLED, last_error="")


class MailServerAway(Exception):
    """Raised when the mail server did not answer; what the mail was about has been recorded."""


def send_due(limit: int = 50) -> int:
    """Send what is due, oldest first, and return how many mails the server took.

    A server that does not answer ends the round: the others would wait just as long, and keep their turn.
    """
    rows = list(OutboxMail.objects.due(timezone.now()).order_by("next_attempt_at", "pk")[:limit])
    if not rows:
        return 0
    sent = 0
    connection = get_connection()
    try:
        for row in rows:
            if claim(row):
                sent += send_claimed(row, connection)
    except MailServerAway:
        logger.warning("the mail server does not answer; the other mails wait for the next round")
    finally:
        connection.close()
    return sent


def send_claimed(row: OutboxMail, connection) -> bool:
    """Render and send a claimed row; whatever goes wrong is recorded and tried again later.

    Raises MailServerAway after that, where the fault is none of this mail.
    """
    try:
        message = render_mail(row)
        message.connection = connection
        message.send()
    except NothingToSend:
        close(row, MailState.CANCELLED)
        return False
    except (NoOfficeAddress, CaseRestricted) as error:
        # Somebody of the office has to act first: waiting for that is no failed attempt.
        again = timezone.now() + WAIT_FOR_OFFICE
        move(row, MailState.QUEUED, last_error=fault_of(error), attempts=row.attempts - 1, next_attempt_at=again)
        return False
    except Exception as error:
        # A connection that broke must not spoil the next mail.
        connection.close()
        postpone(row, error)
        if is_server_away(error):
            raise MailServerAway from error
        return False
    close(row, MailState.SENT, sent_at=timezone.now())
    logger.info("mail %s (%s) sent", row.pk, row.kind)
    return True


def close(row: OutboxMail, state: MailState, **fields) -> None:
    """Move a row this process claimed to its end; a request to which nothing more can come is forgotten with it."""
    move(row, state, last_error="", **fields)
    asked = row.content_type.model_class() if row.content_type_id else None
    if asked is LostLinkRequest or (asked is OwnDataRequest and state == MailState.CANCELLED):
        asked.objects.filter(pk=row.object_id).delete()


def postpone(row: OutboxMail, error: Exception) -> None:
    """Plan the next attempt, or give up where the office has to see it."""
    fault = fault_of(error)
    if is_used_up(row) or (is_refused_for_good(error) and row.attempts >= ATTEMPTS_WHEN_REFUSED):
        move(row, MailState.FAILED, last_error=fault)
        logger.error("mail %s (%s) given up: %s", row.pk, row.kind, fault)
        return
    wait = wait_after(row)
    move(row, MailState.QUEUED, last_error=fault, next_attempt_at=timezone.now() + wait)
    logger.warning("mail %s (%s) again in %s: %s", row.pk, row.kind, wait, fault)


def fault_of(error: Exception) -> str:
    """Return kind and SMTP code of a fault; its message may hold an address and is not kept."""
    codes = smtp_codes(error)
    return " ".join([type(error).__name__, *map(str, codes)])[:200]


def smtp_codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    return []


def is_server_away(error: Exception) -> bool:
    """Whether nobody answered, or hung up; a refusal with a code is an answer."""
    is_answer = isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError) and not is_answer


def is_refused_for_good(error: Exception) -> bool:
    codes = smtp_codes(error)
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(500 <= code < 600 for code in codes)
