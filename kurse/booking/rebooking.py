"""Rebooking: the people of a booking take seats in another course and free theirs, both or neither."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.utils import timezone

from kurse.booking.approval import asks_office
from kurse.booking.entry import announce, told_by_constraint
from kurse.booking.erasure import erase_date
from kurse.booking.errors import BookedThereAlready, NoSeatsThere, NotRebookable, OfficeDecidesThere, RebookingTooLate
from kurse.booking.lifecycle import HAVE_A_SEAT, is_too_late, usable_seats
from kurse.booking.settling import lapse_overdue, settle
from kurse.dates.errors import DatesToChooseThere
from kurse.errors import AlreadyBooked, CourseFull, CourseNotBookable
from kurse.models import Booking, Course, Seat
from kurse.programme.related import related_courses
from kurse.questions.answering import keep_answers, refuse_other_questions
from kurse.questions.given import GivenAnswer
from kurse.seats.steps import move, seat_change, take_seats
from kurse.seats.telling import tell_rebooked, written_to
from kurse.signals import booking_cancelled, booking_confirmed
from kurse.states import ACTIVE, OWN_REASON, CancelReason, SeatMode, SeatState
from vorgang.guards.codes import new_code
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.links import lead_to
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction

# How many other dates are offered on one page.
MOST_OFFERED = 10
# And so many are looked at; in some there may be too few seats for a group.
MOST_READ = 50
# What a booking takes along: who, how to reach them, what they agreed to and told us.
CARRIED = (
    *("name", "email", "phone", "language", "association", "remark", "entered_by_id"),
    *("confirmed_at", "confirmation_text_id", "consent_text_id", "consented_at", "consent_recorded_by_id"),
)


def rebook(
    booking: Booking,
    course_id: int,
    *,
    by: AbstractBaseUser | None = None,
    answers: Sequence[GivenAnswer] = (),
    edition: str = "",
) -> Booking:
    """Move all people of a booking to another course and return their booking there.

    It has sure seats; the seats they had go to the waiting list in the same transaction, and the links they were
    sent lead to the new booking. Nobody in line there is passed. Doing it twice changes nothing. People themselves do
    it while they may cancel, with their answers to what the other course asks (`edition` as in
    kurse.questions.asked); staff (`by`) until the other course is over, and may leave the answers to them.
    A course where the office decides who takes part is open to staff only, whose rebooking is the decision.
    Raises NotRebookable, RebookingTooLate, CourseNotBookable, DatesToChooseThere, OfficeDecidesThere, NoSeatsThere,
    BookedThereAlready, QuestionsChanged, BookingRestricted, CourseBusy; then nothing has changed.
    """
    try:
        with seat_change():
            courses = {course.pk: course for course in lock(Course, booking.course_id, course_id)}
            now = timezone.now()
            for course in courses.values():
                lapse_overdue(course, now)
            seats = [seat for seat in usable_seats(booking) if seat.state in ACTIVE]
            if made_before := repeated(booking, seats, course_id):
                return made_before
            former, target = courses[booking.course_id], courses.get(course_id)
            refuse_former(seats, target, now, by)
            refuse_target(seats, target, now, by)
            if by is None or answers:
                refuse_other_questions(target, edition)
            told = written_to(seats)
            moved = take_along(seats, target, now)
            keep_answers(moved, answers)
            free(seats, now)
            tell(seats[0].booking, moved, by)
            if told:
                tell_rebooked(told, moved.seats.select_related("booking"))
            settle(former, now)
    except IntegrityError as error:
        fault = told_by_constraint(error)
        if isinstance(fault, CourseFull):
            raise NoSeatsThere from error
        if isinstance(fault, AlreadyBooked):
            raise BookedThereAlready from error
        raise
    return moved


def repeated(booking: Booking, seats: list[Seat], course_id: int) -> Booking | None:
    """Return what the same request made a moment ago; whoever comes by a link comes from the new booking already."""
    if seats:
        return booking if booking.course_id == course_id and booking.rebooked_from_id else None
    return booking.rebooked_as.filter(course=course_id).first()


def refuse_former(seats: list[Seat], target: Course | None, now: datetime, by: AbstractBaseUser | None) -> None:
    """Raise what stands against leaving the course these seats are in."""
    if not seats or seats[0].booking.confirmed_at is None or (target and target.pk == seats[0].course_id):
        raise NotRebookable
    if by is None and is_too_late(seats[0].booking, seats[0], now):
        raise RebookingTooLate


def refuse_target(seats: list[Seat], target: Course | None, now: datetime, by: AbstractBaseUser | None) -> None:
    """Raise what stands against as many seats in the other, locked course; the rules are those of a new booking."""
    if target is None or not (target.is_open_for_booking(now) or (by and target.is_running(now))):
        raise CourseNotBookable
    if by is None and not target.is_published():
        raise CourseNotBookable
    if target.single_dates:
        raise DatesToChooseThere
    # Nobody gives up a sure seat for one that may be refused; the office decides by rebooking.
    if asks_office(target, by):
        raise OfficeDecidesThere
    keys = [seat.person_key for seat in seats]
    if Seat.objects.active().filter(course=target, person_key__in=keys).exists():
        raise BookedThereAlready
    if not has_room(target, seats):
        raise NoSeatsThere


def way_in(target: Course, seat: Seat) -> SeatMode:
    """Return how somebody takes part in another course: as in this one, where it can be done there."""
    return SeatMode(seat.mode) if seat.mode in target.ways else target.ways[0]


def has_room(target: Course, seats: Sequence[Seat]) -> bool:
    """Whether a course has free seats for all these people, each the way they take part, and nobody waits for those."""
    asked = Counter(way_in(target, seat) for seat in seats)
    in_pools = [(pool.free, sum(asked[mode] for mode in pool.modes)) for pool in target.pools]
    return all(needed <= free or not needed for free, needed in in_pools)


def take_along(seats: list[Seat], target: Course, now: datetime) -> Booking:
    """Make a booking of sure seats for the same people in the other course, and return it."""
    former = seats[0].booking
    # What the office noted as its next step was about the former course, as in kurse.booking.lifecycle.accept.
    is_noted = bool(former.next_action) and seats[0].state != SeatState.REQUESTED
    is_unread = former.needs_answer and former.answered_at is None and not is_noted
    moved = Booking.objects.create(
        **{name: getattr(former, name) for name in CARRIED},
        code=new_code(),
        course=target,
        rebooked_from=former,
        needs_answer=is_unread,
        erase_after=erase_date(target, confirmed=True, now=now),
    )
    Booking.objects.filter(pk=former.pk, needs_answer=True).update(needs_answer=False, next_action="")
    made = Seat.objects.bulk_create(
        Seat(
            booking=moved,
            course=target,
            name=seat.name,
            email=seat.email,
            # Its person gets a first mail again.
            emails_given=seat.emails_given + bool(seat.email),
            person_key=seat.person_key,
            mode=way_in(target, seat),
            state=SeatState.CONFIRMED,
        )
        for seat in seats
    )
    for new, old in zip((moved, *made), (former, *seats), strict=True):
        lead_to(new, instead_of=old)
    for mode, number in Counter(way_in(target, seat) for seat in seats).items():
        take_seats(target, number, mode)
    return moved


def free(seats: list[Seat], now: datetime) -> None:
    """Cancel the seats people had; who only waited has left the line, as if they had booked elsewhere."""
    seated = [seat for seat in seats if seat.state in HAVE_A_SEAT]
    move(*seated, to=SeatState.CANCELLED, now=now, cancel_reason=CancelReason.REBOOKED)
    for seat in seats:
        if seat not in seated:
            move(seat, to=SeatState.CANCELLED, now=now, cancel_reason=OWN_REASON[seat.state])


def tell(former: Booking, moved: Booking, by: AbstractBaseUser | None) -> None:
    queue_mail("kurse.rebooked", moved, dedup=f"kurse.rebooked:{moved.pk}")
    record(by, StaffAction.CANCELLED, former)
    record(by, StaffAction.ENTERED, moved)
    announce(booking_cancelled, former)
    announce(booking_confirmed, moved)


def may_rebook(booking: Booking) -> bool:
    """Whether whoever booked may choose another course now, if there is one."""
    seat = booking.leading_seat
    in_time = not is_too_late(booking, seat)
    return seat.state in ACTIVE and in_time and booking.confirmed_at is not None and not booking.restricted_at


def offered_to(booking: Booking) -> list[Course]:
    """Return the courses with seats for all people of a booking that none of them is in; the same topics first."""
    seats = booking.standing_seats
    taken = Seat.objects.active().filter(person_key__in=[seat.person_key for seat in seats])
    others = related_courses(booking.course, most=MOST_READ, but=list(taken.values_list("course_id", flat=True)))
    return [course for course in others if takes_over(course) and has_room(course, seats)][:MOST_OFFERED]


def takes_over(course: Course) -> bool:
    """Whether one has a sure seat in a course at once, without a choice of dates or a decision of the office."""
    return not course.single_dates and not asks_office(course)
