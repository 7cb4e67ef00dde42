"""A course begins or ceases to be booked by single dates, and its dates change while somebody has booked them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from kurse.audit.bookings import audit
from kurse.booking.lifecycle import confirm, request_booking
from kurse.dates.switching_errors import DateHasBookings, SingleDatesBooked
from kurse.errors import CapacityTooSmall
from kurse.models import BookedDate, Booking, Course, CourseDate
from kurse.planning.scheduling import save_course
from kurse.states import DateState
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_single_dates import book, keys, taken, waiting

pytestmark = pytest.mark.django_db


def save(course: Course, change=None, **fields) -> None:
    """Save a course as its form does."""
    current = Course.objects.get(pk=course.pk)
    for name, value in fields.items():
        setattr(current, name, value)

    def write():
        current.save()
        if change:
            change()

    save_course(SimpleNamespace(instance=current, is_of_another_edition=lambda: False, save=write))


@pytest.fixture
def whole(programme_page) -> Course:
    """A course of two dates that is booked as a whole, with one seat that is taken and somebody in line."""
    course = factories.make_course(programme_page, capacity=1)
    [date] = course.dates.all()
    later = timedelta(weeks=1)
    CourseDate.objects.create(course=course, starts_at=date.starts_at + later, ends_at=date.ends_at + later)
    for who in (1, 2):
        confirm(request_booking(course.pk, person(who, wait=True)))
    return course


def test_whoever_has_booked_has_booked_every_date(whole):
    save(whole, single_dates=True)

    assert (taken(whole), waiting(whole), audit()) == ([1, 1], [1, 1], [])
    assert BookedDate.objects.count() == 4


def test_and_back_again_while_all_bookings_are_for_all_dates(whole):
    save(whole, single_dates=True)
    save(whole, single_dates=False)

    whole.refresh_from_db()
    assert (whole.seats_taken, whole.seats_waiting, whole.next_at) == (1, 1, None)
    assert (BookedDate.objects.count(), taken(whole), audit()) == (0, [0, 0], [])


def test_not_while_a_booking_is_for_fewer_dates(programme_page):
    workshop = factories.make_single_dates(programme_page, capacity=2)
    book(workshop, 1, 0)

    with pytest.raises(SingleDatesBooked):
        save(workshop, single_dates=False)

    assert (taken(workshop), audit()) == ([1, 0, 0], [])


def test_fewer_seats_than_are_taken_on_one_date_are_refused(programme_page):
    workshop = factories.make_single_dates(programme_page, capacity=2)
    book(workshop, 1, 0)
    book(workshop, 2, 0)

    with pytest.raises(CapacityTooSmall):
        save(workshop, capacity=1)

    assert (Course.objects.get(pk=workshop.pk).capacity, audit()) == (2, [])


def test_more_seats_are_offered_to_whoever_waits(programme_page):
    workshop = factories.make_single_dates(programme_page, capacity=1)
    book(workshop, 1, 0)
    in_line = book(workshop, 2, 0, wait=True)

    save(workshop, capacity=2)

    assert (Booking.objects.get(pk=in_line.pk).leading_seat.state, audit()) == ("offered", [])
    assert list(CourseDate.objects.filter(course=workshop).values_list("limit", flat=True)) == [2, 2, 2]


def test_a_booked_date_is_dropped_and_not_deleted(programme_page):
    workshop = factories.make_single_dates(programme_page, capacity=2)
    booking = book(workshop, 1, 0, 1)
    [first, *_others] = keys(workshop)

    with pytest.raises(DateHasBookings):
        save(workshop, lambda: CourseDate.objects.get(pk=first).delete())
    save(workshop, lambda: CourseDate.objects.filter(pk=first).update(state=DateState.DROPPED))

    assert booking.move_copies.count() == 0
    assert workshop.moves.pending().count() == 1
    assert (Booking.objects.get(pk=booking.pk).begins_at, audit()) == (
        CourseDate.objects.get(pk=keys(workshop)[1]).starts_at,
        [],
    )


def test_seats_online_of_their_own_are_refused_in_words(programme_page):
    workshop = factories.make_single_dates(programme_page, mode="hybrid")
    workshop.online_capacity = 3

    with pytest.raises(ValidationError, match="lassen Sie „Plätze online“ leer"):
        workshop.full_clean()
