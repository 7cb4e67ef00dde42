"""Courses whose dates are booked singly: what every verb does to the seats of each date."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking.changing_dates import change_dates
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.booking.rebooking import offered_to, rebook
from kurse.booking.settling import lapse_holds
from kurse.dates.errors import (
    DateNotBookable,
    DatesFull,
    DatesMissing,
    DatesNotOffered,
    DatesToChooseThere,
    DateTooLateToGiveUp,
    NoMoreDatesInLine,
)
from kurse.errors import CourseFull, TooFewSeats
from kurse.models import Booking, Course, CourseDate
from kurse.states import CancelReason, DateState, SeatState
from kurse.waiting.line import position
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(programme_page) -> Course:
    """A course of three dates with one seat each."""
    return factories.make_single_dates(programme_page, capacity=1)


def keys(course: Course) -> list[int]:
    return list(CourseDate.objects.filter(course=course).order_by("starts_at").values_list("pk", flat=True))


def book(course: Course, who: int, *which: int, **fields) -> Booking:
    """Book and confirm dates by their place in the row."""
    dates = keys(course)
    booking = request_booking(course.pk, person(who, dates=tuple(dates[place] for place in which), **fields))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


def taken(course: Course) -> list[int]:
    return list(CourseDate.objects.filter(course=course).order_by("starts_at").values_list("seats_taken", flat=True))


def waiting(course: Course) -> list[int]:
    return list(CourseDate.objects.filter(course=course).order_by("starts_at").values_list("seats_waiting", flat=True))


def state(booking: Booking) -> str:
    return Booking.objects.get(pk=booking.pk).leading_seat.state


def test_a_booking_takes_a_seat_on_each_chosen_date_and_on_no_other(workshop):
    book(workshop, 1, 0, 2)

    assert (taken(workshop), audit()) == ([1, 0, 1], [])


def test_the_course_is_full_when_each_date_is(workshop):
    book(workshop, 1, 0, 1)
    workshop.refresh_from_db()
    was_full = workshop.is_full

    book(workshop, 2, 2)

    workshop.refresh_from_db()
    assert (was_full, workshop.is_full) == (False, True)
    assert not Course.objects.bookable().exists()


def test_one_full_date_among_the_chosen_books_none(workshop):
    book(workshop, 1, 0)

    with pytest.raises(DatesFull):
        book(workshop, 2, 0, 1)

    assert (taken(workshop), Booking.objects.count()) == ([1, 0, 0], 1)


def test_nobody_books_without_a_date_or_a_strange_one(workshop, course):
    [foreign] = keys(course)

    with pytest.raises(DatesMissing):
        request_booking(workshop.pk, person())
    with pytest.raises(DateNotBookable):
        request_booking(workshop.pk, person(dates=(foreign,)))
    with pytest.raises(DatesNotOffered):
        request_booking(course.pk, person(dates=(foreign,)))

    assert Booking.objects.count() == 0


def test_a_date_that_has_begun_or_is_dropped_cannot_be_chosen_while_the_others_can(workshop):
    first, second, third = keys(workshop)
    begun = timezone.now() - timedelta(hours=1)
    CourseDate.objects.filter(pk=first).update(starts_at=begun, ends_at=begun + timedelta(hours=2))
    CourseDate.objects.filter(pk=second).update(state=DateState.DROPPED)
    Course.objects.filter(pk=workshop.pk).update(starts_at=begun, next_at=begun)

    for key in (first, second):
        with pytest.raises(DateNotBookable):
            request_booking(workshop.pk, person(dates=(key,)))

    assert request_booking(workshop.pk, person(dates=(third,))) is not None
    assert audit() == []


def test_a_group_needs_a_seat_for_everybody_on_each_date(programme_page):
    workshop = factories.make_single_dates(programme_page, capacity=2)
    book(workshop, 1, 0)

    with pytest.raises(TooFewSeats):
        book(workshop, 2, 0, 1, people=("Erika A", "Erika B"))
    group = book(workshop, 2, 1, 2, people=("Erika A", "Erika B"))

    assert (taken(workshop), audit()) == ([1, 2, 2], [])
    cancel(group, only=[group.standing_seats[0].pk])
    assert (taken(workshop), audit()) == ([1, 1, 1], [])


def test_who_waits_is_offered_a_seat_once_all_their_dates_have_one(workshop):
    first, second = book(workshop, 1, 0), book(workshop, 2, 1)
    waiting_one = book(workshop, 3, 0, 1, wait=True)

    cancel(first)
    after_one = state(waiting_one)
    cancel(second)

    assert (after_one, state(waiting_one)) == (SeatState.WAITING, SeatState.OFFERED)
    accept(waiting_one)
    assert (taken(workshop), waiting(workshop), audit()) == ([1, 1, 0], [0, 0, 0], [])


def test_nobody_is_passed_by_whoever_waits_for_one_of_the_same_dates(workshop):
    first, _second = book(workshop, 1, 0), book(workshop, 2, 1)
    both, only_first = book(workshop, 3, 0, 1, wait=True), book(workshop, 4, 0, wait=True)

    cancel(first)

    assert (state(both), state(only_first)) == (SeatState.WAITING, SeatState.WAITING)
    assert (position(both), position(Booking.objects.get(pk=only_first.pk))) == (1, 2)
    with pytest.raises(CourseFull):
        book(workshop, 5, 0)
    assert audit() == []


def test_who_waits_for_other_dates_is_in_nobodys_way(workshop):
    book(workshop, 1, 0)
    third = book(workshop, 2, 2)
    book(workshop, 3, 0, wait=True)
    for_third = book(workshop, 4, 2, wait=True)
    place = position(for_third)

    cancel(third)

    assert (place, state(for_third), audit()) == (1, SeatState.OFFERED, [])


def test_an_offer_that_lapses_frees_each_date(workshop, time_machine):
    first = book(workshop, 1, 0, 1)
    for_both, for_second = book(workshop, 2, 0, 1, wait=True), book(workshop, 3, 1, wait=True)
    cancel(first)

    time_machine.move_to(Booking.objects.get(pk=for_both.pk).leading_seat.held_until + timedelta(minutes=1))
    lapse_holds(workshop.pk)

    assert (state(for_both), state(for_second)) == (SeatState.LAPSED, SeatState.OFFERED)
    assert (taken(workshop), audit()) == ([0, 1, 0], [])


def test_shortly_before_a_date_the_first_to_accept_has_the_seat(programme_page):
    workshop = factories.make_single_dates(programme_page, capacity=1)
    dates = keys(workshop)
    soon = timezone.now() + timedelta(hours=5)
    CourseDate.objects.filter(pk=dates[0]).update(starts_at=soon, ends_at=soon + timedelta(hours=2))
    first = book(workshop, 1, 0)
    one, other = book(workshop, 2, 0, wait=True), book(workshop, 3, 0, wait=True)

    cancel(first, reason=CancelReason.OFFICE)
    accept(other)

    assert (state(one), state(other), audit()) == (SeatState.WAITING, SeatState.CONFIRMED, [])


def test_other_dates_are_taken_and_the_old_ones_freed_at_once(workshop):
    booking = book(workshop, 1, 0)
    in_line = book(workshop, 2, 0, wait=True)
    dates = keys(workshop)

    change_dates(booking, dates[1:])

    assert (taken(workshop), state(in_line), audit()) == ([1, 1, 1], SeatState.OFFERED, [])
    assert [date.pk for date in Booking.objects.get(pk=booking.pk).own_dates()] == dates[1:]


def test_without_a_seat_on_a_new_date_everything_stays(workshop):
    booking = book(workshop, 1, 0)
    book(workshop, 2, 1)
    dates = keys(workshop)

    with pytest.raises(DatesFull):
        change_dates(booking, [dates[1], dates[2]])

    assert [date.pk for date in booking.own_dates()] == [dates[0]]
    assert (taken(workshop), audit()) == ([1, 1, 0], [])


def test_a_date_given_up_can_be_taken_up_again(workshop):
    booking = book(workshop, 1, 0, 1)
    dates = keys(workshop)

    change_dates(booking, [dates[0]])
    change_dates(booking, [dates[0], dates[1]])

    assert (taken(workshop), booking.booked_dates.count(), audit()) == ([1, 1, 0], 2, [])


def test_what_is_over_stays_and_what_is_too_late_is_not_given_up(workshop):
    booking = book(workshop, 1, 0, 1)
    first, second, _third = keys(workshop)
    soon = timezone.now() + timedelta(hours=1)
    CourseDate.objects.filter(pk=first).update(starts_at=soon, ends_at=soon + timedelta(hours=2))

    with pytest.raises(DateTooLateToGiveUp):
        change_dates(booking, [second])
    begun = timezone.now() - timedelta(hours=1)
    CourseDate.objects.filter(pk=first).update(starts_at=begun)
    change_dates(booking, [])

    assert [date.pk for date in Booking.objects.get(pk=booking.pk).own_dates()] == [first]
    assert taken(workshop) == [1, 0, 0]


def test_who_waits_may_wait_for_fewer_dates_but_for_no_others(workshop):
    book(workshop, 1, 0, 1)
    booking = book(workshop, 2, 0, 1, wait=True)
    first, second, third = keys(workshop)

    with pytest.raises(NoMoreDatesInLine):
        change_dates(booking, [first, third])
    change_dates(booking, [second])

    assert (state(booking), waiting(workshop), audit()) == (SeatState.WAITING, [0, 1, 0], [])
    change_dates(booking, [third])
    assert (state(booking), taken(workshop), audit()) == (SeatState.CONFIRMED, [1, 1, 1], [])


def test_one_rebooks_away_from_single_dates_and_not_to_them(workshop, course):
    booking, whole = book(workshop, 1, 0), request_booking(course.pk, person(2))
    confirm(whole)

    with pytest.raises(DatesToChooseThere):
        rebook(whole, workshop.pk)
    rebook(booking, course.pk)

    assert workshop not in offered_to(Booking.objects.get(pk=whole.pk))
    assert (taken(workshop), audit()) == ([0, 0, 0], [])


def test_when_the_roomiest_date_begins_the_course_counts_anew(workshop, time_machine):
    for place in (1, 2):
        book(workshop, place, place)
    workshop.refresh_from_db()
    was_full = workshop.is_full

    time_machine.move_to(workshop.next_at + timedelta(minutes=1))
    lapse_holds(workshop.pk)

    workshop.refresh_from_db()
    assert (was_full, workshop.is_full, audit()) == (False, True, [])


def test_without_counting_anew_the_audit_finds_a_course_that_seems_to_have_seats(workshop, time_machine, monkeypatch):
    """Negative control of the test above."""
    for place in (1, 2):
        book(workshop, place, place)
    workshop.refresh_from_db()
    monkeypatch.setattr("kurse.booking.settling.is_stale", lambda course, now: False)

    time_machine.move_to(workshop.next_at + timedelta(hours=2))
    lapse_holds(workshop.pk)

    workshop.refresh_from_db()
    assert (workshop.is_full, [finding.rule for finding in audit()]) == (False, ["I1"])
