"""What becomes of bookings when a course begins or ceases to be booked by single dates; steps under its lock."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kurse.dates.seats import DateSeats
from kurse.dates.switching_errors import SingleDatesBooked
from kurse.errors import CapacityTooSmall
from kurse.models import BookedDate, Booking, Course, CourseDate, Seat
from kurse.states import DateState


def book_as_a_whole(course: Course) -> None:
    """Forget which dates were booked, where all bookings are for all of them; raises SingleDatesBooked."""
    dates = CourseDate.objects.filter(course=course).count()
    kept = Count("booked_dates", filter=Q(booked_dates__given_up_at=None))
    if Booking.objects.filter(course=course).annotate(kept=kept).filter(kept__lt=dates).exists():
        raise SingleDatesBooked
    BookedDate.objects.filter(booking__course=course).delete()
    course.next_at = course.books_until = None


def forget_numbers(course: Course) -> None:
    """Empty the numbers of dates that are no longer booked singly; the form has written those it was opened with."""
    CourseDate.objects.filter(course=course).update(seats_taken=0, seats_waiting=0, limit=None)


def book_singly(course: Course) -> None:
    """Note that everybody who has booked has booked every date."""
    dates = list(CourseDate.objects.filter(course=course))
    bookings = Booking.objects.filter(course=course)
    BookedDate.objects.bulk_create(BookedDate(booking=booking, date=date) for booking in bookings for date in dates)


def fit_dates(course: Course) -> None:
    """Write how many seats each date has and how many of them are taken; raises CapacityTooSmall.

    Before anybody is offered what is free: the limit of a date comes with the numbers that it limits.
    """
    now, seats = timezone.now(), DateSeats.counted(course)
    if not seats.limit(now):
        raise CapacityTooSmall
    seats.write(now)


def first_start():
    """Return, for a seat, when the first date of its booking begins; a dropped one only where there is no other."""
    kept = BookedDate.objects.kept().filter(booking=OuterRef("booking")).order_by("date__starts_at")
    starts = kept.values("date__starts_at")
    return Coalesce(Subquery(starts.exclude(date__state=DateState.DROPPED)[:1]), Subquery(starts[:1]))


def refresh_deadlines(course: Course) -> None:
    """Let those who wait, for a seat or for the office, do so until the first of their own dates begins."""
    Seat.objects.until_the_start().filter(course=course).update(held_until=first_start())
