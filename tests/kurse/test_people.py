"""Single people of a booking: one does not come, one is named later, one comes in another's place."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.errors import (
    BookingRestricted,
    CourseHasBegun,
    NamedTwice,
    SamePersonTwice,
    SeatGone,
    SeatNotCancellable,
)
from kurse.models import Booking, Course, Seat
from kurse.people import naming
from kurse.people.correction import correct
from kurse.people.naming import name_people
from kurse.states import CancelReason, SeatState
from kurse.waiting.line import position
from tests import factories
from tests.kurse.test_booking import person, queued
from vorgang.case_types import Correction
from vorgang.keeping.restriction import restrict
from vorgang.models import JournalEntry, OutboxMail
from vorgang.outbox.queue import send_due
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db

HELD, CONFIRMED, CANCELLED = SeatState.HELD, SeatState.CONFIRMED, SeatState.CANCELLED
OFFERED, WAITING = SeatState.OFFERED, SeatState.WAITING
PEOPLE = ("Erika Beispiel", "Max Muster", "")


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=3, in_days=30)


@pytest.fixture
def held(course) -> Booking:
    """Three held seats of one booking, the last of them without a name; they fill the course."""
    return request_booking(course.pk, person(people=PEOPLE))


@pytest.fixture
def group(held) -> Booking:
    confirm(held)
    return again(held)


@pytest.fixture
def line(course, group) -> Booking:
    """A group of two in line for the same course, and somebody alone behind it."""
    first = wait(course, 2, people=("Anna Vorn", "Otto Hinten"))
    wait(course, 3)
    return first


def wait(course: Course, number: int, **fields) -> Booking:
    booking = request_booking(course.pk, person(number, wait=True, **fields))
    confirm(booking)
    return again(booking)


def again(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


def states(booking: Booking) -> list[str]:
    return list(Seat.objects.filter(booking=booking).values_list("state", flat=True))


def names(booking: Booking) -> list[str]:
    return list(Seat.objects.filter(booking=booking).values_list("name", flat=True))


def keys(booking: Booking) -> list[int]:
    return list(Seat.objects.filter(booking=booking).values_list("pk", flat=True))


def numbers(course: Course) -> tuple[int, int]:
    return Course.objects.values_list("seats_taken", "seats_waiting").get(pk=course.pk)


# ------------------------------------------------------------------ somebody does not come


def test_one_of_three_can_be_cancelled_and_the_others_keep_their_seats(group, course):
    cancel(group, only=[keys(group)[1]])

    assert states(group) == [CONFIRMED, CANCELLED, CONFIRMED]
    assert (numbers(course), queued()[-1]) == ((2, 0), "kurse.partly_cancelled")
    assert [seat.name for seat in again(group).standing_seats] == ["Erika Beispiel", ""]
    assert audit() == []


def test_a_seat_cancelled_alone_goes_to_the_line_in_the_same_transaction(group, course):
    waiting = wait(course, 2)

    cancel(group, only=[keys(group)[1]])

    assert (states(waiting), numbers(course), audit()) == ([OFFERED], (3, 0), [])


def test_two_of_three_can_be_cancelled_at_once(group, line, course):
    cancel(group, only=keys(group)[:2])

    assert states(group) == [CANCELLED, CANCELLED, CONFIRMED]
    assert (states(line), queued().count("kurse.partly_cancelled"), audit()) == ([OFFERED, OFFERED], 1, [])


def test_cancelling_the_last_standing_seat_is_cancelling_the_booking(group, course):
    first, second, third = keys(group)
    cancel(group, only=[first, second])

    cancel(group, only=[third])

    assert states(group) == [CANCELLED, CANCELLED, CANCELLED]
    assert (queued()[-1], numbers(course)) == ("kurse.cancelled", (0, 0))


def test_cancelling_a_seat_twice_changes_nothing(group):
    cancel(group, only=[keys(group)[0]])
    before = (states(group), queued())

    cancel(group, only=[keys(group)[0]])

    assert (states(group), queued()) == before


def test_a_seat_of_another_booking_is_not_touched(group, line):
    cancel(group, only=keys(line))

    assert (states(group), states(line)) == ([CONFIRMED] * 3, [WAITING] * 2)


def test_single_seats_have_the_same_deadline_as_the_whole(group, course):
    Course.objects.filter(pk=course.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))

    with pytest.raises(SeatNotCancellable):
        cancel(group, only=[keys(group)[0]])
    assert states(group) == [CONFIRMED, CONFIRMED, CONFIRMED]


def test_staff_cancel_a_single_seat_after_the_deadline_and_it_stands_in_the_journal(group, course, coordinator):
    Course.objects.filter(pk=course.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))

    cancel(group, only=[keys(group)[0]], reason=CancelReason.OFFICE, by=coordinator)

    entry = JournalEntry.objects.get()
    assert (entry.action, entry.object_type, entry.object_id) == ("cancelled", "kurse.booking", str(group.pk))
    assert states(group) == [CANCELLED, CONFIRMED, CONFIRMED]


def test_a_group_may_shrink_before_its_address_is_confirmed(held, course):
    cancel(held, only=[keys(held)[2]])
    confirm(held)

    assert (states(held), numbers(course)) == ([CONFIRMED, CONFIRMED, CANCELLED], (2, 0))


def test_a_group_in_line_may_shrink_and_keeps_its_place(line, course):
    cancel(line, only=[keys(line)[1]])

    assert (states(line), position(again(line)), numbers(course)) == ([WAITING, CANCELLED], 1, (3, 2))
    assert Seat.objects.get(pk=keys(line)[1]).cancel_reason == CancelReason.LEFT


def test_a_group_that_has_become_small_enough_is_offered_what_is_free(group, line, course):
    cancel(group, only=[keys(group)[0]])
    assert states(line) == [WAITING, WAITING]

    cancel(line, only=[keys(line)[1]])

    assert (states(line), numbers(course), audit()) == ([OFFERED, CANCELLED], (3, 1), [])


def test_a_group_accepts_fewer_seats_than_it_is_offered(group, line, course):
    cancel(group, only=keys(group)[:2])
    [behind] = Booking.objects.exclude(pk__in=[group.pk, line.pk])

    cancel(line, only=[keys(line)[0]])
    accept(again(line))

    assert (states(line), states(behind), audit()) == ([CANCELLED, CONFIRMED], [OFFERED], [])
    assert Seat.objects.get(pk=keys(line)[0]).cancel_reason == CancelReason.DECLINED


def test_the_mail_says_who_left_and_who_stays(group):
    cancel(group, only=[keys(group)[1]])
    OutboxMail.objects.exclude(kind="kurse.partly_cancelled").delete()

    send_due()

    [message] = mail.outbox
    for part in (message.body, message.alternatives[0].content):
        assert "Abgemeldet: Max Muster" in part.replace("</p>", "")
        assert "Angemeldet: Erika Beispiel, Name folgt" in part
    # Nothing that stands in the calendar of whoever booked has changed.
    assert message.attachments == []


def test_no_mail_says_who_stays_once_nobody_does(group):
    cancel(group, only=[keys(group)[1]])
    cancel(group)
    OutboxMail.objects.exclude(kind="kurse.partly_cancelled").delete()

    assert (send_due(), mail.outbox) == (0, [])


# ------------------------------------------------------------------ who comes


def test_a_seat_without_a_name_is_named_later(group):
    name_people(group, {keys(group)[2]: "Lena Neu"})

    assert names(group) == ["Erika Beispiel", "Max Muster", "Lena Neu"]
    assert audit() == []


def test_a_substitute_comes_in_somebodys_place_until_the_course_starts(group, course):
    Course.objects.filter(pk=course.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))

    name_people(group, {keys(group)[1]: "Lena Neu"})

    assert names(group) == ["Erika Beispiel", "Lena Neu", ""]
    assert states(group) == [CONFIRMED, CONFIRMED, CONFIRMED]


def test_whoever_is_replaced_may_book_for_themselves(group, course):
    name_people(group, {keys(group)[1]: ""})
    Course.objects.filter(pk=course.pk).update(capacity=9)

    request_booking(course.pk, person(1, name="Max Muster"))

    assert (numbers(course), audit()) == ((4, 0), [])


def test_two_people_may_change_places(group):
    first, second, _third = keys(group)

    name_people(group, {first: "Max Muster", second: "Erika Beispiel"})

    assert names(group) == ["Max Muster", "Erika Beispiel", ""]


def test_writing_the_same_names_again_changes_nothing_even_after_the_start(group, course):
    before = list(Seat.objects.values_list("person_key", flat=True))

    with time_machine.travel(course.starts_at + timedelta(minutes=1)):
        name_people(group, dict(zip(keys(group), PEOPLE, strict=True)))

    assert list(Seat.objects.values_list("person_key", flat=True)) == before


def test_after_the_start_only_staff_write_names(group, course, coordinator):
    with time_machine.travel(course.starts_at + timedelta(minutes=1)):
        with pytest.raises(CourseHasBegun):
            name_people(group, {keys(group)[2]: "Lena Neu"})
        name_people(group, {keys(group)[2]: "Lena Neu"}, by=coordinator)

    assert (names(group)[2], JournalEntry.objects.get().action) == ("Lena Neu", "changed")


def test_one_name_twice_in_a_booking_is_refused_and_nothing_is_written(group):
    with pytest.raises(NamedTwice):
        name_people(group, {keys(group)[1]: "Lena Neu", keys(group)[2]: "erika  BEISPIEL"})

    assert names(group) == list(PEOPLE)


def test_somebody_who_is_in_the_course_already_is_refused(group, course):
    Course.objects.filter(pk=course.pk).update(capacity=9)
    request_booking(course.pk, person(1, name="Lena Neu"))

    with pytest.raises(SamePersonTwice):
        name_people(group, {keys(group)[2]: "Lena Neu"})
    assert names(group) == list(PEOPLE)


def test_without_the_check_a_name_twice_is_taken_for_somebody_elses_booking(group, monkeypatch):
    """Negative control: the schema refuses it too, but then we speak of another booking, which there is none of."""
    monkeypatch.setattr(naming, "refuse_named_twice", lambda keys: None)

    with pytest.raises(SamePersonTwice) as caught:
        name_people(group, {keys(group)[2]: "Erika Beispiel"})
    assert isinstance(caught.value.__cause__, IntegrityError)


def test_a_seat_that_was_cancelled_meanwhile_takes_no_name(group):
    cancel(group, only=[keys(group)[2]])

    with pytest.raises(SeatGone):
        name_people(group, {keys(group)[2]: "Lena Neu"})


def test_a_seat_of_another_booking_takes_no_name(group, line):
    with pytest.raises(SeatGone):
        name_people(group, {keys(line)[0]: "Lena Neu"})

    assert names(line) == ["Anna Vorn", "Otto Hinten"]


def test_a_booking_that_was_forgotten_takes_no_name(group, course):
    with time_machine.travel(course.ends_at + timedelta(days=1)):
        erase(group)
        with pytest.raises(SeatGone):
            name_people(group, {keys(group)[0]: "Lena Neu"})

    assert names(group) == ["", "", ""]


def test_nobody_works_on_locked_data(group, coordinator):
    restrict([group], RestrictionGround.ACCURACY, by=coordinator)

    with pytest.raises(BookingRestricted):
        cancel(group, only=keys(group)[:1])
    with pytest.raises(BookingRestricted):
        name_people(group, {keys(group)[0]: "Lena Neu"})


def test_a_substitute_keeps_their_name_when_whoever_booked_corrects_their_own(group):
    name_people(group, {keys(group)[0]: "Lena Neu"})

    correct(again(group), Correction(name="Erika Richtig", phone="", email=group.email))

    assert names(group) == ["Lena Neu", "Max Muster", ""]
