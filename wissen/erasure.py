"""Forgetting who asked: the question goes with its answer; a draft made from it names nobody and stays."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from vorgang.case_types import Correction
from vorgang.erasure_log import note_erased
from wissen.models import Inquiry


@transaction.atomic(durable=True)
def erase_due(inquiries: Sequence[Inquiry]) -> list[int]:
    """Delete those of these questions that are still due, and return their keys."""
    return delete(inquiries, Inquiry.objects.due_for_erasure(timezone.localdate()))


@transaction.atomic(durable=True)
def forget(inquiry: Inquiry) -> None:
    """Delete a question whatever the date."""
    delete([inquiry], Inquiry.objects.all())


@transaction.atomic(durable=True)
def correct(inquiry: Inquiry, correction: Correction) -> None:
    """Write what a question says of whoever asked."""
    Inquiry.objects.filter(pk=inquiry.pk).update(name=correction.name, phone=correction.phone, email=correction.email)


def delete(inquiries: Sequence[Inquiry], living: QuerySet) -> list[int]:
    keys = [inquiry.pk for inquiry in inquiries]
    current = list(living.filter(pk__in=keys).order_by("pk").select_for_update())
    note_erased(current)
    Inquiry.objects.filter(pk__in=[inquiry.pk for inquiry in current]).delete()
    return [inquiry.pk for inquiry in current]
