"""Forgetting very many people in one night: fast, in batches, with evidence of each, on both databases."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kurse.booking.erasure import erase
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from tests import factories
from tests.goals import SOAK
from vorgang.guards.codes import new_code
from vorgang.keeping.erasure import BATCH, erase_due
from vorgang.models import ErasureRun, Message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
STATEMENTS_FOR_ONE_MORE = 20 / (BATCH - 20)
PEOPLE, COURSES = (100_000, 200) if SOAK else (1000, 10)


def fill(programme_page, people: int, courses: int) -> None:
    """Put people there whose time is over: nine of ten booked a course, the others wrote to the office."""
    made = [factories.make_course(programme_page, capacity=1_000_000) for _ in range(courses)]
    yesterday = timezone.localdate() - timedelta(days=1)
    codes = iter({new_code() for _ in range(people + 1000)})
    booked = people * 9 // 10
    bookings = Booking.objects.bulk_create(
        [
            Booking(
                code=next(codes),
                course=made[n * len(made) // booked],
                name=f"Person {n}",
                email=f"p{n}@beispiel.example",
                # Every tenth was never confirmed and goes whole.
                confirmed_at=timezone.now() if n % 10 else None,
                erase_after=yesterday,
            )
            for n in range(booked)
        ],
        batch_size=2000,
    )
    Seat.objects.bulk_create(
        [
            Seat(
                booking=booking,
                course_id=booking.course_id,
                name=booking.name,
                person_key=f"key-{booking.pk}",
                state=SeatState.CONFIRMED if booking.confirmed_at else SeatState.LAPSED,
            )
            for booking in bookings
        ],
        batch_size=2000,
    )
    Message.objects.bulk_create(
        [
            Message(code=next(codes), name="Erika", email="e@beispiel.example", text="Frage", erase_after=yesterday)
            for _ in range(people - booked)
        ],
        batch_size=2000,
    )


@pytest.mark.goal("D2")
def test_a_hundred_thousand_people_are_forgotten_within_a_minute(programme_page, measured):
    fill(programme_page, PEOPLE, COURSES)

    started = time.perf_counter()
    erased = erase_due()
    seconds = time.perf_counter() - started

    measured(f"{connection.vendor}: {erased} Menschen in {seconds:.1f} s gelöscht")
    assert erased == PEOPLE
    assert not Booking.objects.exclude(name="", email="").exists()
    assert not Seat.objects.exclude(name="").exists()
    assert Booking.objects.count() == PEOPLE * 9 // 10 * 9 // 10
    assert not Message.objects.exists()
    assert sum(ErasureRun.objects.values_list("count", flat=True)) == PEOPLE
    assert sum(Course.objects.values_list("seats_taken", flat=True)) == Booking.objects.count()
    assert seconds < 60 or not SOAK


def statements_for_one_more(programme_page, forget: Callable[[], None], few: int, many: int) -> float:
    """Return how many statements each further person costs, from a few to many who are forgotten."""
    sent = []
    for people in (few, many):
        fill(programme_page, people, courses=1)
        with CaptureQueriesContext(connection) as queries:
            forget()
        sent.append(len(queries))
    return (sent[1] - sent[0]) / (many - few)


@pytest.mark.goal("D2")
def test_a_whole_batch_costs_hardly_more_than_a_few(programme_page, measured):
    each = statements_for_one_more(programme_page, erase_due, 20, BATCH)

    measured(f"{connection.vendor}: {each:.2f} SQL für jeden weiteren Menschen eines Laufs")
    # SQLite takes a limited number of values in one statement.
    assert each < STATEMENTS_FOR_ONE_MORE


@pytest.mark.goal("D2")
def test_one_by_one_everybody_would_cost_eight_queries_each(programme_page):
    """Negative control of the test above."""

    def one_by_one():
        for booking in Booking.objects.exclude(name=""):
            erase(booking)

    # Nine of ten booked.
    assert statements_for_one_more(programme_page, one_by_one, 10, 20) >= 8 * 0.9 > STATEMENTS_FOR_ONE_MORE
