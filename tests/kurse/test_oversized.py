"""A group that waits for more seats than its course has by now: it steps aside, is told why, and is called."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from kurse.audit.bookings import audit
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.planning import scheduling
from kurse.planning.scheduling import save_course
from kurse.waiting.line import position
from tests import factories
from tests.kurse.test_booking import person
from vorgang.links import mint

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=3, in_days=30)


@pytest.fixture
def holder(course) -> Booking:
    return book(course, 1)


@pytest.fixture
def group(course, holder) -> Booking:
    return book(course, 2, people=("Anna Vorn", "Otto Mitten", "Ida Hinten"))


@pytest.fixture
def behind(course, group) -> Booking:
    return book(course, 3)


def book(course: Course, number: int, **fields) -> Booking:
    booking = request_booking(course.pk, person(number, wait=True, **fields))
    confirm(booking)
    return again(booking)


def again(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


def resize(course: Course, capacity: int) -> None:
    changed = Course.objects.get(pk=course.pk)
    changed.capacity = capacity
    save_course(SimpleNamespace(instance=changed, is_of_another_edition=lambda: False, save=changed.save))


def states(*bookings: Booking) -> list[str]:
    return list(Seat.objects.filter(booking__in=bookings).values_list("state", flat=True))


def test_a_group_larger_than_its_course_does_not_keep_others_waiting(course, group, behind):
    resize(course, 2)

    assert states(group, behind) == ["waiting", "waiting", "waiting", "offered"]
    assert audit() == []


def test_without_the_note_it_would_keep_everybody_behind_it_waiting(course, group, behind, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(scheduling, "note_size", lambda course, now: None)

    resize(course, 2)

    assert states(behind) == ["waiting"]


def test_newcomers_book_what_only_such_a_group_waits_for(course, group):
    resize(course, 2)

    newcomer = request_booking(course.pk, person(9))

    assert states(newcomer) == ["held"]


def test_its_page_says_why_and_what_to_do(client, course, group):
    resize(course, 2)

    content = client.get(reverse("vorgang_personal_page", args=[mint(group, LINK_PURPOSE, factories.A_WEEK)]))

    text = content.content.decode()
    assert "Der Kurs hat inzwischen weniger Plätze, als Sie brauchen." in text
    assert "Von der Warteliste streichen" in text
    assert position(again(group)) is None


def test_the_office_is_asked_to_call_once(course, group):
    resize(course, 2)
    Booking.objects.filter(pk=group.pk).update(next_action="Ruft zurück")
    resize(course, 1)

    [waiting] = Booking.objects.awaiting_answer()
    assert (waiting, waiting.next_action) == (group, "Ruft zurück")


def test_who_confirms_only_afterwards_is_called_then(course, holder):
    asked = request_booking(course.pk, person(2, wait=True, people=("Anna Vorn", "Otto Mitten", "Ida Hinten")))
    resize(course, 2)
    assert not Booking.objects.awaiting_answer().exists()

    confirm(asked)

    assert Booking.objects.awaiting_answer().get().next_action.startswith("Bitte anrufen: Die Gruppe")


def test_a_group_that_becomes_smaller_is_back_at_its_place(course, holder, group):
    first, *_others = group.seats.all()
    last = book(course, 4)
    resize(course, 2)
    cancel(last)
    newcomer = book(course, 5)
    assert states(newcomer) == ["confirmed"]

    cancel(group, only=[first.pk])

    assert (again(group).is_too_large, position(again(group)), audit()) == (False, 1, [])


def test_a_course_that_grows_again_brings_it_back_to_its_place_before_who_came_later(course, holder, group, behind):
    resize(course, 2)
    later = book(course, 4)

    resize(course, 5)

    # The one behind was offered its seat while the group stood aside; that is nobody passed over.
    assert states(group, behind, later) == ["offered", "offered", "offered", "offered", "waiting"]
    assert audit() == []
