"""Forgetting the person behind a booking while the numbers stay, and who led a course long ago."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat, LPad
from django.utils import timezone

from kurse import conf
from kurse.booking.settling import lapse_overdue_in, settle_all
from kurse.models import (
    Answer,
    Attendance,
    Booking,
    CalendarSubscription,
    CertificateCode,
    Course,
    MoveCopy,
    NoticeCopy,
    Seat,
)
from kurse.seats.steps import seat_change
from kurse.states import FORGOTTEN
from vorgang.guards.codes import LENGTH as CODE_LENGTH
from vorgang.guards.locks import lock
from vorgang.keeping.erasure import sweep
from vorgang.keeping.erasure_log import note_erased


def erase_date(course: Course, *, confirmed: bool, now: datetime) -> date:
    """Return the day after which the person behind a booking is forgotten."""
    if not confirmed:
        # The day after, since the job runs in the night; never while the seat is still held.
        return timezone.localdate(now + max(conf.erase_unconfirmed_after(), conf.hold_time())) + timedelta(days=1)
    return timezone.localdate(course.ends_at or now) + conf.erase_after_course()


def erase_due(bookings: Sequence[Booking]) -> list[int]:
    """Forget those of these people whose time it still is, in one transaction, and return their keys.

    Somebody may have confirmed or moved a date meanwhile, and another run may have been here before.
    """
    return erase_stored(bookings, Booking.objects.due_for_erasure(timezone.localdate()))


def erase(booking: Booking) -> None:
    """Forget the person whatever the date; doing it twice changes nothing."""
    erase_stored([booking], Booking.objects.filter(erased_at__isnull=True))


def erase_stored(bookings: Sequence[Booking], living: QuerySet) -> list[int]:
    """Forget those of these people who are still among the living, and return their keys."""
    with seat_change():
        courses = lock(Course, *{booking.course_id for booking in bookings})
        now = timezone.now()
        lapse_overdue_in(courses, now)
        current = list(living.filter(pk__in=[booking.pk for booking in bookings]))
        forget_people(current)
        settle_all(courses, now)
    return [booking.pk for booking in current]


def forget_people(bookings: Sequence[Booking]) -> None:
    """Delete unconfirmed bookings whole and leave the confirmed ones their numbers, under the caller's lock."""
    note_erased(bookings)
    Booking.objects.filter(pk__in=[booking.pk for booking in bookings if booking.confirmed_at is None]).delete()
    pseudonymise([booking for booking in bookings if booking.confirmed_at is not None])
    CalendarSubscription.objects.orphaned().delete()


def empty_seats(seats: QuerySet[Seat]) -> None:
    """Leave seats their numbers only, under the caller's lock: certificates are nobody's then, marks still count."""
    CertificateCode.objects.filter(seat__in=seats).delete()
    Attendance.objects.filter(seat__in=seats).update(entered_by=None)
    nobody = Concat(Value(FORGOTTEN), Cast("pk", CharField()))
    seats.update(name="", email="", emails_given=0, person_key=nobody)


def pseudonymise(bookings: Sequence[Booking]) -> None:
    """Empty every personal field of bookings and their seats, under the caller's lock."""
    keys = [booking.pk for booking in bookings]
    empty_seats(Seat.objects.filter(booking__in=keys))
    NoticeCopy.objects.filter(booking__in=keys).delete()
    Answer.objects.filter(booking__in=keys).delete()
    MoveCopy.objects.filter(booking__in=keys).delete()
    # What points to somebody we still know would lead back to whoever is forgotten.
    Booking.objects.filter(rebooked_from__in=keys).update(rebooked_from=None)
    Booking.objects.filter(pk__in=keys).update(
        # A code the person was told would lead back to them; the column wants one, and no code begins with 0.
        code=LPad(Cast("pk", CharField()), CODE_LENGTH, Value("0")),
        name="",
        email="",
        phone="",
        association="",
        remark="",
        confirmed_at=None,
        confirmation_text=None,
        consent_text=None,
        consented_at=None,
        consent_recorded_by=None,
        entered_by=None,
        assignee=None,
        next_action="",
        needs_answer=False,
        restricted_at=None,
        restriction_ground="",
        rebooked_from=None,
        idempotency_key=None,
        request_digest="",
        erase_after=None,
        erased_at=timezone.now(),
    )


def forget_trainers() -> int:
    """Empty the name of who led each course that is over long enough, and return how many courses."""
    over = Course.objects.filter(ends_at__lte=timezone.now() - conf.erase_trainer_after()).exclude(trainer="")
    return sweep("kurse.Course:trainer", over, lambda courses: courses.update(trainer=""))
