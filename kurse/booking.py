"""The verbs of kurse: the only writers of seats.

Each is one durable transaction whose first statement is the lock on the course row, so that both
databases queue there; then overdue holds lapse, then it decides. Mails go through the outbox.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from kurse import conf
from kurse.errors import (
    AlreadyBooked,
    BookingError,
    CourseBusy,
    CourseFull,
    CourseNotBookable,
    HoldLapsed,
    IdempotencyConflict,
    SeatNotCancellable,
)
from kurse.models import Booking, Course, Seat
from kurse.requests import BookingRequest
from kurse.signals import booking_cancelled, booking_confirmed, booking_requested
from kurse.states import CancelReason, SeatState, predecessors
from kurse.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from vorgang.codes import new_code
from vorgang.consent import consent_text
from vorgang.locks import lock
from vorgang.outbox import queue_mail


def request_booking(
    course_id: int,
    request: BookingRequest,
    *,
    idempotency_key: str = "",
    entered_by: AbstractBaseUser | None = None,
) -> Booking:
    """Book one seat: held until its mail is confirmed, or confirmed at once when staff enter it.

    A repeat under the same key returns the first booking. A visitor who is booked already gets the link
    to that booking by mail again and learns nothing else. Raises CourseNotBookable, CourseFull,
    AlreadyBooked (staff only), IdempotencyConflict, CourseBusy.
    """
    try:
        with seat_change():
            [course] = lock(Course, course_id) or [None]
            booking = repeated(idempotency_key, request.digest(course_id))
            if booking is None:
                if course is None:
                    raise CourseNotBookable
                booking = book_seat(course, request, idempotency_key, entered_by)
    except IntegrityError as error:
        raise told_by_constraint(error) from error
    return booking


def repeated(idempotency_key: str, digest: str) -> Booking | None:
    """Return the booking that an earlier request under this key made; raises IdempotencyConflict."""
    if not idempotency_key:
        return None
    booking = Booking.objects.filter(idempotency_key=idempotency_key).first()
    if booking is not None and booking.request_digest != digest:
        raise IdempotencyConflict
    return booking


def book_seat(
    course: Course, request: BookingRequest, idempotency_key: str, entered_by: AbstractBaseUser | None
) -> Booking:
    """Take one seat of a locked course."""
    now = timezone.now()
    lapse_overdue(course, now)
    by_staff = entered_by is not None
    if not course.is_open_for_booking(now) and not (by_staff and course.is_running(now)):
        raise CourseNotBookable
    if not by_staff and not Course.objects.published().filter(pk=course.pk).exists():
        raise CourseNotBookable
    seat = Seat.objects.holding().filter(course=course, person_key=request.person_key()).first()
    if seat is not None:
        if by_staff:
            raise AlreadyBooked
        queue_mail("kurse.link", seat.booking, dedup=f"kurse.link:{seat.pk}:{now:%Y-%m-%d-%H}")
        return seat.booking
    if course.is_full:
        raise CourseFull

    wording = consent_text(request.consent, request.language) if request.consent else None
    booking = Booking.objects.create(
        code=new_code(),
        course=course,
        name=request.name,
        email=request.email,
        phone=request.phone,
        remark=request.remark,
        # What staff note while they speak with somebody is answered already.
        needs_answer=bool(request.remark) and not by_staff,
        language=request.language,
        consent_text=wording,
        consented_at=now if wording else None,
        consent_recorded_by=entered_by,
        entered_by=entered_by,
        confirmed_at=now if by_staff else None,
        erase_after=erase_date(course, confirmed=by_staff, now=now),
        idempotency_key=idempotency_key or None,
        request_digest=request.digest(course.pk) if idempotency_key else "",
    )
    Seat.objects.create(
        booking=booking,
        course=course,
        name=request.name,
        person_key=request.person_key(),
        state=SeatState.CONFIRMED if by_staff else SeatState.HELD,
        held_until=None if by_staff else min(now + conf.hold_time(), course.starts_at),
    )
    # Counted up in the database, so that the CHECK is a second wall even if the lock were missing.
    Course.objects.filter(pk=course.pk).update(seats_taken=F("seats_taken") + 1)
    queue_mail("kurse.booked" if by_staff else "kurse.confirm", booking)
    if booking.needs_answer:
        queue_mail("vorgang.office_new", booking, office=True)
    announce(booking_requested, booking)
    return booking


def confirm(booking: Booking) -> None:
    """Turn a held seat into a confirmed one; raises HoldLapsed when its time is over, CourseBusy."""
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seat = Seat.objects.get(booking=booking)
        if seat.state == SeatState.HELD:
            move(seat, to=SeatState.CONFIRMED, now=now)
            Booking.objects.filter(pk=booking.pk).update(
                confirmed_at=now,
                confirmation_text=consent_text(f"{CONFIRM_QUESTION} {CONFIRM_LABEL}", booking.language),
                erase_after=erase_date(course, confirmed=True, now=now),
            )
            queue_mail("kurse.booked", booking, dedup=f"kurse.booked:{seat.pk}")
            announce(booking_confirmed, booking)
        recount(course)
        still_standing = seat.state == SeatState.CONFIRMED
    # After the commit, so that the lapse it found stays.
    if not still_standing:
        raise HoldLapsed


def cancel(booking: Booking, *, reason: CancelReason = CancelReason.SELF) -> None:
    """Free the seat of a booking; raises SeatNotCancellable after the deadline, CourseBusy.

    Staff cancel at any time. Cancelling twice is no fault: the second time changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seat = Seat.objects.get(booking=booking)
        if seat.state in predecessors(SeatState.CANCELLED):
            if reason == CancelReason.SELF and not course.is_cancellable(now):
                raise SeatNotCancellable
            move(seat, to=SeatState.CANCELLED, now=now, cancel_reason=reason)
            queue_mail("kurse.cancelled", booking, dedup=f"kurse.cancelled:{seat.pk}")
            announce(booking_cancelled, booking)
        recount(course)


