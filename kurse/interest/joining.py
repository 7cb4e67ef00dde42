"""The verbs of the interest list: ask to be told, confirm the address, end it, be forgotten."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from hashlib import sha256
from json import dumps

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kurse import conf
from kurse.errors import IdempotencyConflict
from kurse.interest.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from kurse.models import Interest, InterestTopic
from vorgang.case_types import Correction
from vorgang.codes import new_code
from vorgang.consent import consent_text
from vorgang.erasure_log import note_erased
from vorgang.outbox import queue_mail


@dataclass(frozen=True)
class InterestRequest:
    """What somebody asks to be told of; all text is clean already, `topics` are keys of tags."""

    email: str
    course_id: int | None = None
    topics: tuple[int, ...] = ()
    wish: str = ""
    municipality_id: int | None = None
    weekdays: tuple[str, ...] = ()
    daytimes: tuple[str, ...] = ()
    language: str = "de"
    consent: str = ""

    def digest(self) -> str:
        """Digest by which a repeat is told from another request; the language makes no other one."""
        *asked, _language, consent = astuple(self)
        return sha256(dumps([*asked, bool(consent)]).encode()).hexdigest()


def ask_to_be_told(request: InterestRequest, *, idempotency_key: str = "") -> Interest:
    """Put somebody on the list once they confirm their address; a repeat under the same key returns the first.

    What is known of the address already is not looked up: the answer is the same for everybody. Raises
    IdempotencyConflict.
    """
    digest = request.digest()
    try:
        with transaction.atomic(durable=True):
            return repeated(idempotency_key, digest) or joined(request, idempotency_key, digest)
    except IntegrityError:
        # The same request came twice at one moment, and the other one was first.
        interest = repeated(idempotency_key, digest)
        if interest is None:
            raise
        return interest


def repeated(idempotency_key: str, digest: str) -> Interest | None:
    interest = Interest.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if interest is not None and interest.request_digest != digest:
        raise IdempotencyConflict
    return interest


def joined(request: InterestRequest, idempotency_key: str, digest: str) -> Interest:
    """Write down the request and queue the mail by which it is confirmed, inside the caller's transaction."""
    now = timezone.now()
    wording = consent_text(request.consent, request.language)
    interest = Interest.objects.create(
        code=new_code(),
        email=request.email,
        language=request.language,
        course_id=request.course_id,
        wish=request.wish,
        municipality_id=request.municipality_id,
        weekdays=",".join(request.weekdays),
        daytimes=",".join(request.daytimes),
        consent_text=wording,
        consented_at=now,
        # The day after, since the job runs in the night.
        erase_after=timezone.localdate(now + conf.erase_unconfirmed_after()) + timedelta(days=1),
        idempotency_key=idempotency_key or None,
        request_digest=digest if idempotency_key else "",
    )
    InterestTopic.objects.bulk_create(InterestTopic(interest=interest, tag_id=key) for key in request.topics)
    queue_mail("kurse.interest_confirm", interest)
    return interest


@transaction.atomic(durable=True)
def confirm(interest: Interest) -> None:
    """Keep that the address is theirs, from when on they are told; a second time changes nothing."""
    now = timezone.now()
    waiting = Interest.objects.unrestricted().filter(pk=interest.pk, confirmed_at=None, ended_at=None)
    waiting.update(
        confirmed_at=now,
        confirmation_text=consent_text(f"{CONFIRM_QUESTION} {CONFIRM_LABEL}", interest.language),
        erase_after=timezone.localdate(now) + conf.interest_lifetime(),
    )


@transaction.atomic(durable=True)
def end(interest: Interest) -> None:
    """Tell somebody nothing more; the next night forgets them. A second time changes nothing."""
    Interest.objects.unrestricted().filter(pk=interest.pk, ended_at=None).update(
        ended_at=timezone.now(), erase_after=timezone.localdate()
    )


@transaction.atomic(durable=True)
def correct(interest: Interest, correction: Correction) -> None:
    """Write what an interest says of its person."""
    Interest.objects.filter(pk=interest.pk).update(name=correction.name, phone=correction.phone, email=correction.email)


@transaction.atomic(durable=True)
def erase_due(interests: Sequence[Interest]) -> list[int]:
    """Delete those of these interests that are still due, and return their keys."""
    return delete(interests, Interest.objects.due_for_erasure(timezone.localdate()))


@transaction.atomic(durable=True)
def forget(interest: Interest) -> None:
    """Delete an interest whatever the date."""
    delete([interest], Interest.objects.all())


def delete(interests: Sequence[Interest], living: QuerySet) -> list[int]:
    keys = [interest.pk for interest in interests]
    current = list(living.filter(pk__in=keys).order_by("pk").select_for_update())
    note_erased(current)
    Interest.objects.filter(pk__in=[interest.pk for interest in current]).delete()
    return [interest.pk for interest in current]
