"""The audit of single dates: each fault that is planted is found by its rule, and the audit costs the same."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.models import BookedDate, Booking, Course, CourseDate, Seat
from kurse.states import SeatState
from tests import factories
from tests.kurse.test_single_dates import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop(programme_page) -> Course:
    """A course of three dates with one seat each: somebody on the first, somebody in line for it."""
    workshop = factories.make_single_dates(programme_page, capacity=1)
    book(workshop, 1, 0)
    book(workshop, 2, 0, wait=True)
    return workshop


def rules() -> list[str]:
    return [finding.rule for finding in audit()]


def first_date(course: Course) -> CourseDate:
    return CourseDate.objects.filter(course=course).order_by("starts_at").first()


def test_a_sound_course_has_no_finding(workshop):
    assert rules() == []


@pytest.mark.parametrize("column", ["seats_taken", "seats_waiting"])
def test_a_wrong_number_on_a_date_is_found(workshop, column):
    CourseDate.objects.filter(pk=first_date(workshop).pk).update(**{column: 0})

    assert "I1" in rules()


def test_a_wrong_number_on_the_course_is_found(workshop):
    Course.objects.filter(pk=workshop.pk).update(seats_taken=1)

    assert rules() == ["I1"]


def test_a_date_with_more_people_than_seats_is_found(workshop):
    Seat.objects.filter(course=workshop).update(state=SeatState.CONFIRMED)

    assert "I2" in rules()


def test_a_free_seat_that_the_next_could_have_is_found(workshop):
    holder, _waiting = Booking.objects.order_by("pk")
    Seat.objects.filter(booking=holder).update(state=SeatState.CANCELLED)
    CourseDate.objects.filter(pk=first_date(workshop).pk).update(seats_taken=0)

    assert "I4" in rules()


def test_an_offer_past_somebody_who_waits_for_the_same_date_is_found(workshop):
    later = book(workshop, 3, 0, 1, wait=True)
    Seat.objects.filter(booking=later).update(
        state=SeatState.OFFERED, offered_at=timezone.now(), held_until=timezone.now() + timedelta(days=1)
    )

    assert "I6" in rules()


def test_an_offer_for_a_date_that_nobody_else_waits_for_passes_nobody(workshop):
    book(workshop, 3, 1)
    later = book(workshop, 4, 1, wait=True)
    Seat.objects.filter(booking=later).update(
        state=SeatState.OFFERED, offered_at=timezone.now(), held_until=timezone.now() + timedelta(days=1)
    )

    assert "I6" not in rules()


def test_a_booking_without_a_date_is_found(workshop):
    BookedDate.objects.filter(booking=Booking.objects.latest("pk")).delete()

    assert "I7" in rules()


def test_a_booking_for_a_date_of_another_course_is_found(workshop, course):
    BookedDate.objects.create(booking=Booking.objects.latest("pk"), date=course.dates.get())

    assert "I7" in rules()


def test_the_audit_costs_the_same_with_one_course_and_with_three(workshop, programme_page):
    numbers = []
    for _course in range(2):
        with CaptureQueriesContext(connection) as captured:
            audit()
        numbers.append(len(captured))
        for _more in range(2):
            other = factories.make_single_dates(programme_page, 5, capacity=1)
            book(other, 1, 0, 1)
            book(other, 2, 1, wait=True)

    assert numbers[0] == numbers[1]
