"""Whatever people do in whatever order: seats, line and numbers agree after every step (hypothesis, stateful)."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kurse.audit.bookings import audit
from kurse.booking import settling
from kurse.booking.changing_ways import take_part
from kurse.booking.deciding import approve, turn_down
from kurse.booking.lifecycle import accept, cancel, confirm, forget, request_booking
from kurse.booking.rebooking import rebook
from kurse.booking.settling import lapse_holds
from kurse.errors import BookingError
from kurse.models import Booking, Course, CourseDate
from kurse.people.naming import name_people
from kurse.planning.scheduling import save_course
from kurse.states import CancelReason, SeatMode
from tests import factories
from tests.goals import SOAK
from tests.kurse import unfair
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db
EXAMPLES, STEPS = (500, 50) if SOAK else (10, 25)
# Eleven days before Easter 2027, so that offers meet the holidays and the change to summer time.
START = datetime(2027, 3, 17, 9, tzinfo=ZoneInfo("Europe/Berlin"))
PEOPLE = st.integers(1, 8)
WAYS = st.sampled_from(SeatMode)


class BookingsOfTwoCourses(RuleBasedStateMachine):
    """Eight people who come alone or bring others, two small courses, an office, and a clock that moves on."""

    @initialize(
        capacity=st.integers(1, 3),
        others=st.integers(0, 2),
        online=st.sampled_from([None, 1, 2, 3]),
        line=WAYS,
        asks=st.sampled_from([(), (1,), (0, 1)]),
    )
    def begin(self, capacity, others, online, line, asks):
        self.traveller = time_machine.travel(START, tick=False)
        self.clock = self.traveller.start()
        # Every example starts from the same rows; rolled back, not deleted.
        self.savepoint = transaction.savepoint()
        programme = factories.make_programme(factories.make_home())
        kind = {"mode": "hybrid", "online_capacity": online} if online else {}
        self.courses = [factories.make_course(programme, capacity=capacity, in_days=days, **kind) for days in (20, 3)]
        # Where the office decides, seats are held for what it has to decide about.
        Course.objects.filter(pk__in=[self.courses[which].pk for which in asks]).update(needs_approval=True)
        self.coordinator = User.objects.create(username="entscheidet")
        # The interesting part begins when there is a line, and in it a group before somebody alone.
        seats = self.courses[0].pool_of(line).seats
        for who in range(1, seats + 3):
            self.book_and_confirm(who, 0, line)
        factories.add_seats(Booking.objects.order_by("pk")[seats], others)
        # An offer made in the very moment in which others joined would pass nobody over.
        self.clock.shift(timedelta(minutes=1))

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)
            self.traveller.stop()

    def do(self, verb, *arguments, **options):
        with suppress(BookingError):
            verb(*arguments, **options)

    def booking(self, number):
        bookings = list(Booking.objects.filter(erased_at=None).order_by("pk"))
        return bookings[number % len(bookings)] if bookings else None

    def with_booking(self, number, verb, **options):
        booking = self.booking(number)
        if booking is not None:
            self.do(verb, booking, **options)

    def seats(self, number):
        booking = self.booking(number)
        return list(booking.seats.values_list("pk", flat=True)) if booking else []

    def way(self, which, mode):
        return mode if self.courses[which].is_hybrid else ""

    @rule(who=PEOPLE, which=st.integers(0, 1), wait=st.booleans(), mode=WAYS)
    def book(self, who, which, wait, mode):
        self.do(request_booking, self.courses[which].pk, person(who, wait=wait, mode=self.way(which, mode)))

    @rule(who=PEOPLE, which=st.integers(0, 1), mode=WAYS)
    def book_and_confirm(self, who, which, mode):
        with suppress(BookingError):
            confirm(request_booking(self.courses[which].pk, person(who, wait=True, mode=self.way(which, mode))))

    @rule(who=PEOPLE, which=st.integers(0, 1), others=st.integers(1, 2), mode=WAYS)
    def book_for_a_group(self, who, which, others, mode):
        people = (person(who).name, *[""] * others)
        asked = person(who, wait=True, people=people, mode=self.way(which, mode))
        with suppress(BookingError):
            confirm(request_booking(self.courses[which].pk, asked))

    @rule(number=st.integers(0, 15), mode=WAYS)
    def take_part_otherwise(self, number, mode):
        self.with_booking(number, take_part, mode=mode)

    @rule(number=st.integers(0, 15))
    def confirm(self, number):
        self.with_booking(number, confirm)

    @rule(number=st.integers(0, 15))
    def accept(self, number):
        self.with_booking(number, accept)

    @rule(number=st.integers(0, 15), says=st.sampled_from([approve, turn_down]))
    def decide(self, number, says):
        self.with_booking(number, says, by=self.coordinator)

    @rule(number=st.integers(0, 15), reason=st.sampled_from(CancelReason))
    def cancel(self, number, reason):
        self.with_booking(number, cancel, reason=reason)

    @rule(number=st.integers(0, 15), which=st.sets(st.integers(0, 2), min_size=1))
    def cancel_some_of_a_group(self, number, which):
        keys = self.seats(number)
        self.with_booking(number, cancel, only=[keys[place] for place in which if place < len(keys)])

    @rule(number=st.integers(0, 15), place=st.integers(0, 2), who=PEOPLE)
    def somebody_else_comes(self, number, place, who):
        self.with_booking(number, name_people, names=dict.fromkeys(self.seats(number)[place:][:1], person(who).name))

    @rule(number=st.integers(0, 15), which=st.integers(0, 1))
    def rebook(self, number, which):
        self.with_booking(number, rebook, course_id=self.courses[which].pk)

    @rule(number=st.integers(0, 15))
    def forget(self, number):
        self.with_booking(number, forget)

    @rule(which=st.integers(0, 1), capacity=st.integers(1, 4), online=st.sampled_from([None, 1, 2, 3]))
    def change_capacity(self, which, capacity, online):
        course = Course.objects.get(pk=self.courses[which].pk)
        course.capacity = capacity
        if course.is_hybrid:
            course.online_capacity = online
        form = SimpleNamespace(instance=course, is_of_another_edition=lambda: False, save=course.save)
        self.do(save_course, form)

    @rule(which=st.integers(0, 1), days=st.integers(-3, 5))
    def move_the_course(self, which, days):
        course = Course.objects.get(pk=self.courses[which].pk)

        def save():
            for date in CourseDate.objects.filter(course=course):
                date.starts_at += timedelta(days=days)
                date.ends_at += timedelta(days=days)
                date.save()

        self.do(save_course, SimpleNamespace(instance=course, is_of_another_edition=lambda: False, save=save))

    @rule(hours=st.sampled_from([1, 7, 26, 50]))
    def time_passes_and_the_worker_runs(self, hours):
        self.clock.shift(timedelta(hours=hours))
        for course in self.courses:
            lapse_holds(course.pk)

    @invariant()
    def everything_agrees(self):
        if hasattr(self, "courses"):
            assert [str(finding) for finding in audit()] == []


def run(
    examples: int = EXAMPLES,
    steps: int = STEPS,
    phases: Iterable[Phase] = tuple(Phase),
    machine: type[RuleBasedStateMachine] = BookingsOfTwoCourses,
) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            phases=phases,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not SOAK,
            suppress_health_check=checks,
            database=None,
        ),
    )


@pytest.mark.goal("R3")
def test_whatever_people_do_everything_agrees(measured):
    run()
    measured(f"{connection.vendor}: {EXAMPLES} Abläufe × {STEPS} Schritte, 0 Befunde")


@pytest.mark.goal("R3")
@pytest.mark.parametrize(
    ("guard", "instead"),
    [
        pytest.param("promote", lambda course, now: None, id="nobody is promoted"),
        pytest.param("write_numbers", lambda course: None, id="the numbers are not written"),
        pytest.param("promote", unfair.seat_by_seat, id="a group is offered its seats one by one"),
        pytest.param("promote", unfair.whoever_fits, id="who is alone passes a group"),
        pytest.param("promote", unfair.only_the_room, id="who waits for a seat online is forgotten"),
    ],
)
def test_the_machine_finds_what_a_missing_guard_does(monkeypatch, guard, instead):
    """Negative control of the test above."""
    monkeypatch.setattr(settling, guard, instead)

    with pytest.raises(AssertionError, match="I[1-6]"):
        run(examples=30, steps=20, phases=[Phase.generate])
