"""The verbs of a question to the office: ask, give to a guide, hand back, answer, close."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vorgang.errors import IdempotencyConflict, NoAddress
from vorgang.guards.codes import new_code
from vorgang.journal.writing import record, record_by_link
from vorgang.keeping.restriction import refuse_restricted
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction
from wissen import conf
from wissen.inquiries.errors import GuideNeedsAddress, InquiryDone, NotYourInquiry
from wissen.models import Assignment, Guide, Inquiry, TopicPage
from wissen.states import INQUIRY_SUCCESSORS, InquiryState

# As what a guide stands in the journal, and what the inbox says of a question that is with one.
GUIDE_BY_LINK = _("Ehrenamtslotsin/-lotse per Link")
WITH_A_GUIDE = _("Antwort einer Lotsin oder eines Lotsen abwarten")


@dataclass(frozen=True)
class InquiryRequest:
    """What somebody asks the office; all text is clean already, `topic_id` is the key of a TopicPage."""

    question: str
    name: str
    email: str
    phone: str = ""
    topic_id: int | None = None
    page_url: str = ""
    query: str = ""
    language: str = "de"

    def digest(self, submission: str) -> str:
        """Return the digest of this question out of one opened form."""
        return sha256(dumps([submission, asdict(self)], sort_keys=True).encode()).hexdigest()


def ask(request: InquiryRequest, *, submission: str = "", idempotency_key: str = "") -> Inquiry:
    """Take a question, give it to a guide of its topic or to the office, and tell whoever asked that it is here.

    `submission` names the opened form: the same question out of the same form is taken once. `idempotency_key` is
    that of a program, for one question only; raises IdempotencyConflict.
    """
    once = submission or idempotency_key
    digest = request.digest(once) if once else None
    try:
        with transaction.atomic(durable=True):
            return take(request, digest, idempotency_key or None)
    except IntegrityError:
        found = taken_before(digest, idempotency_key)
        if found is None:
            raise
        return found


@transaction.atomic(durable=True)
def give_to_guide(inquiry: Inquiry, guide: Guide, *, by: AbstractBaseUser) -> None:
    """Let a guide answer a question; twice is once. Raises CaseRestricted, InquiryDone, GuideNeedsAddress."""
    lock(inquiry)
    if inquiry.guide_id == guide.pk and inquiry.state == InquiryState.ASSIGNED:
        return
    if not inquiry.email:
        raise GuideNeedsAddress
    give(inquiry, guide)
    record(by, StaffAction.ASSIGNED, inquiry)


@transaction.atomic(durable=True)
def hand_back(assignment: Assignment) -> None:
    """Return a question from its guide to the office. Raises CaseRestricted, NotYourInquiry."""
    inquiry = held(assignment)
    return_to_office(inquiry)
    note_guide(StaffAction.ASSIGNED, inquiry)


@transaction.atomic(durable=True)
def take_back(inquiry: Inquiry, *, by: AbstractBaseUser) -> None:
    """Take a question from its guide; the link ends. Raises CaseRestricted, InquiryDone."""
    lock(inquiry)
    move(inquiry, InquiryState.ASKED, guide=None, next_action="")
    record(by, StaffAction.ASSIGNED, inquiry)


@transaction.atomic(durable=True)
def answer(inquiry: Inquiry, text: str, *, by: AbstractBaseUser) -> None:
    """Send the office's answer by mail; the same text twice is a double click.

    Raises CaseRestricted, NoAddress, InquiryDone.
    """
    lock(inquiry)
    if inquiry.state == InquiryState.ANSWERED and inquiry.answer == text:
        return
    send_answer(inquiry, text, answered_by=by)
    record(by, StaffAction.REPLIED, inquiry)


@transaction.atomic(durable=True)
def answer_as_guide(assignment: Assignment, text: str) -> None:
    """Send a guide's answer by mail; the same text twice is a double click.

    Raises CaseRestricted, NotYourInquiry.
    """
    lock(assignment.inquiry)
    if assignment.has_guide and assignment.inquiry.answer == text:
        return
    inquiry = held(assignment)
    send_answer(inquiry, text, answered_by=None)
    note_guide(StaffAction.REPLIED, inquiry)


@transaction.atomic(durable=True)
def close(inquiry: Inquiry, *, by: AbstractBaseUser) -> None:
    """Take a question out of the inbox without a mail. Raises CaseRestricted, InquiryDone."""
    lock(inquiry)
    move(inquiry, InquiryState.CLOSED, answered_at=timezone.now(), next_action="", **when_closed(inquiry))
    record(by, StaffAction.ANSWERED, inquiry)


@transaction.atomic(durable=True)
def return_questions_of(guide: Guide) -> int:
    """Return what waits with a guide to the office, locked questions too, and how many it was."""
    waiting = list(Inquiry.objects.filter(guide=guide, state=InquiryState.ASSIGNED))
    for inquiry in waiting:
        return_to_office(inquiry)
    return len(waiting)


# ------------------------------------------------------------------ inner steps


def taken_before(digest: str | None, idempotency_key: str) -> Inquiry | None:
    """Return what came with this digest already; raises IdempotencyConflict where another came under the key."""
    found = Inquiry.objects.filter(submission_digest=digest).first() if digest else None
    if found is None and idempotency_key and Inquiry.objects.filter(idempotency_key=idempotency_key).exists():
        raise IdempotencyConflict
    return found


def take(request: InquiryRequest, digest: str | None, idempotency_key: str | None) -> Inquiry:
    """Write a question down and queue its mails, inside the caller's transaction."""
    once = {"submission_digest": digest, "idempotency_key": idempotency_key}
    inquiry = Inquiry.objects.create(code=new_code(), needs_answer=True, **once, **asdict(request))
    guide = guide_for(inquiry)
    if guide is not None:
        give(inquiry, guide)
    else:
        queue_mail("vorgang.office_new", inquiry, office=True)
    if inquiry.email:
        queue_mail("wissen.inquiry_receipt", inquiry)
    return inquiry


