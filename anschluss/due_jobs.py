"""The recurring work of this room, run by `manage.py worker`."""

from datetime import timedelta

from django.utils import timezone

from anschluss import conf
from anschluss.endpoints import renew_secrets
from anschluss.models import Delivery
from vorgang.due_jobs import DueJob
from vorgang.keeping.erasure import sweep


def forget_deliveries() -> int:
    """Erase the records of deliveries whose time is over, also of those that never arrived."""
    return sweep("anschluss.Delivery", Delivery.objects.filter(created_at__lte=timezone.now() - conf.erase_after()))


def due_jobs() -> list[DueJob]:
    return [
        DueJob("anschluss.forget_deliveries", timedelta(days=1), forget_deliveries, at_hour=3),
        DueJob("anschluss.renew_secrets", timedelta(hours=1), renew_secrets),
    ]
