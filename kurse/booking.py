"""The verbs of kurse: the only writers of seats.

Each is one durable transaction whose first statement is the lock on the course row, so that both
databases queue there; then overdue holds lapse, then it decides. Mails go through the outbox.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from kurse import conf
from kurse.erasure import erase_date, forget_people
from kurse.errors import (
    AlreadyBooked,
    BookingError,
    BookingRestricted,
    CourseFull,
    CourseNotBookable,
    HoldLapsed,
    IdempotencyConflict,
    SeatNotCancellable,
)
from kurse.models import Booking, Course, Seat
from kurse.requests import BookingRequest
from kurse.seats import lapse_overdue, move, recount, seat_change, take_seat, write_count
from kurse.signals import booking_cancelled, booking_confirmed, booking_requested
from kurse.states import CancelReason, SeatState, predecessors
from kurse.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from vorgang.codes import new_code
from vorgang.consent import consent_text
from vorgang.journal import record
from vorgang.locks import lock
from vorgang.outbox import queue_mail
from vorgang.states import StaffAction


def request_booking(
    course_id: int,
    request: BookingRequest,
    *,
    idempotency_key: str = "",
    entered_by: AbstractBaseUser | None = None,
) -> Booking:
    """Book one seat: held until its mail is confirmed, or confirmed at once when staff enter it.

    A repeat under the same key returns the first booking. A visitor who is booked already gets the link
    to that booking by mail again and learns nothing else: the answer is the one somebody new would get.
    Raises CourseNotBookable, CourseFull, AlreadyBooked (staff only), IdempotencyConflict, CourseBusy.
    """
    try:
        with seat_change():
            [course] = lock(Course, course_id) or [None]
            booking = repeated(idempotency_key, request.digest(course_id))
            if booking is not None:
                return booking
            if course is None:
                raise CourseNotBookable
            booking, is_new = book_seat(course, request, idempotency_key, entered_by)
    except IntegrityError as error:
        fault = told_by_constraint(error)
        if fault is None:
            raise
        raise fault from error
    # After the commit, so that the link is sent. Answering otherwise, or sooner, would tell who is booked.
    if not is_new and course.is_full:
        raise CourseFull
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
) -> tuple[Booking | None, bool]:
    """Take one seat of a locked course; return its booking, None if the course is full, and whether it is new.

    Somebody who is booked already costs as many statements as somebody new: the time tells nobody who that is.
    """
    now = timezone.now()
    lapse_overdue(course, now)
    by_staff = entered_by is not None
    if not course.is_open_for_booking(now) and not (by_staff and course.is_running(now)):
        raise CourseNotBookable
    if not by_staff and not Course.objects.published().filter(pk=course.pk).exists():
        raise CourseNotBookable
    seat = Seat.objects.holding().filter(course=course, person_key=request.person_key()).first()
    wording = consent_text(request.consent, request.language) if request.consent else None
    if seat is not None:
        if by_staff:
            raise AlreadyBooked
        write_count(course, course.seats_taken)
        queue_mail("kurse.link", seat.booking, dedup=f"kurse.link:{seat.pk}:{now:%Y-%m-%d-%H}")
        return seat.booking, False
    if course.is_full:
        return None, False

    booking = Booking.objects.create(
        code=new_code(),
        course=course,
        name=request.name,
        email=request.email,
        phone=request.phone,
        remark=request.remark,
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
    take_seat(course)
    queue_mail("kurse.booked" if by_staff else "kurse.confirm", booking)
    record(entered_by, StaffAction.ENTERED, booking)
    announce(booking_requested, booking)
    return booking, True


def confirm(booking: Booking) -> None:
    """Turn a held seat into a confirmed one; its remark now waits for an answer.

    Raises HoldLapsed when its time is over or the booking is erased, BookingRestricted, CourseBusy.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seat = usable_seat(booking)
        if seat is not None and seat.state == SeatState.HELD:
            move(seat, to=SeatState.CONFIRMED, now=now)
            Booking.objects.filter(pk=booking.pk).update(
                confirmed_at=now,
                needs_answer=bool(booking.remark),
                confirmation_text=consent_text(f"{CONFIRM_QUESTION} {CONFIRM_LABEL}", booking.language),
                erase_after=erase_date(course, confirmed=True, now=now),
            )
            queue_mail("kurse.booked", booking, dedup=f"kurse.booked:{seat.pk}")
            if booking.remark:
                queue_mail("vorgang.office_new", booking, office=True)
            announce(booking_confirmed, booking)
        recount(course)
        still_standing = seat is not None and seat.state == SeatState.CONFIRMED
    # After the commit, so that the lapse it found stays.
    if not still_standing:
        raise HoldLapsed


def cancel(booking: Booking, *, reason: CancelReason = CancelReason.SELF, by: AbstractBaseUser | None = None) -> None:
    """Free the seat of a booking; raises SeatNotCancellable after the deadline, BookingRestricted, CourseBusy.

    Staff (`by`) cancel at any time. Cancelling twice, or after the booking was erased, changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seat = usable_seat(booking)
        if seat is not None and seat.state in predecessors(SeatState.CANCELLED):
            if reason == CancelReason.SELF and not course.is_cancellable(now):
                raise SeatNotCancellable
            move(seat, to=SeatState.CANCELLED, now=now, cancel_reason=reason)
            queue_mail("kurse.cancelled", booking, dedup=f"kurse.cancelled:{seat.pk}")
            record(by, StaffAction.CANCELLED, booking)
            announce(booking_cancelled, booking)
        recount(course)


def forget(booking: Booking) -> None:
    """Forget the person at their wish, whatever the deadline; a seat in a course to come is free again.

    Raises CourseBusy. Doing it twice changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        current = Booking.objects.filter(pk=booking.pk, erased_at__isnull=True).first()
        if current is None:
            return
        if course.ends_at is None or now < course.ends_at:
            for seat in current.seats.holding():
                move(seat, to=SeatState.CANCELLED, now=now, cancel_reason=CancelReason.SELF)
                announce(booking_cancelled, current)
        forget_people([current])
        recount(course)


# ------------------------------------------------------------------ inner steps, under the caller's lock


def usable_seat(booking: Booking) -> Seat | None:
    """Return the seat as it is now, None once the booking is gone; raises BookingRestricted."""
    seat = Seat.objects.select_related("booking").filter(booking=booking).first()
    if seat is not None and seat.booking.restricted_at:
        raise BookingRestricted
    return seat


def told_by_constraint(error: IntegrityError) -> BookingError | None:
    """Return the fault behind a constraint of the schema, the second wall behind the lock; None if unknown."""
    text = str(error)
    if "kurse_course_not_overbooked" in text:
        return CourseFull()
    if "person_key" in text or "kurse_seat_one_per_person" in text:
        return AlreadyBooked()
    if "idempotency_key" in text:
        # The same key was used for another course at the same moment; the course lock cannot see that.
        return IdempotencyConflict()
    return None


def announce(signal, booking: Booking) -> None:
    """Tell listeners after commit; a listener's fault is logged by Django and changes nothing."""
    booking_id = booking.pk
    transaction.on_commit(lambda: signal.send_robust(sender=Booking, booking_id=booking_id))
