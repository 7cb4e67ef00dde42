"""Forgetting people on time: nightly, idempotent, in batches; what was missed is caught up.

Each room erases its own cases; afterwards nothing may still point to a person who is gone: links, mails that
wait, requests for links. Every rule that erased something leaves an ErasureRun: a count and a digest of ids.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from vorgang import conf
from vorgang.case_types import CaseType, case_types
from vorgang.disclosure.collecting import with_parts
from vorgang.journal import guard as journal_guard
from vorgang.keeping.restriction import restricted_cases
from vorgang.models import (
    ErasureRun,
    JournalEntry,
    LostLinkRequest,
    OutboxMail,
    OwnDataRequest,
    PersonalLink,
)
from vorgang.states import MailState

logger = logging.getLogger(__name__)

BATCH = 500
# Longer than all attempts at its mail, which reads the address only when it is sent.
LOST_LINK_REQUESTS_AFTER = timedelta(days=4)
OWN_DATA_LINK = timedelta(days=2)
FAILED_MAILS_AFTER = timedelta(days=30)


class ErasureIncomplete(Exception):
    """Raised at the end of a run in which cases could not be erased; the next run tries them again."""


def erase_due() -> int:
    """Erase whatever is due and return how many rows went; raises ErasureIncomplete after doing the rest."""
    erased, failed = 0, 0
    for case_type in case_types():
        done, not_done = erase_cases(case_type)
        erased += done
        failed += not_done
    for rule, rows in sweeps():
        erased += sweep(rule, rows)
    if failed:
        raise ErasureIncomplete(failed)
    return erased


def erase_cases(case_type: CaseType) -> tuple[int, int]:
    """Let a room erase its due cases batch by batch; return how many were erased and how many failed."""
    erased = failed = 0
    if kept := case_type.model.objects.restricted().filter(erase_after__lte=timezone.localdate()).count():
        logger.info("%s: %s overdue cases are locked and stay", case_type.name, kept)
    for batch in due_batches(case_type):
        started_at = timezone.now()
        done, not_done = erase_batch(case_type, batch)
        record(case_type.name, started_at, done)
        erased += len(done)
        failed += not_done
    return erased, failed


def erase_batch(case_type: CaseType, batch: list[models.Model]) -> tuple[list[int], int]:
    """Erase a batch at once, or one by one if that fails: one case that resists must not keep all the others."""
    try:
        return case_type.erase(batch), 0
    except Exception:
        if len(batch) == 1:
            logger.exception("erasing %s %s failed", case_type.name, batch[0].pk)
            return [], 1
    outcomes = [erase_batch(case_type, [case]) for case in batch]
    return [key for done, _ in outcomes for key in done], sum(not_done for _, not_done in outcomes)


def due_batches(case_type: CaseType) -> Iterator[list[models.Model]]:
    """Yield the due cases by ascending key, so that a case that stays due is met once only."""
    last = 0
    while batch := list(
        case_type.model.objects.due_for_erasure(timezone.localdate()).filter(pk__gt=last).order_by("pk")[:BATCH]
    ):
        yield batch
        last = batch[-1].pk


def sweeps() -> Iterator[tuple[str, models.QuerySet]]:
    """Yield each rule about vorgang's own rows with the rows that are due under it."""
    now = timezone.now()
    kept = OutboxMail.objects.about(*with_parts(restricted_cases())).values("pk")
    yield "vorgang.PersonalLink:expired", PersonalLink.objects.filter(expires_at__lte=now)
    yield "vorgang.PersonalLink:revoked", PersonalLink.objects.filter(revoked_at__isnull=False)
    yield (
        "vorgang.LostLinkRequest",
        LostLinkRequest.objects.filter(created_at__lte=now - LOST_LINK_REQUESTS_AFTER),
    )
    yield (
        "vorgang.OwnDataRequest",
        OwnDataRequest.objects.filter(created_at__lte=now - LOST_LINK_REQUESTS_AFTER - OWN_DATA_LINK),
    )
    yield (
        "vorgang.OutboxMail:done",
        OutboxMail.objects.filter(
            state__in=[MailState.SENT, MailState.PRINTED, MailState.CANCELLED],
            created_at__lte=now - conf.erase_outbox_after(),
        ).exclude(pk__in=kept),
    )
    yield (
        "vorgang.OutboxMail:failed",
        OutboxMail.objects.failed().filter(created_at__lte=now - FAILED_MAILS_AFTER).exclude(pk__in=kept),
    )
    yield journal_guard.RULE, JournalEntry.objects.filter(created_at__lte=now - conf.erase_journal_after())
    for rows in (PersonalLink.objects, OutboxMail.objects):
        for content_type in ContentType.objects.filter(pk__in=rows.values("content_type").distinct()):
            yield (
                f"{rows.model._meta.label}:target-gone",
                rows.filter(content_type=content_type).exclude(object_id__in=living(content_type)),
            )


def living(content_type: ContentType) -> models.QuerySet:
    """Return the keys of the rows of a type whose person is not forgotten; none if its room was removed."""
    model = content_type.model_class()
    if model is None:
        return PersonalLink.objects.none().values("pk")
    rows = model._base_manager.all()
    if any(field.name == "erased_at" for field in model._meta.concrete_fields):
        rows = rows.filter(erased_at__isnull=True)
    return rows.values("pk")


def sweep(rule: str, rows: models.QuerySet, forget: Callable = models.QuerySet.delete) -> int:
    """Delete rows in batches, each with its evidence in one transaction, and return how many went.

    `forget(rows)` may empty fields instead; afterwards its rows must no longer be among `rows`.
    """
    erased = 0
    while number := sweep_batch(rule, rows, forget):
        erased += number
    return erased


@transaction.atomic
def sweep_batch(rule: str, rows: models.QuerySet, forget: Callable) -> int:
    """Forget one batch and return how many; what another run has taken at this moment is left to it."""
    # PostgreSQL skips its rows; on SQLite the transaction began by waiting for the other run's end.
    batch = list(rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    if batch:
        run = ErasureRun.objects.create(rule=rule)
        forget(rows.model._base_manager.filter(pk__in=batch))
        close(run, batch)
    return len(batch)


def close(run: ErasureRun, ids: list[int]) -> None:
    """End a run with the evidence of what it erased."""
    run.finished_at = timezone.now()
    run.count = len(ids)
    run.digest_of_ids = sha256(",".join(map(str, sorted(ids))).encode()).hexdigest()
    run.save()


def record(rule: str, started_at: datetime, ids: list[int]) -> None:
    """Leave the evidence of a batch that was erased."""
    if ids:
        close(ErasureRun(rule=rule, started_at=started_at), ids)
