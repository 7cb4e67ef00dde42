"""Whatever people do in whatever order with single dates: the numbers of each date agree after every step."""

from contextlib import suppress
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kurse.audit.bookings import audit
from kurse.booking import settling
from kurse.booking.changing_dates import change_dates
from kurse.booking.lifecycle import accept, cancel, confirm, forget, request_booking
from kurse.booking.rebooking import rebook
from kurse.booking.settling import lapse_holds
from kurse.errors import BookingError
from kurse.models import Booking, Course, CourseDate
from kurse.planning.scheduling import save_course
from kurse.states import CancelReason, DateState
from tests import factories
from tests.goals import SOAK
from tests.kurse.test_booking import person
from tests.kurse.test_state_machine import run

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS = (500, 50) if SOAK else (8, 25)
START = datetime(2027, 3, 17, 9, tzinfo=ZoneInfo("Europe/Berlin"))
PEOPLE = st.integers(1, 8)
NUMBER = st.integers(0, 15)
CHOICE = st.sets(st.integers(0, 2), min_size=1)


class BookingsOfSingleDates(RuleBasedStateMachine):
    """Eight people, one course of three dates, one booked as a whole, an office, and a clock that moves on."""

    @initialize(capacity=st.integers(1, 2), days=st.sampled_from([1, 3, 20]))
    def begin(self, capacity, days):
        self.traveller = time_machine.travel(START, tick=False)
        self.clock = self.traveller.start()
        self.savepoint = transaction.savepoint()
        programme = factories.make_programme(factories.make_home())
        self.course = factories.make_single_dates(programme, capacity=capacity, in_days=days)
        self.whole = factories.make_course(programme, capacity=capacity, in_days=30)
        for who in range(1, capacity + 3):
            self.book(who, {0, who % 3}, 0, True)
        self.clock.shift(timedelta(minutes=1))

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)
            self.traveller.stop()

    def keys(self, which):
        dates = list(CourseDate.objects.filter(course=self.course).order_by("pk").values_list("pk", flat=True))
        return tuple(dates[place] for place in which)

    def with_booking(self, number, verb, *arguments, **options):
        bookings = list(Booking.objects.filter(erased_at=None).order_by("pk"))
        if bookings:
            with suppress(BookingError):
                verb(bookings[number % len(bookings)], *arguments, **options)

    @rule(who=PEOPLE, which=CHOICE, others=st.integers(0, 1), confirms=st.booleans())
    def book(self, who, which, others, confirms):
        people = (person(who).name, *[""] * others) if others else ()
        with suppress(BookingError):
            booking = request_booking(self.course.pk, person(who, wait=True, dates=self.keys(which), people=people))
            if confirms:
                confirm(booking)

    @rule(number=NUMBER, which=CHOICE)
    def choose_other_dates(self, number, which):
        self.with_booking(number, change_dates, self.keys(which))

    @rule(number=NUMBER)
    def confirm(self, number):
        self.with_booking(number, confirm)

    @rule(number=NUMBER)
    def accept(self, number):
        self.with_booking(number, accept)

    @rule(number=NUMBER, reason=st.sampled_from(CancelReason))
    def cancel(self, number, reason):
        self.with_booking(number, cancel, reason=reason)

    @rule(number=NUMBER)
    def rebook(self, number):
        self.with_booking(number, rebook, course_id=self.whole.pk)

    @rule(number=NUMBER)
    def forget(self, number):
        self.with_booking(number, forget)

    def save(self, course, save):
        with suppress(BookingError):
            save_course(SimpleNamespace(instance=course, is_of_another_edition=lambda: False, save=save))

    @rule(capacity=st.integers(1, 4))
    def change_capacity(self, capacity):
        course = Course.objects.get(pk=self.course.pk)
        course.capacity = capacity
        self.save(course, course.save)

    @rule(place=st.integers(0, 2), days=st.integers(-3, 5), is_dropped=st.booleans())
    def change_a_date(self, place, days, is_dropped):
        [key] = self.keys([place])

        def save():
            date = CourseDate.objects.get(pk=key)
            date.starts_at += timedelta(days=days)
            date.ends_at += timedelta(days=days)
            date.state = DateState.DROPPED if is_dropped else DateState.PLANNED
            date.save()

        self.save(Course.objects.get(pk=self.course.pk), save)

    @rule(single=st.booleans())
    def switch(self, single):
        course = Course.objects.get(pk=self.course.pk)
        course.single_dates = single
        self.save(course, course.save)

    @rule(hours=st.sampled_from([1, 7, 26, 50]))
    def time_passes_and_the_worker_runs(self, hours):
        self.clock.shift(timedelta(hours=hours))
        for course in (self.course, self.whole):
            lapse_holds(course.pk)

    @invariant()
    def everything_agrees(self):
        if hasattr(self, "course"):
            assert [str(finding) for finding in audit()] == []


@pytest.mark.goal("R3")
def test_whatever_people_do_with_single_dates_everything_agrees(measured):
    run(EXAMPLES, STEPS, machine=BookingsOfSingleDates)
    measured(f"{connection.vendor}: {EXAMPLES} Abläufe × {STEPS} Schritte mit einzelnen Terminen, 0 Befunde")


@pytest.mark.goal("R3")
def test_the_machine_finds_that_nobody_is_offered_a_free_date(monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(settling, "offer_dates", lambda course, seats, now: None)

    with pytest.raises(AssertionError, match="I[1-7]"):
        run(examples=30, steps=20, phases=[Phase.generate], machine=BookingsOfSingleDates)
