"""Making a new booking under the caller's lock: what is checked, what is written, what is told."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from kurse import conf
from kurse.booking.erasure import erase_date
from kurse.booking.head_start import admit, use_up
from kurse.booking.requests import BookingRequest, refuse_named_twice
from kurse.booking.settling import lapse_overdue, settle
from kurse.dates.choosing import keep_dates, refuse_dates, seats_on
from kurse.errors import (
    AlreadyBooked,
    BookingError,
    CourseFull,
    CourseNotBookable,
    GroupTooLarge,
    IdempotencyConflict,
)
from kurse.events import tell_seats
from kurse.models import Booking, Course, Seat
from kurse.models.pools import DatesPool, Pool
from kurse.questions.answering import keep_answers, refuse_other_questions
from kurse.seats.counting import write_numbers
from kurse.seats.steps import take_seats
from kurse.signals import booking_requested
from kurse.states import SeatState
from kurse.ways.offered import way_of_taking_part
from vorgang.forms.consent import consent_text
from vorgang.guards.codes import new_code
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction

# (waits, entered by staff): the first mail to the person.
FIRST_MAIL = {
    (False, False): "kurse.confirm",
    (False, True): "kurse.booked",
    (True, False): "kurse.wait_confirm",
    (True, True): "kurse.waiting",
}


def repeated(idempotency_key: str, digest: str) -> Booking | None:
    """Return the booking that an earlier request under this key made; raises IdempotencyConflict."""
    if not idempotency_key:
        return None
    # Nearly always there is none: no column is read that only a repeat needs.
    keys = Booking.objects.filter(idempotency_key=idempotency_key).order_by().values_list("pk", "request_digest")
    for booking_id, former_digest in keys:
        if former_digest != digest:
            raise IdempotencyConflict
        return Booking.objects.get(pk=booking_id)
    return None


def book_seats(
    course: Course,
    request: BookingRequest,
    idempotency_key: str,
    entered_by: AbstractBaseUser | None,
    invitation_id: int | None = None,
) -> tuple[Booking | None, bool, Pool | DatesPool]:
    """Take a seat of a locked course for each person, or one place in its line for all; never for some of them.

    Returns the booking, None if there is neither, whether it is new, and the seats among which one was asked for.
    Somebody who is booked already costs as many statements as somebody new: the time tells nobody who that is. Raises
    GroupTooLarge, NamedTwice, ModeMissing, ModeNotOffered, DatesMissing, DatesNotOffered, DateNotBookable,
    QuestionsChanged.
    """
    keys, number = request.person_keys(), len(request.names)
    refuse_named_twice(keys)
    now = timezone.now()
    lapse_overdue(course, now)
    by_staff = entered_by is not None
    is_open = course.is_open_for_booking(now)
    comes_first = not is_open and admit(course, invitation_id, request.email, now)
    if not is_open and not comes_first and not (by_staff and course.is_running(now)):
        raise CourseNotBookable
    if not by_staff and not course.is_published():
        raise CourseNotBookable
    mode = way_of_taking_part(course, request.mode)
    refuse_dates(course, request.dates)
    pool, room = course.pool_of(mode), None
    if course.single_dates:
        room, pool = seats_on(course, request.dates, now, by_staff=by_staff)
    if number > pool.seats:
        raise GroupTooLarge
    refuse_other_questions(course, request.questions_edition)
    booked = Seat.objects.active().filter(course=course, person_key__in=keys)
    already = min(booked.order_by().values_list("pk", "booking_id"), default=None)
    wording = consent_text(request.consent, request.language) if request.consent else None
    waits = pool.free < number
    if already is not None:
        if by_staff:
            raise AlreadyBooked
        seat_id, booking_id = already
        booking = Booking.objects.get(pk=booking_id)
        if not waits:
            write_numbers(course)
        queue_mail("kurse.link", booking, dedup=f"kurse.link:{seat_id}:{now:%Y-%m-%d-%H}")
        return booking, False, pool
    if waits and not (request.wait and course.has_waiting_list):
        return None, False, pool

    start = course.starts_at if room is None else min(date.starts_at for date in pool.dates)
    booking = Booking.objects.create(
        code=new_code(),
        course=course,
        name=request.name,
        email=request.email,
        phone=request.phone,
        association=request.association,
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
    Seat.objects.bulk_create(
        Seat(
            booking=booking,
            course=course,
            name=name,
            person_key=key,
            mode=mode,
            state=first_state(waits=waits, by_staff=by_staff),
            held_until=first_deadline(start, pool, now, waits=waits, by_staff=by_staff),
        )
        for name, key in zip(request.names, keys, strict=True)
    )
    keep_answers(booking, request.answers)
    if comes_first:
        use_up(invitation_id, now)
    if room is not None:
        keep_dates(booking, pool.dates)
    if waits and by_staff:
        settle(course, now)
    elif not waits and room is None:
        take_seats(course, number, mode)
    elif not waits:
        room.take(pool, number, now)
        tell_seats(course, was_full=False)
    queue_mail(FIRST_MAIL[waits, by_staff], booking)
    record(entered_by, StaffAction.ENTERED, booking)
    announce(booking_requested, booking)
    return booking, True, pool


def first_state(*, waits: bool, by_staff: bool) -> SeatState:
    if waits:
        return SeatState.WAITING
    return SeatState.CONFIRMED if by_staff else SeatState.HELD


def first_deadline(
    start: datetime, pool: Pool | DatesPool, now: datetime, *, waits: bool, by_staff: bool
) -> datetime | None:
    """Return until when an address has to be confirmed, or until when somebody waits; None for a sure seat."""
    if by_staff:
        return start if waits else None
    hold = conf.short_hold_time() if pool.is_scarce and not waits else conf.hold_time()
    return min(now + hold, start)


def told_by_constraint(error: IntegrityError) -> BookingError | None:
    """Return the fault behind a constraint of the schema, the second wall behind the lock; None if unknown."""
    text = str(error)
    if "_not_overbooked" in text:
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
