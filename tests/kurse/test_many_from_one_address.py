"""A class behind one address of its school books through the form; a robot does not (reliability S9)."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from kurse.models import Booking, Course
from tests import factories
from tests.filled_forms import filled

pytestmark = pytest.mark.django_db
SCHOOL, ROBOT = "203.0.113.7", "198.51.100.9"
PUPILS, TRIES, LIMIT = 30, 122, 120
SECOND = timedelta(seconds=1)


@pytest.fixture
def course(programme_page) -> Course:
    """A course with room for everybody."""
    return factories.make_course(programme_page, capacity=500)


@pytest.fixture
def clock():
    """A clock that stands at the beginning of a minute, since limits count by the minutes of the clock."""
    with time_machine.travel(timezone.now().replace(second=1), tick=False) as clock:
        yield clock


class Browser:
    """One of many browsers behind an address, with the form of a course open before it."""

    def __init__(self, course: Course, address: str, number: int):
        self.client = Client(REMOTE_ADDR=address)
        self.path = f"/de/anmeldung/{course.pk}/"
        email = f"person{number}@schule.example"
        self.fields = filled(self.client, self.path, name=f"Kim Beispiel {number}x", email=email)

    def send(self, **more: str) -> HttpResponse:
        return self.client.post(self.path, {**self.fields, **more})


def together(
    course: Course, clock, address: str, number: int, *, typing: float, within: float = 20, **more: str
) -> list[HttpResponse]:
    """Open so many forms at once, type for some seconds, send all `within` some more; return the answers.

    All are sent within one minute of the clock.
    """
    browsers = [Browser(course, address, turn) for turn in range(number)]
    clock.shift(typing * SECOND)
    minute = timezone.now().minute
    answers = []
    for browser in browsers:
        answers.append(browser.send(**more))
        clock.shift(within * SECOND / number)
    assert timezone.now().minute == minute
    return answers


def statuses(answers: list[HttpResponse]) -> Counter:
    return Counter(answer.status_code for answer in answers)


@pytest.mark.goal("S9")
def test_a_class_of_thirty_behind_one_address_books_within_a_minute(course, clock, measured):
    answers = together(course, clock, SCHOOL, PUPILS, typing=30)

    assert statuses(answers) == {302: PUPILS}
    assert Booking.objects.count() == Course.objects.get().seats_taken == PUPILS
    measured(f"{PUPILS} Anmeldungen über das Formular von einer Adresse in einer Minute: alle angenommen")


@pytest.mark.goal("S9")
def test_under_a_stricter_limit_the_class_would_not_get_through(course, clock, settings):
    """Negative control: the class is counted as one address, and a strict limit would stop it."""
    settings.VORGANG_NETWORK_PER_MINUTE = 20

    assert statuses(together(course, clock, SCHOOL, PUPILS, typing=30)) == {302: 20, 429: 10}


@pytest.mark.goal("S9")
def test_a_robot_that_takes_its_time_is_stopped_by_the_limit_and_the_class_is_not(course, clock, measured):
    answers = together(course, clock, ROBOT, TRIES, typing=4)
    afterwards = Browser(course, SCHOOL, TRIES)
    clock.shift(4 * SECOND)

    assert statuses(answers) == {302: LIMIT, 429: TRIES - LIMIT}
    assert {int(answer["Retry-After"]) <= 60 for answer in answers[LIMIT:]} == {True}
    assert afterwards.send().status_code == 302
    measured(f"{LIMIT} von {TRIES} Anmeldungen eines geduldigen Programms in einer Minute, dann 429 mit Retry-After")


@pytest.mark.goal("S9")
def test_without_the_limit_the_same_robot_books_without_end(course, clock, settings):
    """Negative control."""
    settings.VORGANG_NETWORK_PER_MINUTE = 100_000

    assert statuses(together(course, clock, ROBOT, TRIES, typing=4)) == {302: TRIES}


@pytest.mark.goal("S9")
@pytest.mark.parametrize(
    "how",
    [{"typing": 1, "within": 1}, {"typing": 30, "website": "https://werbung.example"}],
    ids=["at once", "what nobody sees"],
)
def test_a_robot_that_is_quick_or_fills_in_everything_books_nothing(course, clock, how):
    answers = together(course, clock, ROBOT, PUPILS, **how)

    assert statuses(answers) == {422: PUPILS}
    assert Booking.objects.count() == 0


@pytest.mark.goal("S9")
def test_without_a_least_time_the_quick_robot_books(course, clock, settings):
    """Negative control."""
    settings.VORGANG_MINIMUM_SECONDS = 0

    assert statuses(together(course, clock, ROBOT, PUPILS, typing=1, within=1)) == {302: PUPILS}
