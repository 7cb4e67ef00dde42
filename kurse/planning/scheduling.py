"""Changing a course: its dates, capacity and window, under the same lock as its bookings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Min, ProtectedError, Q
from django.utils import timezone

from kurse.booking.erasure import erase_date
from kurse.booking.settling import lapse_overdue, settle
from kurse.dates.schedule import Schedule, schedule_of
from kurse.dates.switching import book_as_a_whole, book_singly, fit_dates, forget_numbers, refresh_deadlines
from kurse.dates.switching_errors import DateHasBookings
from kurse.errors import BookingError, CourseChanged, DateHasAttendance, QuestionAnswered
from kurse.events import snapshot, tell_changes, tell_seats
from kurse.models import Answer, BookedDate, Booking, Course, CourseDate, Seat
from kurse.notices.moving import note_move
from kurse.planning.errors import NoDateKept, ProposalOutdated, TooManyDates
from kurse.planning.form import MOST_DATES, CourseForm, edition_of
from kurse.questions.asked import note_edition
from kurse.questions.editing import answered_in, refuse_changed_meaning
from kurse.seats.steps import seat_change
from kurse.states import DateState
from kurse.waiting.oversized import note_size
from kurse.ways.offered import fit_seats, keep_ways
from vorgang.guards.locks import lock


def save_course(form: CourseForm) -> Course:
    """Save a valid form of a course with its dates; raises CapacityTooSmall, ModeStillBooked, OffersOpen,
    CourseChanged, DateHasAttendance, DateHasBookings, QuestionAnswered, SingleDatesBooked, CourseBusy.

    Nobody is ever evicted: a capacity below the seats taken is refused. Nobody's change is overwritten: a
    form that was opened before somebody else saved is refused.
    """
    course: Course = form.instance
    with seat_change():
        current, before = begin(course)
        if form.is_of_another_edition():
            raise CourseChanged
        keep_ways(current, course)
        if current.single_dates and not course.single_dates:
            book_as_a_whole(course)
        fit_seats(course)
        # The form was read before the lock; what only verbs write is taken from the locked row.
        for name in ("lock_version", "revision", "revised_at"):
            setattr(course, name, getattr(current, name))
        answered = answered_in(course)
        try:
            form.save()
        except ProtectedError as error:
            raise fault_behind(error) from error
        if course.single_dates and not current.single_dates:
            book_singly(course)
        if current.single_dates and not course.single_dates:
            forget_numbers(course)
        refuse_changed_meaning(answered)
        note_edition(course)
        conclude(course, before)
    return course


def fault_behind(error: ProtectedError) -> BookingError:
    """Return what keeps a date or a question from being deleted."""
    kept = next(iter(error.protected_objects))
    if isinstance(kept, Answer):
        return QuestionAnswered(kept.question.text)
    return DateHasBookings() if isinstance(kept, BookedDate) else DateHasAttendance()


def add_dates(course: Course, dates: Sequence[CourseDate], *, edition: str) -> None:
    """Add dates to a course, all or none; raises NoDateKept, ProposalOutdated, TooManyDates, CourseBusy.

    `edition` is the one of form.edition_of() that the dates were proposed for: what was checked for
    conflicts then is not saved beside dates that came in between.
    """
    with seat_change():
        current, before = begin(course)
        if edition_of(current) != edition:
            raise ProposalOutdated
        if not dates:
            raise NoDateKept
        if current.dates.count() + len(dates) > MOST_DATES:
            raise TooManyDates
        for date in dates:
            date.course = current
        CourseDate.objects.bulk_create(dates)
        conclude(current, before)


@dataclass(frozen=True)
class Before:
    """What stood in the database when a change began, to tell afterwards what has changed."""

    now: datetime
    was_full: bool
    snapshot: tuple[str, list[tuple]]
    schedule: Schedule


def begin(course: Course) -> tuple[Course, Before]:
    """Lock a course whose dates or seats are going to change; return its row as it stands, and what stood there."""
    [current] = lock(Course, course.pk)
    now = timezone.now()
    lapse_overdue(current, now)
    settle(current, now)
    return current, Before(now, current.is_full, snapshot(course.pk), schedule_of(course.pk))


def conclude(course: Course, before: Before) -> None:
    """Bring into line what follows from the dates and seats of a course, and tell who is concerned."""
    refresh_span(course)
    tell_seats(course, was_full=before.was_full)
    note_size(course, before.now)
    # There may be more seats than before, and people waiting for them; or it has begun, and they wait in vain.
    lapse_overdue(course, before.now)
    settle(course, before.now)
    note_move(course, before.schedule, before.now)
    tell_changes(course, before.snapshot)


def refresh_span(course: Course) -> None:
    """Repeat the first and last date on the course; the end of waiting, also for us, and the erase dates move along.

    Public calendars take it for a change, which it is whenever dates or the course were saved. Where dates are booked
    singly, each of them learns how many seats it has; raises CapacityTooSmall.
    """
    span = CourseDate.objects.filter(~Q(state=DateState.DROPPED), course=course).aggregate(
        books_until=Max("starts_at"), starts_at=Min("starts_at"), ends_at=Max("ends_at")
    )
    if not course.single_dates:
        span["books_until"] = None
    Course.objects.filter(pk=course.pk).update(**span, revision=F("revision") + 1, revised_at=timezone.now())
    course.starts_at, course.ends_at, course.books_until = span["starts_at"], span["ends_at"], span["books_until"]
    if course.single_dates:
        refresh_deadlines(course)
        fit_dates(course)
    else:
        Seat.objects.until_the_start().filter(course=course).update(held_until=span["starts_at"])
    Booking.objects.filter(course=course, confirmed_at__isnull=False, erased_at__isnull=True).update(
        erase_after=erase_date(course, confirmed=True, now=timezone.now())
    )
