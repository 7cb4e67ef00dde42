"""The verbs of the office: what staff do with a case, a message, a mail that did not arrive, a letter."""

from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from json import dumps

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from vorgang import conf
from vorgang.case_types import case_type_of, case_types
from vorgang.errors import NoAddress
from vorgang.guards.codes import new_code
from vorgang.journal.writing import record
from vorgang.keeping.restriction import refuse_restricted
from vorgang.models import Case, LostLinkRequest, Message, MessageReply, OutboxMail
from vorgang.outbox.queue import new_message_id, queue_mail
from vorgang.states import MailState, MessageKind, MessageState, StaffAction, StaffReason


@dataclass(frozen=True)
class MessageRequest:
    """What somebody writes to the office; all text is clean already."""

    name: str
    email: str
    phone: str
    subject: str
    text: str
    page_url: str = ""
    kind: MessageKind = MessageKind.CONTACT
    language: str = "de"

    def digest(self, submission: str) -> str:
        """Return the digest of this message out of one opened form."""
        return sha256(dumps([submission, asdict(self)], sort_keys=True).encode()).hexdigest()


def receive_message(request: MessageRequest, *, submission: str = "") -> Message:
    """Take a message into the inbox, tell the office at once and the sender that it has arrived.

    `submission` names the opened form: the same message out of the same form is taken once.
    """
    digest = request.digest(submission) if submission else None
    try:
        with transaction.atomic(durable=True):
            return take_message(request, digest)
    except IntegrityError:
        found = Message.objects.filter(submission_digest=digest).first() if digest else None
        if found is None:
            raise
        return found


@transaction.atomic(durable=True)
def request_lost_link(email: str, language: str) -> None:
    """Queue the links to somebody's cases; who asked is looked up by the worker, known or not."""
    request = LostLinkRequest.objects.create(email=email, language=language)
    queue_mail("vorgang.lost_link", request)


@transaction.atomic(durable=True)
def assign(case: Case, assignee: models.Model | None, *, by: models.Model) -> None:
    """Make somebody responsible for a case and tell them, unless they took it themselves; raises CaseRestricted."""
    refuse_restricted([case])
    changed = type(case).objects.filter(pk=case.pk).exclude(assignee=assignee).update(assignee=assignee)
    if changed:
        record(by, StaffAction.ASSIGNED, case)
    if changed and assignee is not None and assignee != by:
        queue_mail("vorgang.office_assigned", case, office=True)


@transaction.atomic(durable=True)
def set_next_action(case: Case, next_action: str, *, by: models.Model | None = None) -> None:
    """Write down what the office does next; raises CaseRestricted."""
    refuse_restricted([case])
    type(case).objects.filter(pk=case.pk).update(next_action=next_action)
    record(by, StaffAction.CHANGED, case, reason=StaffReason.NEXT_ACTION)


@transaction.atomic(durable=True)
def mark_answered(case: Case, *, by: models.Model | None = None) -> None:
    """Take a case out of the inbox; doing it twice changes nothing. Raises CaseRestricted."""
    refuse_restricted([case])
    if answer(case):
        record(by, StaffAction.ANSWERED, case)


@transaction.atomic(durable=True)
def reply(message: Message, text: str, *, author: models.Model) -> MessageReply:
    """Answer a message by mail and take it out of the inbox; the same text twice is a double click.

    Raises NoAddress, CaseRestricted.
    """
    # Writing first locks the row, so that the second click sees the first one's reply.
    Message.objects.filter(pk=message.pk).update(state=F("state"))
    refuse_restricted([message])
    if not message.email:
        raise NoAddress
    written, is_new = MessageReply.objects.get_or_create(message=message, text=text, author=author)
    if is_new:
        queue_mail("vorgang.decision" if message.is_report else "vorgang.reply", written)
        record(author, StaffAction.REPLIED, message)
    answer(message)
    return written


@transaction.atomic(durable=True)
def send_again(mail: OutboxMail, *, by: models.Model | None = None) -> bool:
    """Give a mail that did not arrive a new round of attempts."""
    fields = {"state": MailState.QUEUED, "attempts": 0, "next_attempt_at": timezone.now(), "last_error": ""}
    if mail.state == MailState.BOUNCED:
        # A late notice about the first one must not speak for the second.
        fields["message_id"] = new_message_id()
    moved = OutboxMail.objects.failed().filter(pk=mail.pk, state=mail.state).update(**fields)
    return noted(moved, by, StaffAction.SENT, mail, StaffReason.MAIL_AGAIN)


@transaction.atomic(durable=True)
def drop_mail(mail: OutboxMail, *, by: models.Model | None = None) -> bool:
    """Put a mail that did not arrive aside: the office has reached the person in another way."""
    moved = OutboxMail.objects.failed().filter(pk=mail.pk).update(state=MailState.CANCELLED)
    return noted(moved, by, StaffAction.CHANGED, mail, StaffReason.MAIL_ASIDE)


@transaction.atomic(durable=True)
def mark_printed(mail: OutboxMail, *, by: models.Model | None = None) -> bool:
    """Note that a letter has left the office."""
    moved = OutboxMail.objects.letters().filter(pk=mail.pk).update(state=MailState.PRINTED, sent_at=timezone.now())
    return noted(moved, by, StaffAction.SENT, mail, StaffReason.LETTER)


# ------------------------------------------------------------------ inner steps


def take_message(request: MessageRequest, digest: str | None) -> Message:
    """Write a message and queue its two mails."""
    message = Message.objects.create(
        submission_digest=digest,
        code=new_code(),
        name=request.name,
        email=request.email,
        phone=request.phone,
        subject=request.subject,
        text=request.text,
        page_url=request.page_url,
        kind=request.kind,
        language=request.language,
        needs_answer=True,
        answer_by=answer_by(request.kind),
    )
    queue_mail("vorgang.office_new", message, office=True)
    if message.email:
        queue_mail("vorgang.report_receipt" if message.is_report else "vorgang.receipt", message)
    return message


def noted(moved: int, by: models.Model | None, action: StaffAction, mail: OutboxMail, reason: StaffReason) -> bool:
    """Write into the journal that a mail was moved, under the case it is about; return whether it was."""
    if moved:
        record(by, action, mail.about or mail, reason=reason)
    return bool(moved)


def answer_by(kind: MessageKind) -> date | None:
    """Return the day by which a message of a kind has its answer; None where only the inbox' own clock runs."""
    within = {
        MessageKind.ACCESSIBILITY: conf.answer_barrier_within(),
        MessageKind.ILLEGAL_CONTENT: conf.decide_report_within(),
    }.get(kind)
    return timezone.localdate() + within if within else None


def answer(case: Case) -> bool:
    """Mark a case as answered where it is not yet, with what its room changes then."""
    fields = {"answered_at": timezone.now(), "next_action": "", **case_type_of(case).when_answered(case)}
    return bool(type(case).objects.filter(pk=case.pk, answered_at__isnull=True).update(**fields))


def when_answered(message: Message) -> dict:
    """Return what changes with an answered message: it is erased after the set time."""
    kept = conf.erase_report_after() if message.is_report else conf.erase_message_after()
    return {"state": MessageState.ANSWERED, "erase_after": timezone.localdate() + kept}


def find_case(type_name: str, pk: int) -> Case | None:
    """Return a case of an installed room by the type's name and its key."""
    for case_type in case_types():
        if case_type.name == type_name:
            return case_type.model.objects.filter(pk=pk, erased_at__isnull=True).first()
    return None
