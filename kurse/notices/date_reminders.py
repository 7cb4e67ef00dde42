"""Reminding people of every single date they booked, as many days before it as of a course."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from kurse import conf
from kurse.models import BookedDate, CourseDate, CourseMove, Seat
from kurse.seats.telling import remind_people
from kurse.states import CourseState, DateState, SeatState
from vorgang.outbox.queue import queue_mail


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
    with_address = Seat.objects.filter(booking=OuterRef("booking")).exclude(email="")
    found = due.select_related("booking").annotate(has_people=Exists(with_address)).distinct().order_by("pk")
    return sum(remind_booked(booked, due, now) for booked in found)


@transaction.atomic(durable=True)
def remind_booked(booked: BookedDate, due, now: datetime) -> int:
    # Compare and set: two workers at once remind once, and nobody who cancelled a moment ago.
    if not BookedDate.objects.filter(pk__in=due.filter(pk=booked.pk).values("pk")).update(reminded_at=now):
        return 0
    queued = remind_people(booked.booking.seats.all(), f"{booked.pk}:", now) if booked.has_people else 0
    if booked.booking.email:
        key = f"kurse.reminder:{booked.pk}:{now:%Y-%m-%d}"
        queued += queue_mail("kurse.reminder", booked.booking, dedup=key) is not None
    return queued
