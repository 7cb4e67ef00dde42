"""The verbs of kurse: the only writers of seats.

Each is one durable transaction whose first statement is the lock on the course row, so that both
databases queue there; then overdue holds lapse, then it decides. Mails go through the outbox.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.utils import timezone

from kurse.booking.approval import ask_no_longer, asks_office, give_or_ask
from kurse.booking.entry import announce, book_seats, repeated, told_by_constraint
from kurse.booking.erasure import erase_date, forget_people
from kurse.booking.requests import BookingRequest
from kurse.booking.settling import lapse_overdue, settle
from kurse.booking.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from kurse.dates.errors import DatesFull
from kurse.errors import (
    BookingRestricted,
    CourseFull,
    CourseNotBookable,
    HoldLapsed,
    OfferGone,
    OthersWereFaster,
    SeatNotCancellable,
    TooFewSeats,
)
from kurse.models import Booking, Course, Seat
from kurse.models.pools import DatesPool, Pool
from kurse.seats.steps import move, seat_change
from kurse.seats.telling import tell_cancelled, written_to
from kurse.signals import booking_cancelled
from kurse.states import OWN_REASON, CancelReason, SeatState, predecessors
from kurse.waiting.line import acceptable, also_waiting
from kurse.waiting.oversized import ask_to_call, note_size
from kurse.ways.errors import WayFull
from vorgang.forms.consent import consent_text
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction

HAVE_A_SEAT = frozenset({SeatState.HELD, SeatState.REQUESTED, SeatState.CONFIRMED})
# What one may give back until the deadline; what is not promised yet may be given up at any time.
PROMISED = frozenset({SeatState.HELD, SeatState.CONFIRMED})
# What an accepted offer leads to, and what a confirmed address does; an offer may follow at once.
TAKEN = frozenset({SeatState.REQUESTED, SeatState.CONFIRMED})
CONFIRMABLE = TAKEN | {SeatState.WAITING, SeatState.OFFERED}


def request_booking(
    course_id: int,
    request: BookingRequest,
    *,
    idempotency_key: str = "",
    entered_by: AbstractBaseUser | None = None,
    invitation_id: int | None = None,
) -> Booking:
    """Book a seat for each person or none: held until the mail is confirmed, or confirmed at once by staff.

    A full course puts who wants to wait on its list, for which the mail has to be confirmed likewise.
    A repeat under the same key returns the first booking. A visitor who is booked already gets the link
    to that booking by mail again and learns nothing else: the answer is the one somebody new would get.
    `invitation_id` is of who was told of the course and may book before others (kurse.booking.head_start).
    Raises CourseNotBookable, CourseFull, TooFewSeats, WayFull, ModeMissing, ModeNotOffered, DatesFull, DatesMissing,
    DatesNotOffered, DateNotBookable, GroupTooLarge, NamedTwice, QuestionsChanged, AlreadyBooked (staff only),
    InvitationUsed, InvitationOfSomebodyElse, IdempotencyConflict, CourseBusy.
    """
    try:
        with seat_change():
            [course] = lock(Course, course_id) or [None]
            booking = repeated(idempotency_key, request.digest(course_id))
            if booking is not None:
                return booking
            if course is None:
                raise CourseNotBookable
            booking, is_new, pool = book_seats(course, request, idempotency_key, entered_by, invitation_id)
    except IntegrityError as error:
        fault = told_by_constraint(error)
        if fault is None:
            raise
        raise fault from error
    # After the commit, so that the link is sent. Answering otherwise, or sooner, would tell who is booked.
    asked = len(request.names)
    if not is_new and pool.free < asked and not (request.wait and course.has_waiting_list):
        raise no_seats(course, pool, asked)
    return booking


def no_seats(course: Course, pool: Pool | DatesPool, asked: int) -> CourseFull:
    """Return what to say where a pool has fewer seats than were asked for."""
    if not pool.is_full:
        return TooFewSeats(free=pool.free, asked=asked)
    if course.is_full:
        return CourseFull()
    return DatesFull() if course.single_dates else WayFull()


def confirm(booking: Booking) -> None:
    """Turn held seats into confirmed ones, or an entry of the waiting list into one that counts.

    Where the office decides who takes part, held seats stay held until it does (kurse.booking.deciding). The remark of
    a booking now waits for an answer. Raises HoldLapsed when its time is over or the booking is erased,
    BookingRestricted, CourseBusy.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seats = usable_seats(booking)
        held = [seat for seat in seats if seat.state == SeatState.HELD]
        joining = [seat for seat in seats if seat.state == SeatState.WAITING and seat.booking.confirmed_at is None]
        if held:
            keep_confirmation(course, booking, now, tells_office=not asks_office(course))
            give_or_ask(course, held, now)
        elif joining:
            joining[0].booking.course = course
            Seat.objects.filter(pk__in=[seat.pk for seat in joining]).update(held_until=joining[0].booking.begins_at)
            keep_confirmation(course, booking, now)
            queue_mail("kurse.waiting", booking, dedup=f"kurse.waiting:{joining[0].pk}")
            if joining[0].booking.is_too_large:
                ask_to_call([booking.pk])
        settle(course, now)
        still_standing = any(seat.state in CONFIRMABLE for seat in seats)
    # After the commit, so that the lapse it found stays.
    if not still_standing:
        raise HoldLapsed