def guide_for(inquiry: Inquiry) -> Guide | None:
    """Return who answers on the topic of a question; None where the office must, since it has to be a call."""
    topic = TopicPage.objects.filter(pk=inquiry.topic_id).only("translation_key").first()
    return Guide.objects.for_topic(topic).first() if topic and inquiry.email else None


def give(inquiry: Inquiry, guide: Guide) -> None:
    move(inquiry, InquiryState.ASSIGNED, guide=guide, next_action=for_office(WITH_A_GUIDE))
    assignment, _is_new = Assignment.objects.get_or_create(inquiry=inquiry, guide=guide)
    queue_mail("wissen.guide_asked", assignment)


def return_to_office(inquiry: Inquiry) -> None:
    move(inquiry, InquiryState.ASKED, guide=None, next_action="")
    queue_mail("vorgang.office_new", inquiry, office=True)


def send_answer(inquiry: Inquiry, text: str, **fields) -> None:
    if not inquiry.email:
        raise NoAddress
    now = timezone.now()
    erase_after = timezone.localdate(now) + conf.erase_inquiry_after()
    fields |= {"answer": text, "answered_at": now, "erase_after": erase_after, "next_action": ""}
    move(inquiry, InquiryState.ANSWERED, **fields)
    queue_mail("wissen.answer", inquiry)


def when_closed(inquiry: Inquiry) -> dict:
    """Return what changes with a question that is done without a mail of ours."""
    return {
        "state": InquiryState.CLOSED,
        "guide": None,
        "erase_after": timezone.localdate() + conf.erase_inquiry_after(),
    }


def held(assignment: Assignment) -> Inquiry:
    """Lock the question of an assignment and return it fresh; raises CaseRestricted, NotYourInquiry."""
    lock(assignment.inquiry)
    if not assignment.is_current:
        raise NotYourInquiry
    return assignment.inquiry


def lock(inquiry: Inquiry) -> None:
    """Lock a question and read it anew; raises CaseRestricted, and InquiryDone where it was erased meanwhile."""
    # Writing first locks the row on both databases, so that the second click sees what the first one did.
    if not Inquiry.objects.filter(pk=inquiry.pk).update(state=F("state")):
        raise InquiryDone
    refuse_restricted([inquiry])
    inquiry.refresh_from_db()


def move(inquiry: Inquiry, to: InquiryState, **fields) -> None:
    """Move a locked question; raises InquiryDone where the table of successors has no such way."""
    if to not in INQUIRY_SUCCESSORS[InquiryState(inquiry.state)]:
        raise InquiryDone
    changes = {"state": to} | fields
    for name, value in changes.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=list(changes))


def note_guide(action: StaffAction, inquiry: Inquiry) -> None:
    """Write into the journal what a guide did by their link."""
    record_by_link(for_office(GUIDE_BY_LINK), action, inquiry)


def for_office(text) -> str:
    """Return a sentence in the office's language, whatever language the page of this moment has."""
    with override(settings.LANGUAGE_CODE):
        return str(text)
