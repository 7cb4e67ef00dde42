"""Reminding confirmed people shortly before their course starts."""

from django.db import transaction
from django.utils import timezone

from kurse import conf
from kurse.models import Seat
from kurse.seats import by_booking
from kurse.states import CourseState, SeatState
from vorgang.outbox import queue_mail


def remind() -> int:
    """Queue one reminder for each booking with confirmed seats whose course starts soon, and return how many."""
    now = timezone.now()
    due = Seat.objects.filter(
        state=SeatState.CONFIRMED,
        reminded_at__isnull=True,
        course__state=CourseState.OPEN,
        course__starts_at__gt=now,
        course__starts_at__lte=now + conf.reminder_before(),
        booking__erased_at__isnull=True,
    ).select_related("booking", "course")
    reminded = 0
    for booking, seats in by_booking(due).items():
        with transaction.atomic(durable=True):
            # Compare and set: two workers at once remind once, and nobody who cancelled a moment ago.
            keys = [seat.pk for seat in seats]
            waiting = Seat.objects.filter(pk__in=keys, reminded_at__isnull=True, state=SeatState.CONFIRMED)
            if not waiting.update(reminded_at=now):
                continue
            if booking.email:
                queue_mail(
                    "kurse.reminder",
                    booking,
                    dedup=f"kurse.reminder:{seats[0].pk}:{seats[0].course.starts_at:%Y-%m-%d}",
                )
                reminded += 1
    return reminded
