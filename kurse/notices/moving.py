"""Telling the people of a course that it was moved: noted by whatever changed it, told by the office or the clock.

No way of saving leaves it out: kurse.planning.scheduling notes what differs from what people know, in one transaction.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, override

from kurse import conf
from kurse.booking.settling import lapse_overdue
from kurse.dates.schedule import Changes, Schedule, compare, schedule_of
from kurse.models import BookedDate, Booking, Course, CourseDate, CourseMove, MoveCopy, Seat
from kurse.notices.affected import Affected, affected_by, to_be_called
from kurse.notices.errors import MoveChanged, NothingToTell
from kurse.seats.steps import seat_change
from kurse.seats.telling import tell_moved
from kurse.states import CourseState, DateState, SeatMode, SeatState
from vorgang.guards.locks import lock
from vorgang.journal.writing import record
from vorgang.outbox.queue import queue_mail
from vorgang.states import StaffAction

# Of the time until somebody would stand before a closed door, the office may think for this share at most.
SHARE = 4


def note_move(course: Course, before: Schedule, now: datetime) -> None:
    """Note on a locked course in what its people's calendars are wrong now; `before` is how it stood until now.

    What was noted before and told to nobody goes on with what people know: undone, it is noted no longer.
    """
    current = schedule_of(course.pk)
    if current == before:
        return
    pending = course.moves.pending().first()
    known = Schedule.from_json(pending.before) if pending else before
    changes = told_to(course, compare(known, current, now))
    if pending:
        stands = {each.date_id: each.hours for each in known.meetings}
        mark_as_known(known, [each.date_id for each in current.meetings if stands.get(each.date_id) == each.hours])
    booked = Seat.objects.active().filter(course=course).order_by().values_list("mode", flat=True).distinct()
    if not any(changes.seen_by(mode, now) for mode in booked):
        course.moves.pending().delete()
        return
    mark_as_moved(changes, now)
    patience = min(conf.tell_moved_after(), (changes.soonest(now) - now) / SHARE)
    noted = {"changed_at": now, "due_at": now + patience}
    CourseMove.objects.update_or_create(
        course=course, told_at=None, defaults=noted, create_defaults={**noted, "before": known.as_json()}
    )


def mark_as_moved(changes: Changes, now: datetime) -> None:
    """Let the page say of every date which people have to change whether it was moved, or is but held elsewhere."""
    at_other_hours = {after.date_id for before, after in changes.moved if before.hours != after.hours}
    elsewhere = changes.old.meetings if changes.is_elsewhere else [after for _before, after in changes.moved]
    to_come = CourseDate.objects.filter(ends_at__gt=now)
    known = [DateState.PLANNED, DateState.RELOCATED]
    to_come.filter(pk__in=at_other_hours, state__in=known).update(state=DateState.MOVED)
    to_come.filter(pk__in=[each.date_id for each in elsewhere], state=DateState.PLANNED).update(
        state=DateState.RELOCATED
    )


def mark_as_known(known: Schedule, date_ids: list[int]) -> None:
    """Take that back of these dates, which people know as planned, or as held elsewhere already."""
    for state in (DateState.PLANNED, DateState.RELOCATED):
        keys = {each.date_id for each in known.meetings if each.state == state}
        CourseDate.objects.filter(
            pk__in=keys.intersection(date_ids), state__in=[DateState.MOVED, DateState.RELOCATED]
        ).update(state=state)


def changes_of(move: CourseMove, now: datetime | None = None) -> Changes:
    """Return what was told to all together, or of a pending move what would be told now."""
    new = Schedule.from_json(move.after) if move.after else schedule_of(move.course_id)
    changes = compare(Schedule.from_json(move.before), new, now or move.told_at or timezone.now())
    return told_to(move.course, changes) if move.told_at is None else changes


def told_to(course: Course, changes: Changes) -> Changes:
    """Return what anybody has to be told: where dates are booked singly, of those that somebody is booked on."""
    if not course.single_dates:
        return changes
    booked = BookedDate.objects.kept().filter(booking__in=Seat.objects.active().filter(course=course).values("booking"))
    return changes.on(set(booked.values_list("date_id", flat=True)))


def changes_for(copy: MoveCopy) -> Changes:
    """Return what of a move concerns one person: whoever takes part online learns of no other room.

    Of single dates they learn of those they booked.
    """
    move, booking = copy.move, copy.booking
    now = move.told_at or timezone.now()
    return told_to_booking(booking, changes_of(move, now).seen_by(booking.leading_seat.mode, now))


def told_to_booking(booking: Booking, changes: Changes) -> Changes:
    if not booking.course.single_dates:
        return changes
    return changes.on(set(booking.booked_dates.kept().values_list("date_id", flat=True)))


def concerned_by(move: CourseMove, changes: Changes, now: datetime) -> Affected:
    """Return who knows the course as it stood before and finds it otherwise; who booked later knows it as it is."""
    concerned = Q(pk__in=[])
    for mode in SeatMode:
        seen = told_to(move.course, changes.seen_by(mode, now))
        if seen.concerns_everybody:
            concerned |= Q(mode=mode)
        elif seen:
            # The link, which nobody has who waits.
            concerned |= Q(mode=mode, state=SeatState.CONFIRMED)
    seats = Seat.objects.active().filter(concerned, booking__created_at__lte=move.changed_at)
    if move.course.single_dates:
        seats = seats.filter(booking__in=booked_on(changes, now))
    return affected_by(move.course, seats)


def booked_on(changes: Changes, now: datetime) -> QuerySet:
    """Return the bookings on single dates that are not as they were; all with one to come where the place changed."""
    meetings = [*changes.dropped, *(after for _before, after in changes.moved)]
    if changes.is_elsewhere or changes.has_other_link:
        meetings += [each for each in changes.new.meetings if each.ends_at > now]
    keys = [each.date_id for each in meetings]
    return BookedDate.objects.kept().filter(date__in=keys).values("booking")


def tell_move(course: Course, note: str = "", *, seen: str = "", by: AbstractBaseUser | None = None) -> Affected:
    """Tell everybody concerned once what has changed in a course, and return who is told.

    Each gets a mail, who has no address waits in the inbox for a call. `seen` is the `edition` of the move whose
    preview the office saw. Raises NothingToTell, MoveChanged, CourseBusy.
    """
    with seat_change():
        move, now = begin(course, seen)
        changes = changes_of(move, now)
        affected = concerned_by(move, changes, now)
        if not changes or not affected.number or move.course.state == CourseState.CALLED_OFF:
            move.delete()
            return Affected([], [])
        copies = copies_of(move, affected, changes, now)
        CourseMove.objects.filter(pk=move.pk).update(after=changes.new.as_json(), note=note, told_at=now, told_by=by)
        for copy in copies:
            queue_mail("kurse.moved", copy, dedup=f"kurse.moved:{copy.pk}")
        tell_moved(affected.people, move.pk)
        to_be_called(affected.by_phone, call_them())
        record(by, StaffAction.SENT, move.course)
    return affected


def copies_of(move: CourseMove, affected: Affected, changes: Changes, now: datetime) -> list[MoveCopy]:
    """Note for everybody concerned that they are told, and who may leave because of it."""
    modes = dict(Seat.objects.active().filter(booking__in=affected.bookings).values_list("booking_id", "mode"))
    seen = {mode: changes.seen_by(mode, now) for mode in set(modes.values())}
    for booking in affected.bookings:
        booking.course = move.course
    return MoveCopy.objects.bulk_create(
        MoveCopy(move=move, booking=booking, frees=told_to_booking(booking, seen[modes[booking.pk]]).asks_more)
        for booking in affected.bookings
    )


def keep_quiet(course: Course, *, seen: str = "", by: AbstractBaseUser) -> None:
    """Tell nobody of what has changed, which was but a slip of the pen.

    Raises NothingToTell, MoveChanged, CourseBusy.
    """
    with seat_change():
        move, _now = begin(course, seen)
        mark_as_known(Schedule.from_json(move.before), list(course.dates.values_list("pk", flat=True)))
        move.delete()
        record(by, StaffAction.CHANGED, move.course)


def begin(course: Course, seen: str) -> tuple[CourseMove, datetime]:
    """Lock the course and return its pending move."""
    [current] = lock(Course, course.pk)
    now = timezone.now()
    lapse_overdue(current, now)
    move = current.moves.pending().select_related("course").first()
    if move is None:
        raise NothingToTell
    if seen and seen != edition_of_move(move):
        raise MoveChanged
    return move, now


def edition_of_move(move: CourseMove) -> str:
    """Return what tells this state of a pending move from a later one."""
    return move.changed_at.isoformat()


def tell_due() -> int:
    """Tell of every move about which the office has said nothing in time, and return how many people are told."""
    due = CourseMove.objects.pending().filter(due_at__lte=timezone.now()).select_related("course").order_by("pk")
    return sum(tell_if_pending(move.course) for move in due)


def tell_if_pending(course: Course) -> int:
    try:
        return tell_move(course).number
    except NothingToTell:  # somebody of the office was faster
        return 0


def call_them() -> str:
    with override(settings.LANGUAGE_CODE):
        return gettext("Bitte anrufen: Der Kurs ist verlegt.")
