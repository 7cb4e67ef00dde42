"""Nobody learns from an answer, its work or its time who has an account or a booking (reliability S8)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koordination.settings import accounts
from kurse.booking.lifecycle import request_booking
from kurse.booking.requests import BookingRequest
from kurse.models import Course
from tests.cpu_time import difference
from tests.filled_forms import filled
from tests.goals import SOAK
from tests.koordination.accounts import log_in, make_member

pytestmark = pytest.mark.django_db
ROUNDS = 50 if SOAK else 10
# Argon2 is meant to be slow.
LOGINS = 50 if SOAK else 4
# The goal is a fifth; in CI other tests run on the same two cores.
LARGEST_DIFFERENCE = 0.2 if SOAK else 0.35
NAME, KNOWN = "Erika Beispiel", "erika@beispiel.example"
# The token against forged forms and the marks of a form are new on every page; what was typed is shown again.
NEW_ON_EVERY_PAGE = re.compile(r'(?<=")[\w:.-]{22,}(?=")')
TYPED = re.compile(r'(?<=value=")[^"]*(?=")')
BY_MODEL = ["django.contrib.auth.backends.ModelBackend"]


class HastyBackend(ModelBackend):
    """Checks no password where there is no account, as a careless back end does."""

    def authenticate(self, request, username=None, password=None, **kwargs) -> User | None:
        user = User.objects.filter(username=username).first()
        return user if user and user.check_password(password) else None


class CountingHasher(MD5PasswordHasher):
    """Remembers how often a password was hashed."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password, salt):
        type(self).hashed += 1
        return super().encode(password, salt)


@dataclass
class Door:
    """A form that somebody might ask whether it knows a person."""

    path: str
    course: Course
    numbers: count = field(default_factory=lambda: count(1))

    def known(self) -> Callable[[], HttpResponse]:
        return self.question(KNOWN)

    def unknown(self) -> Callable[[], HttpResponse]:
        return self.question(f"niemand{next(self.numbers)}@beispiel.example")

    def question(self, email: str) -> Callable[[], HttpResponse]:
        """Fill in the form; whoever calls what is returned sends it."""
        client, path = Client(), self.path.format(course=self.course.pk)
        sent = filled(client, path, name=NAME, email=email)
        return lambda: client.post(path, sent)


DOORS = {
    "verlorener Link": "/de/link-anfordern/",
    "meine Daten": "/de/meine-daten/",
    "Anmeldung zum Kurs": "/de/anmeldung/{course}/",
}


@pytest.fixture
def booked(course, settings) -> Course:
    """A course with room, in which one person is booked; forms may be sent at once and without end."""
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.VORGANG_MAIL_PER_HOUR = settings.VORGANG_MAIL_PER_DAY = settings.VORGANG_NETWORK_PER_MINUTE = 10_000
    Course.objects.filter(pk=course.pk).update(capacity=1_000)
    request_booking(course.pk, BookingRequest(name=NAME, email=KNOWN))
    return Course.objects.get()


@pytest.fixture
def full(booked) -> Course:
    """The same course when its seats are taken."""
    Course.objects.update(capacity=1)
    return Course.objects.get()


@pytest.fixture(params=DOORS)
def door(request, booked) -> Door:
    return Door(DOORS[request.param], booked)


def told(ask: Callable[[], HttpResponse]) -> tuple[int, str, str]:
    """Return everything an answer says: status, the page it leads to, and the text in the end."""
    answer = ask()
    target = answer.get("Location", "")
    page = Client().get(target) if target else answer
    return answer.status_code, target, TYPED.sub("", NEW_ON_EVERY_PAGE.sub("", page.content.decode()))


