"""Reminding confirmed people so many days before their course starts, as the settings or the course say.

Each reminder has its moment, reckoned from the start as it stands: whoever moves the course moves it too. Whoever
learned of the start after that moment, by booking or by being told of a move, needs no reminder of it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from kurse import conf
from kurse.models import Booking, Course, CourseMove, Seat
from kurse.notices.date_reminders import dates_to_remind_of, remind_of_date
from kurse.seats.steps import by_booking
from kurse.seats.telling import remind_people
from kurse.states import CourseState, SeatState
from vorgang.outbox.queue import queue_mail

# A start that moves by less than this after the reminder was sent is no other one: the mail about the move said it.
SAME = timedelta(hours=12)


def reminder_days(course: Course) -> tuple[int, ...]:
    """Return how many days before the start people are reminded."""
    return conf.REMINDER_DAYS.parsed(course.reminder_days) or conf.reminder_days()


def latest_moment(course: Course, now: datetime, start: datetime | None = None) -> datetime | None:
    """Return when the last reminder whose time has come was to be sent; one that was missed before it is not."""
    moments = [(start or course.starts_at) - timedelta(days=days) for days in reminder_days(course)]
    return max((moment for moment in moments if moment <= now), default=None)


def remind() -> int:
    """Queue the reminders that are due, one for each booking with confirmed seats and one for each
    of its people who has an address, and return how many.

    Where dates are booked singly, one for each date.
    """
    now = timezone.now()
    courses = Course.objects.filter(
        state=CourseState.OPEN,
        single_dates=False,
        starts_at__gt=now,
        starts_at__lte=now + timedelta(days=conf.REMINDER_DAYS.highest),
    ).order_by("pk")
    dates = dates_to_remind_of(now).select_related("course").order_by("starts_at", "pk")
    return sum(remind_of(course, moment, now) for course in courses if (moment := latest_moment(course, now))) + sum(
        remind_of_date(date, moment, now, SAME)
        for date in dates
        if (moment := latest_moment(date.course, now, date.starts_at))
    )


def remind_of(course: Course, moment: datetime, now: datetime) -> int:
    """Remind those who knew of the start before the moment and were not reminded at it; return how many mails."""
    told_at = CourseMove.objects.filter(course=course).aggregate(last=Max("told_at"))["last"]
    if told_at is not None and told_at > moment:
        return 0
    due = Seat.objects.filter(
        Q(reminded_at=None) | Q(reminded_at__lte=moment - SAME),
        course=course,
        state=SeatState.CONFIRMED,
        moved_at__lte=moment,
        booking__erased_at=None,
    )
    seats = by_booking(due.select_related("booking"))
    return sum(remind_booking(booking, found, due, now) for booking, found in seats.items())


@transaction.atomic(durable=True)
def remind_booking(booking: Booking, seats: list[Seat], due, now: datetime) -> int:
    # Compare and set: two workers at once remind once, and nobody who cancelled a moment ago.
    if not due.filter(pk__in=[seat.pk for seat in seats]).update(reminded_at=now):
        return 0
    queued = remind_people(seats, "", now)
    if booking.email:
        key = f"kurse.reminder:{seats[0].pk}:{now:%Y-%m-%d}"
        queued += queue_mail("kurse.reminder", booking, dedup=key) is not None
    return queued
