"""A course on site and online that is moved tells each of what concerns them, and nobody of what does not."""

import pytest

from kurse.booking.lifecycle import confirm, request_booking
from kurse.dates.schedule import Changes
from kurse.models import Booking, Course, CourseDate, CourseMove, MoveCopy
from kurse.notices import moving
from kurse.notices.moving import tell_move
from kurse.states import DateState, SeatMode
from kurse.templatetags.kurse import booking_facts
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_moving import (  # noqa: F401 - a fixture
    change_course,
    clock,
    move_date,
    sent,
    text_of,
    to_another_place,
)
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db
HERE, THERE = "erika1@beispiel.example", "erika2@beispiel.example"
LINK = "https://konferenz.musterkreis.example/raum"


@pytest.fixture
def hybrid(clock, programme_page) -> Course:  # noqa: F811
    """Seats in the room and seats online, counted apart: one person here, one there."""
    course = factories.make_course(
        programme_page, title="Satzung", mode="hybrid", capacity=3, online_capacity=3, in_days=30, online_link=LINK
    )
    CourseDate.objects.filter(course=course).update(room="Saal")
    for number, mode in enumerate([SeatMode.ON_SITE, SeatMode.ONLINE], start=1):
        confirm(request_booking(course.pk, person(number, mode=mode)))
    OutboxMail.objects.all().delete()
    return Course.objects.get(pk=course.pk)


def other_room(course: Course) -> None:
    move_date(course, days=0, room="Keller")


@pytest.mark.parametrize("change", [other_room, to_another_place])
def test_another_room_is_told_to_those_only_who_come_to_it(hybrid, coordinator, change):
    change(hybrid)

    told = tell_move(hybrid, by=coordinator)

    assert [each.email for each in told.by_mail] == [HERE]
    assert list(sent()) == [HERE]


def test_without_the_look_at_each_way_everybody_would_be_told(hybrid, coordinator, monkeypatch):
    monkeypatch.setattr(Changes, "seen_by", lambda changes, mode, now: changes)
    other_room(hybrid)

    tell_move(hybrid, by=coordinator)

    assert sorted(sent()) == [HERE, THERE]


def told_of_dates() -> dict[str, str]:
    """Return what the own page of each person says of the date."""
    return {
        booking.email: next(fact["text"] for fact in booking_facts(booking) if fact["term"] == "Wann")
        for booking in Booking.objects.all()
    }


@pytest.mark.parametrize("change", [other_room, to_another_place])
def test_a_date_held_elsewhere_is_said_to_be_so_to_those_only_who_come_to_it(hybrid, change):
    change(hybrid)

    told = told_of_dates()
    assert (told[HERE].endswith("(Ort geändert)"), told[THERE].endswith("Uhr")) == (True, True)


def test_a_later_mail_of_who_takes_part_online_says_nothing_of_the_room_and_of_the_hour_it_does(hybrid, coordinator):
    other_room(hybrid)
    tell_move(hybrid, by=coordinator)
    sent()

    move_date(hybrid, days=7)
    tell_move(hybrid, by=coordinator)

    texts = {address: text_of(message) for address, message in sent().items()}
    assert [("(verlegt)" in texts[address], "Ort geändert" in texts[address]) for address in (HERE, THERE)] == [
        (True, False),
        (True, False),
    ]


def test_without_a_word_of_its_own_another_room_is_told_to_everybody(hybrid):
    """Negative control: as a date that was moved it stands on the page of who takes part online too."""
    other_room(hybrid)
    CourseDate.objects.update(state=DateState.MOVED)

    assert told_of_dates()[THERE].endswith("(verlegt)")


def test_a_room_that_is_put_right_before_anybody_was_told_leaves_the_date_as_planned(hybrid):
    other_room(hybrid)
    while_elsewhere = hybrid.dates.get().state

    move_date(hybrid, days=0, room="Saal")

    assert (while_elsewhere, hybrid.dates.get().state) == (DateState.RELOCATED, DateState.PLANNED)
    assert not CourseMove.objects.exists()


def test_an_hour_that_is_put_right_leaves_the_other_room(hybrid):
    move_date(hybrid, days=7, room="Keller")
    while_moved = hybrid.dates.get().state

    move_date(hybrid, days=-7, room="Keller")

    assert (while_moved, hybrid.dates.get().state) == (DateState.MOVED, DateState.RELOCATED)


def test_where_both_share_the_seats_everybody_is_told_of_the_room(hybrid, coordinator):
    Course.objects.filter(pk=hybrid.pk).update(online_capacity=None, seats_taken=2, online_taken=0)
    other_room(hybrid)

    tell_move(hybrid, by=coordinator)

    assert sorted(sent()) == [HERE, THERE]


def test_another_link_is_told_to_those_only_who_use_it(hybrid, coordinator):
    change_course(hybrid, online_link="https://konferenz.musterkreis.example/anderer")

    tell_move(hybrid, by=coordinator)

    assert list(sent()) == [THERE]


def test_another_hour_is_told_to_both_and_the_room_to_those_who_come(hybrid, coordinator):
    move_date(hybrid, days=7, room="Keller")

    tell_move(hybrid, by=coordinator)

    texts = {address: text_of(message) for address, message in sent().items()}
    assert ("Saal" in texts[HERE], "Keller" in texts[HERE]) == (True, True)
    assert ("Saal" in texts[THERE], "Keller" in texts[THERE]) == (False, False)
    assert "Bisher:" in texts[THERE]


def test_only_who_was_told_of_another_place_may_leave_after_the_deadline(hybrid, coordinator):
    to_another_place(hybrid)
    change_course(hybrid, online_link="https://konferenz.musterkreis.example/anderer")

    tell_move(hybrid, by=coordinator)

    assert dict(MoveCopy.objects.values_list("booking__email", "frees")) == {HERE: True, THERE: False}


def test_a_room_that_concerns_nobody_leaves_nothing_to_tell(hybrid):
    Booking.objects.get(email=HERE).seats.update(state="cancelled")

    other_room(hybrid)

    assert not CourseMove.objects.exists()


def test_whoever_changes_the_way_before_the_mail_leaves_is_told_nothing_twice(hybrid, coordinator):
    other_room(hybrid)
    tell_move(hybrid, by=coordinator)
    Booking.objects.get(email=HERE).seats.update(mode=SeatMode.ONLINE)

    assert sent() == {}


def test_the_own_page_names_the_room_to_those_only_who_come_to_it(hybrid):
    whens = told_of_dates()

    assert ("Saal" in whens[HERE], "Saal" in whens[THERE]) == (True, False)


def test_the_rules_stand_beside_the_verb(hybrid):
    """What was told is kept as it was: an older row that knows no pools reads as one for everybody."""
    stored = moving.schedule_of(hybrid.pk).as_json()
    stored.pop("has_pools")

    known = moving.Schedule.from_json(stored)

    assert known.seen_by(SeatMode.ONLINE) == known