def statements(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


@pytest.mark.goal("S8")
def test_a_form_answers_alike_whoever_is_meant(door):
    assert told(door.known()) == told(door.unknown())


@pytest.mark.goal("S8")
def test_a_form_costs_alike_whoever_is_meant(door, measured, request):
    door.unknown()()
    known, unknown = statements(door.known()), statements(door.unknown())
    part = difference(door.known, door.unknown, ROUNDS)

    assert known == unknown
    assert part < LARGEST_DIFFERENCE
    measured(f"{request.node.callspec.params['door']}: je {known} SQL, Zeit verschieden um {part:.0%}")


@pytest.mark.goal("S8")
def test_a_full_course_costs_alike_whoever_is_meant(full, measured):
    form = Door(DOORS["Anmeldung zum Kurs"], full)

    part = difference(form.known, form.unknown, ROUNDS)

    assert told(form.known()) == told(form.unknown())
    assert form.known()().status_code == 409
    assert part < LARGEST_DIFFERENCE
    measured(f"Anmeldung zum vollen Kurs: Zeit verschieden um {part:.0%}")


# ---------------------------------------------------------------- login


@pytest.fixture
def accounts_of_all_kinds(home, settings) -> list[str]:
    """Return the names of somebody with a password, of one without, and of one who has left."""
    settings.KOORDINATION_LOGIN_FAILURES_PER_ADDRESS = 10_000
    settings.AXES_FAILURE_LIMIT = 10_000
    with_password, without, gone = make_member(), make_member(), make_member()
    without.set_unusable_password()
    without.save()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    return [with_password.username, without.username, gone.username]


def wrong_login(username: str) -> Callable[[], HttpResponse]:
    return lambda: log_in(Client(), username, "falsch")


def hashed_by(username: str) -> int:
    before = CountingHasher.hashed
    wrong_login(username)()
    return CountingHasher.hashed - before


def hashed_for_each(names: list[str], settings) -> list[int]:
    """Return how often a password is hashed for each of these names and an unknown one."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    user = User.objects.get(username=names[0])
    user.set_password("geheim-genug-1")
    user.save()
    return [hashed_by(name) for name in [*names, "gibtesnicht"]]


@pytest.mark.goal("S8")
def test_a_login_answers_alike_whether_there_is_an_account_or_not(accounts_of_all_kinds):
    answers = {told(wrong_login(name)) for name in [*accounts_of_all_kinds, "gibtesnicht"]}

    assert {(status, target) for status, target, _text in answers} == {(200, "")}
    assert len({text for *_told, text in answers}) == 1


@pytest.mark.goal("S8")
def test_a_login_hashes_one_password_whether_there_is_an_account_or_not(accounts_of_all_kinds, settings):
    assert hashed_for_each(accounts_of_all_kinds, settings) == [1, 1, 1, 1]


@pytest.mark.goal("S8")
def test_a_login_sends_as_many_statements_whether_there_is_an_account_or_not(accounts_of_all_kinds):
    wrong_login("warm")()

    found = [statements(wrong_login(name)) for name in [*accounts_of_all_kinds, "gibtesnicht"]]

    assert len(set(found)) == 1


def difference_of_logins(username: str, settings) -> float:
    """Return how far the times of a known and an unknown name differ with the hasher of production."""
    settings.PASSWORD_HASHERS = accounts.PASSWORD_HASHERS
    user = User.objects.get(username=username)
    user.set_password("geheim-genug-1")
    user.save()
    return difference(lambda: wrong_login(username), lambda: wrong_login("gibtesnicht"), LOGINS)


@pytest.mark.goal("S8")
def test_a_login_takes_as_long_whether_there_is_an_account_or_not(accounts_of_all_kinds, settings, measured):
    part = difference_of_logins(accounts_of_all_kinds[0], settings)

    assert part < LARGEST_DIFFERENCE
    measured(f"Login mit Argon2: Zeit verschieden um {part:.0%}")


@pytest.mark.goal("S8")
def test_a_back_end_that_hashes_known_names_only_is_found(accounts_of_all_kinds, settings, measured):
    """Negative control: neither count nor time would be the same."""
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.HastyBackend"]

    part = difference_of_logins(accounts_of_all_kinds[0], settings)
    hashed = hashed_for_each(accounts_of_all_kinds[:1], settings)

    assert part > LARGEST_DIFFERENCE
    assert hashed == [1, 0]
    measured(f"ohne Prüfung unbekannter Namen: Zeit verschieden um {part:.0%}")