def keep_confirmation(course: Course, booking: Booking, now: datetime, *, tells_office: bool = True) -> None:
    """Keep the evidence that a person confirmed, under the caller's lock; the office is told of a remark."""
    Booking.objects.filter(pk=booking.pk).update(
        confirmed_at=now,
        needs_answer=bool(booking.remark),
        confirmation_text=consent_text(f"{CONFIRM_QUESTION} {CONFIRM_LABEL}", booking.language),
        erase_after=erase_date(course, confirmed=True, now=now),
    )
    if booking.remark and tells_office:
        queue_mail("vorgang.office_new", booking, office=True)


def accept(booking: Booking, *, by: AbstractBaseUser | None = None) -> None:
    """Take what is offered to a booking, or in the last call what it waits for, if as much is left.

    Where the office decides who takes part, it is asked now, unless it accepts for somebody (`by`). Raises OfferGone
    when its time is over or somebody else was faster, BookingRestricted, CourseBusy. Accepting twice changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        seats = usable_seats(booking)
        accepted = acceptable(course, seats, now)
        if accepted:
            Booking.objects.filter(pk=booking.pk).exclude(next_action="").update(next_action="", answered_at=now)
            give_or_ask(course, accepted, now, by=by)
            record(by, StaffAction.CONFIRMED, booking)
            settle(course, now)
        states = {seat.state for seat in seats}
    if not states & TAKEN:
        raise OthersWereFaster if booking.confirmed_at and SeatState.WAITING in states else OfferGone


def leave_other_lists(booking: Booking) -> None:
    """Leave the waiting lists of other courses, which the seat in this one has made needless."""
    for other in also_waiting(booking):
        cancel(other, reason=CancelReason.LEFT)


def cancel(
    booking: Booking,
    *,
    only: Collection[int] | None = None,
    reason: CancelReason | None = None,
    by: AbstractBaseUser | None = None,
) -> None:
    """Free the seats of a booking, decline an offer, or leave the waiting list.

    With `only`, keys of seats, for these people alone: the others keep what they have, and their place in line.
    Without a reason it is the one that fits where the seats stand. Raises SeatNotCancellable after the deadline of
    seats one has, BookingRestricted, CourseBusy. Staff (`by`) cancel at any time. Cancelling twice, or after the
    booking was erased, changes nothing.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        now = timezone.now()
        lapse_overdue(course, now)
        standing = [seat for seat in usable_seats(booking) if seat.state in predecessors(SeatState.CANCELLED)]
        given_up = standing if only is None else [seat for seat in standing if seat.pk in only]
        if given_up:
            has_seat = any(seat.state in HAVE_A_SEAT for seat in given_up)
            if reason != CancelReason.OFFICE and is_too_late(given_up[0].booking, given_up[0], now):
                raise SeatNotCancellable
            told = written_to(given_up)
            was_asked = given_up[0].state == SeatState.REQUESTED
            move(*given_up, to=SeatState.CANCELLED, now=now, cancel_reason=reason or OWN_REASON[given_up[0].state])
            record(by, StaffAction.CANCELLED, booking)
            if len(given_up) < len(standing):
                note_size(course, now)
                queue_mail("kurse.partly_cancelled", booking, dedup=f"kurse.partly_cancelled:{given_up[0].pk}")
            else:
                if was_asked:
                    ask_no_longer([booking])
                kind = "kurse.cancelled" if has_seat else "kurse.left"
                queue_mail(kind, booking, dedup=f"{kind}:{given_up[0].pk}")
                announce(booking_cancelled, booking)
            tell_cancelled(told)
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
            active = list(current.seats.active())
            if active:
                move(*active, to=SeatState.CANCELLED, now=now, cancel_reason=CancelReason.SELF)
                announce(booking_cancelled, current)
        forget_people([current])
        settle(course, now)


def is_too_late(booking: Booking, seat: Seat, now: datetime | None = None) -> bool:
    """Whether it is too late for people themselves to give up what they have: a seat that was promised to them."""
    return seat.state in PROMISED and not booking.is_cancellable(now)


# ------------------------------------------------------------------ inner steps, under the caller's lock


def usable_seats(booking: Booking) -> list[Seat]:
    """Return the seats as they are now, none once the booking is gone; raises BookingRestricted."""
    kept = Seat.objects.filter(booking=booking, booking__erased_at=None)
    seats = list(kept.select_related("booking", "course"))
    if any(seat.booking.restricted_at for seat in seats):
        raise BookingRestricted
    return seats
