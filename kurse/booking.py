"""The verbs of kurse: the only writers of seats.

Each is one durable transaction whose first statement is the lock on the course row, so that both
databases queue there; then overdue holds lapse, then it decides. Mails go through the outbox.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.utils import timezone

from kurse.entry import announce, book_seat, repeated, told_by_constraint
from kurse.erasure import erase_date, forget_people
from kurse.errors import BookingRestricted, CourseFull, CourseNotBookable, HoldLapsed, OfferGone, SeatNotCancellable
from kurse.models import Booking, Course, Seat
from kurse.requests import BookingRequest
from kurse.seats import move, seat_change
from kurse.settling import lapse_overdue, settle
from kurse.signals import booking_cancelled, booking_confirmed
from kurse.states import CancelReason, SeatState, predecessors
from kurse.waiting import also_waiting, can_accept
from kurse.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from vorgang.consent import consent_text
from vorgang.journal import record
from vorgang.locks import lock
from vorgang.outbox import queue_mail
from vorgang.states import StaffAction

# Seats that one may give back until the deadline; what waits or is offered may be given up at any time.
HAVE_A_SEAT = frozenset({SeatState.HELD, SeatState.CONFIRMED})
# What a confirmed address leads to; an offer may follow at once.
CONFIRMABLE = frozenset({SeatState.CONFIRMED, SeatState.WAITING, SeatState.OFFERED})


def request_booking(
    course_id: int,
    request: BookingRequest,
    *,
    idempotency_key: str = "",
    entered_by: AbstractBaseUser | None = None,
) -> Booking:
    """Book one seat: held until its mail is confirmed, or confirmed at once when staff enter it.

    A full course puts who wants to wait on its list, for which the mail has to be confirmed likewise.
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
    if not is_new and course.is_full and not (request.wait and course.has_waiting_list):
        raise CourseFull
    return booking


def confirm(booking: Booking) -> None:
    """Turn a held seat into a confirmed one, or an entry of the waiting list into one that counts.

    Its remark now waits for an answer. Raises HoldLapsed when its time is over or the booking is erased,
    BookingRestricted, CourseBusy.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seat = usable_seat(booking)
        if seat is not None and seat.state == SeatState.HELD:
            move(seat, to=SeatState.CONFIRMED, now=now)
            keep_confirmation(course, booking, now)
            queue_mail("kurse.booked", booking, dedup=f"kurse.booked:{seat.pk}")
            announce(booking_confirmed, booking)
        elif seat is not None and seat.state == SeatState.WAITING and seat.booking.confirmed_at is None:
            Seat.objects.filter(pk=seat.pk).update(held_until=course.starts_at)
            keep_confirmation(course, booking, now)
            queue_mail("kurse.waiting", booking, dedup=f"kurse.waiting:{seat.pk}")
        settle(course, now)
        still_standing = seat is not None and seat.state in CONFIRMABLE
    # After the commit, so that the lapse it found stays.
    if not still_standing:
        raise HoldLapsed


def keep_confirmation(course: Course, booking: Booking, now: datetime) -> None:
    """Keep the evidence that a person confirmed, under the caller's lock."""
    Booking.objects.filter(pk=booking.pk).update(
        confirmed_at=now,
        needs_answer=bool(booking.remark),
        confirmation_text=consent_text(f"{CONFIRM_QUESTION} {CONFIRM_LABEL}", booking.language),
        erase_after=erase_date(course, confirmed=True, now=now),
    )
    if booking.remark:
        queue_mail("vorgang.office_new", booking, office=True)


def accept(booking: Booking, *, by: AbstractBaseUser | None = None) -> None:
    """Take the seat that is offered to a booking, or in the last call the one that is left.

    Raises OfferGone when its time is over or somebody else was faster, BookingRestricted, CourseBusy.
    Accepting twice changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seat = usable_seat(booking)
        if seat is not None and can_accept(seat, now):
            move(seat, to=SeatState.CONFIRMED, now=now)
            Booking.objects.filter(pk=booking.pk).exclude(next_action="").update(next_action="", answered_at=now)
            queue_mail("kurse.booked", booking, dedup=f"kurse.booked:{seat.pk}")
            record(by, StaffAction.CONFIRMED, booking)
            announce(booking_confirmed, booking)
            settle(course, now)
        has_seat = seat is not None and seat.state == SeatState.CONFIRMED
    if not has_seat:
        raise OfferGone


def leave_other_lists(booking: Booking) -> None:
    """Leave the waiting lists of other courses, which the seat in this one has made needless."""
    for other in also_waiting(booking):
        cancel(other, reason=CancelReason.LEFT)


def cancel(booking: Booking, *, reason: CancelReason = CancelReason.SELF, by: AbstractBaseUser | None = None) -> None:
    """Free the seat of a booking, decline an offer, or leave the waiting list.

    Raises SeatNotCancellable after the deadline of a seat one has, BookingRestricted, CourseBusy. Staff (`by`)
    cancel at any time. Cancelling twice, or after the booking was erased, changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seat = usable_seat(booking)
        if seat is not None and seat.state in predecessors(SeatState.CANCELLED):
            has_seat = seat.state in HAVE_A_SEAT
            if has_seat and reason != CancelReason.OFFICE and not course.is_cancellable(now):
                raise SeatNotCancellable
            move(seat, to=SeatState.CANCELLED, now=now, cancel_reason=reason)
            kind = "kurse.cancelled" if has_seat else "kurse.left"
            queue_mail(kind, booking, dedup=f"{kind}:{seat.pk}")
            record(by, StaffAction.CANCELLED, booking)
            announce(booking_cancelled, booking)
        settle(course, now)


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
            for seat in current.seats.active():
                move(seat, to=SeatState.CANCELLED, now=now, cancel_reason=CancelReason.SELF)
                announce(booking_cancelled, current)
        forget_people([current])
        settle(course, now)


# ------------------------------------------------------------------ inner steps, under the caller's lock


def usable_seat(booking: Booking) -> Seat | None:
    """Return the seat as it is now, None once the booking is gone; raises BookingRestricted."""
    seat = Seat.objects.select_related("booking", "course").filter(booking=booking).first()
    if seat is not None and seat.booking.restricted_at:
        raise BookingRestricted
    return seat
