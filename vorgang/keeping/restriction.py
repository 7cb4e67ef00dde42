"""Restriction of processing (Art. 18 DSGVO): a locked case is kept and told to its person, and nothing else.

Nobody works on it, no mail leaves about it, no list exports it, no run erases it, until it is released. Every kind
of case has this without doing anything: the flag stands on `Case`, the guards on whatever all rooms share. A room
calls `refuse_restricted` in verbs of its own, and shows what it shows to staff through `for_staff`.
"""

import copy
from collections.abc import Iterable, Iterator, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from vorgang.case_types import case_types
from vorgang.errors import CaseRestricted
from vorgang.journal.writing import record
from vorgang.keeping.erasure_log import note_lock
from vorgang.models import Case
from vorgang.personal_data import Rule, register
from vorgang.states import ReleaseGround, RestrictionGround, StaffAction

# By these staff and the person speak of a locked case, and see why it is locked.
ALWAYS_SHOWN = frozenset({"code", "restricted_at", "restriction_ground"})


@transaction.atomic(durable=True)
def restrict(cases: Sequence[Case], ground: RestrictionGround, *, by: AbstractBaseUser) -> int:
    """Lock cases and return how many were not locked yet; each leaves its entry in the journal."""
    locked = 0
    for case in cases:
        free = type(case).objects.unrestricted().filter(pk=case.pk, erased_at__isnull=True)
        if free.update(restricted_at=timezone.now(), restriction_ground=ground):
            note_lock(case, ground)
            record(by, StaffAction.RESTRICTED, case, reason=ground)
            locked += 1
    return locked


@transaction.atomic(durable=True)
def release(case: Case, ground: ReleaseGround, *, by: AbstractBaseUser) -> bool:
    """Let a locked case be worked on again and return whether it was locked; what is overdue the next run erases."""
    released = type(case).objects.restricted().filter(pk=case.pk).update(restricted_at=None, restriction_ground="")
    if released:
        note_lock(case, "")
        record(by, StaffAction.RELEASED, case, reason=ground)
    return bool(released)


def restricted_cases() -> list[Case]:
    """Return the locked cases of all rooms, the one that has been locked longest first."""
    found = [case for case_type in case_types() for case in case_type.model.objects.restricted()]
    return sorted(found, key=lambda case: case.restricted_at)


def refuse_restricted(cases: Iterable[Case]) -> None:
    """Raise CaseRestricted if one of some cases is locked at this moment."""
    if any(type(case).objects.restricted().filter(pk=case.pk).exists() for case in cases):
        raise CaseRestricted


def for_staff(row: models.Model) -> models.Model:
    """Return a row as staff see it: of a locked case a copy without whatever the register calls personal."""
    if not isinstance(row, Case) or row.restricted_at is None:
        return row
    shown = copy.copy(row)
    for field in personal_fields(type(row)):
        setattr(shown, field.name, None if field.null else "")
    return shown


def personal_fields(model: type[Case]) -> Iterator[models.Field]:
    marked = register()[model._meta.label]
    for field in model._meta.concrete_fields:
        if isinstance(marked.get(field.name), Rule) and field.name not in ALWAYS_SHOWN:
            yield field