def lapse_holds(course_id: int) -> int:
    """Free the overdue holds of one course and return how many; the due job calls it for tidiness only."""
    with seat_change():
        [course] = lock(Course, course_id)
        lapsed = lapse_overdue(course, timezone.now())
        recount(course)
    return lapsed


# ------------------------------------------------------------------ inner steps, under the caller's lock


class seat_change(transaction.Atomic):  # noqa: N801 - reads as a statement
    """A durable transaction whose lock time-out becomes CourseBusy."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=True)

    def __enter__(self):
        try:
            super().__enter__()
        except OperationalError as error:  # SQLite waits for its write lock here
            raise CourseBusy from error

    def __exit__(self, exc_type, exc_value, traceback):
        super().__exit__(exc_type, exc_value, traceback)
        if exc_type is not None and issubclass(exc_type, OperationalError):
            raise CourseBusy from exc_value


def lapse_overdue(course: Course, now: datetime) -> int:
    """Let every overdue hold of a locked course lapse and return how many."""
    lapsed = Seat.objects.filter(course=course, state=SeatState.HELD, held_until__lte=now).update(
        state=SeatState.LAPSED, moved_at=now
    )
    if lapsed:
        recount(course)
    return lapsed


def recount(course: Course) -> None:
    """Write the number of seats in a holding state to the locked course row."""
    course.seats_taken = Seat.objects.holding().filter(course=course).count()
    Course.objects.filter(pk=course.pk).update(seats_taken=course.seats_taken)


def move(seat: Seat, *, to: SeatState, now: datetime, **fields) -> bool:
    """Move a seat by compare-and-set and return whether it moved; the row count decides, not the object."""
    moved = Seat.objects.filter(pk=seat.pk, state__in=predecessors(to)).update(state=to, moved_at=now, **fields)
    if moved:
        seat.state = to
    return bool(moved)


def erase_date(course: Course, *, confirmed: bool, now: datetime):
    """Return the day after which the person behind a booking is forgotten."""
    if not confirmed:
        # The day after, since the job runs in the night; never while the seat is still held.
        return timezone.localdate(now + max(conf.erase_unconfirmed_after(), conf.hold_time())) + timedelta(days=1)
    return timezone.localdate((course.ends_at or now) + conf.erase_after_course())


def told_by_constraint(error: IntegrityError) -> BookingError | IntegrityError:
    """Return the fault behind a constraint of the schema, the second wall behind the lock."""
    text = str(error)
    if "kurse_course_not_overbooked" in text:
        return CourseFull()
    if "person_key" in text or "kurse_seat_one_per_person" in text:
        return AlreadyBooked()
    if "idempotency_key" in text:
        # The same key was used for another course at the same moment; the course lock cannot see that.
        return IdempotencyConflict()
    return error


def announce(signal, booking: Booking) -> None:
    """Tell listeners after commit; a listener's fault is logged by Django and changes nothing."""
    booking_id = booking.pk
    transaction.on_commit(lambda: signal.send_robust(sender=Booking, booking_id=booking_id))
