"""Reminding people of every single date they booked, as many days before it as of a course."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from kurse import conf
from kurse.models import BookedDate, CourseDate, CourseMove
from kurse.states import CourseState, DateState, SeatState
from vorgang.outbox import queue_mail


def dates_to_remind_of(now: datetime):
    """Return the single dates of which somebody may have to be reminded now."""
    latest = now + timedelta(days=conf.REMINDER_DAYS.highest)
    dates = CourseDate.objects.filter(course__single_dates=True, course__state=CourseState.OPEN)
    return dates.filter(starts_at__gt=now, starts_at__lte=latest).exclude(state=DateState.DROPPED)


def remind_of_date(date: CourseDate, moment: datetime, now: datetime, same: timedelta) -> int:
    """Remind those who knew of a date before the moment and were not reminded at it; return how many mails."""
    told_at = CourseMove.objects.filter(course=date.course).aggregate(last=Max("told_at"))["last"]
    if told_at is not None and told_at > moment:
        return 0
    due = BookedDate.objects.kept().filter(
        Q(reminded_at=None) | Q(reminded_at__lte=moment - same),
        date=date,
        booking__seats__state=SeatState.CONFIRMED,
        booking__seats__moved_at__lte=moment,
        booking__erased_at=None,
    )
    return sum(remind_booked(booked, due, now) for booked in due.select_related("booking").distinct().order_by("pk"))


@transaction.atomic(durable=True)
def remind_booked(booked: BookedDate, due, now: datetime) -> bool:
    # Compare and set: two workers at once remind once, and nobody who cancelled a moment ago.
    if not BookedDate.objects.filter(pk__in=due.filter(pk=booked.pk).values("pk")).update(reminded_at=now):
        return False
    if not booked.booking.email:
        return False
    return queue_mail("kurse.reminder", booked.booking, dedup=f"kurse.reminder:{booked.pk}:{now:%Y-%m-%d}") is not None
