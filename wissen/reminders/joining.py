"""The verbs of a reminder: ask for it, confirm the address, end it, be forgotten."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from json import dumps

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from vorgang.case_types import Correction
from vorgang.codes import new_code
from vorgang.consent import consent_text
from vorgang.erasure_log import note_erased
from vorgang.outbox import queue_mail
from wissen import conf
from wissen.models import FundingReminder, ProgrammePage
from wissen.reminders.wording import CONFIRM_LABEL, CONFIRM_QUESTION

# The clock looks at a deadline once more on the morning after it: it may have been moved on its last day.
AFTER_DEADLINE = timedelta(days=2)


@dataclass(frozen=True)
class ReminderRequest:
    """Of what somebody wants to be told; all text is clean already, `days` is None for no deadline."""

    email: str
    programme_id: int
    days: int | None
    on_reopening: bool
    language: str = "de"
    consent: str = ""

    def digest(self, submission: str) -> str:
        """Return the digest of this wish out of one opened form."""
        return sha256(dumps([submission, asdict(self)], sort_keys=True).encode()).hexdigest()


def ask_for_reminder(request: ReminderRequest, *, submission: str = "") -> FundingReminder:
    """Remind somebody once they confirm their address; the same wish out of the same form counts once.

    What is known of the address already is not looked up: the answer is the same for everybody.
    """
    digest = request.digest(submission) if submission else None
    try:
        with transaction.atomic(durable=True):
            return joined(request, digest)
    except IntegrityError:
        found = FundingReminder.objects.filter(submission_digest=digest).first() if digest else None
        if found is None:
            raise
        return found


def joined(request: ReminderRequest, digest: str | None) -> FundingReminder:
    """Write down the wish and queue the mail by which it is confirmed, inside the caller's transaction."""
    now = timezone.now()
    programme = ProgrammePage.objects.filter(pk=request.programme_id).only("status", "deadline").first()
    is_waiting = programme is not None and programme.is_closed
    reminder = FundingReminder.objects.create(
        code=new_code(),
        email=request.email,
        language=request.language,
        programme_id=programme and programme.pk,
        days=request.days,
        on_reopening=request.on_reopening,
        closed_since=timezone.localdate(now) if request.on_reopening and is_waiting else None,
        consent_text=consent_text(request.consent, request.language),
        consented_at=now,
        # The day after, since the job runs in the night.
        erase_after=timezone.localdate(now + conf.erase_unconfirmed_after()) + timedelta(days=1),
        submission_digest=digest,
    )
    queue_mail("wissen.reminder_confirm", reminder)
    return reminder


def kept_until(reminder: FundingReminder, confirmed_at: datetime) -> date:
    """Return the day from which on nothing is left to tell; what does not say one stays as it is."""
    programme, days = reminder.programme, []
    if reminder.on_reopening:
        days.append(timezone.localdate(confirmed_at) + conf.reopening_lifetime())
    if reminder.days and programme and programme.deadline:
        days.append(programme.deadline + AFTER_DEADLINE)
    return max(days, default=reminder.erase_after)


@transaction.atomic(durable=True)
def confirm(reminder: FundingReminder) -> None:
    """Keep that the address is theirs, from when on they are told; a second time changes nothing."""
    now = timezone.now()
    waiting = FundingReminder.objects.unrestricted().filter(pk=reminder.pk, confirmed_at=None, ended_at=None)
    waiting.update(
        confirmed_at=now,
        confirmation_text=consent_text(f"{CONFIRM_QUESTION} {CONFIRM_LABEL}", reminder.language),
        erase_after=kept_until(reminder, now),
    )


@transaction.atomic(durable=True)
def end(reminder: FundingReminder) -> None:
    """Tell somebody nothing more; the next night forgets them. A second time changes nothing."""
    FundingReminder.objects.unrestricted().filter(pk=reminder.pk, ended_at=None).update(
        ended_at=timezone.now(), erase_after=timezone.localdate()
    )


@transaction.atomic(durable=True)
def correct(reminder: FundingReminder, correction: Correction) -> None:
    """Write what a reminder says of its person."""
    FundingReminder.objects.filter(pk=reminder.pk).update(
        name=correction.name, phone=correction.phone, email=correction.email
    )


@transaction.atomic(durable=True)
def erase_due(reminders: Sequence[FundingReminder]) -> list[int]:
    """Delete those of these reminders that are still due, and return their keys."""
    return delete(reminders, FundingReminder.objects.due_for_erasure(timezone.localdate()))


@transaction.atomic(durable=True)
def forget(reminder: FundingReminder) -> None:
    """Delete a reminder whatever the date."""
    delete([reminder], FundingReminder.objects.all())


def delete(reminders: Sequence[FundingReminder], living: QuerySet) -> list[int]:
    keys = [reminder.pk for reminder in reminders]
    current = list(living.filter(pk__in=keys).order_by("pk").select_for_update())
    note_erased(current)
    FundingReminder.objects.filter(pk__in=[reminder.pk for reminder in current]).delete()
    return [reminder.pk for reminder in current]
