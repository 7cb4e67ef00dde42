"""The end of a case of which nothing is counted later: it is deleted whole, with what hangs on it.

A room names `erase_due`, `forget` and `correct` in its CaseType. Where something has to stay, or a seat has to be
freed, the room has verbs of its own instead.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from vorgang.case_types import Correction
from vorgang.keeping.erasure_log import note_erased
from vorgang.models import Case


@transaction.atomic(durable=True)
def erase_due(cases: Sequence[Case]) -> list[int]:
    """Delete those of these cases of one kind that are still due, and return their keys."""
    return delete(cases, type(cases[0]).objects.due_for_erasure(timezone.localdate())) if cases else []


@transaction.atomic(durable=True)
def forget(case: Case) -> None:
    """Delete a case whatever the date."""
    delete([case], type(case).objects.all())


@transaction.atomic(durable=True)
def correct(case: Case, correction: Correction) -> None:
    """Write what a case says of its person."""
    own = type(case).objects.filter(pk=case.pk)
    own.update(name=correction.name, phone=correction.phone, email=correction.email)


def delete(cases: Sequence[Case], living: QuerySet) -> list[int]:
    """Delete those of these cases that the rows `living` hold once they are locked, and return their keys."""
    current = list(living.filter(pk__in=[case.pk for case in cases]).order_by("pk").select_for_update())
    keys = [case.pk for case in current]
    note_erased(current)
    living.model.objects.filter(pk__in=keys).delete()
    return keys
