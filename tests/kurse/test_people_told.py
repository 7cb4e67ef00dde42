"""People of a group with an address of their own: told once of their seat, then of what changes, and bounded."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking.changing_ways import take_part
from kurse.booking.deciding import approve
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.booking.rebooking import rebook
from kurse.errors import BookingRestricted, CourseHasBegun, NamedTwice, SamePersonTwice, SeatGone
from kurse.links import seat_of
from kurse.models import Booking, Course, Seat
from kurse.notices.moving import tell_move
from kurse.notices.reminders import remind
from kurse.people import addresses
from kurse.people.addresses import MOST_ADDRESSES
from kurse.people.correction import correct
from kurse.people.errors import TooManyAddresses
from kurse.people.naming import make_own_link, name_people
from kurse.planning.calling_off import call_off
from kurse.states import SeatMode, SeatState
from tests import factories
from tests.kurse.groups_told import (
    CONTACT,
    LENA,
    MAX,
    again,
    forget_mails,
    give,
    held_group,
    keys,
    letters_to,
    sure_group,
    told,
)
from tests.kurse.test_booking import person
from vorgang.case_types import Correction
from vorgang.links import resolve
from vorgang.models import OutboxMail
from vorgang.restriction import restrict
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=3, in_days=30)


@pytest.fixture
def group(course) -> Booking:
    return sure_group(course)


@pytest.fixture
def with_max(group) -> Booking:
    """The group, in which one person is written to and has been told already."""
    give(group, "", MAX)
    forget_mails()
    return again(group)


def emails() -> list[str]:
    return list(Seat.objects.order_by("pk").values_list("email", flat=True))


# ------------------------------------------------------------------ the first mail


def test_a_new_address_on_a_sure_seat_is_told_once(group):
    give(group, "", MAX)
    give(again(group), "", MAX)
    give(again(group), "", MAX.upper())

    assert (told(), emails()) == ([("", "Max Muster")], ["", MAX, ""])


def test_an_address_waits_until_the_booking_is_confirmed(course):
    held = held_group(course)

    give(held, "", MAX)
    before = told()
    confirm(held)

    assert (before, told()) == ([], [("", "Max Muster")])


def test_an_address_on_the_waiting_list_waits_for_the_seat(course, group):
    waiting = held_group(course, name="Anna Vorn", people=("Otto Hinten",), email="anna@beispiel.example", wait=True)
    confirm(waiting)
    give(waiting, "otto@beispiel.example")
    before = told()

    cancel(group, only=keys(group)[:1])
    offered = told()
    accept(again(waiting))

    assert (before, offered, told()) == ([], [], [("", "Otto Hinten")])


def test_an_address_waits_for_the_office_to_decide(programme_page, coordinator):
    asked = sure_group(factories.make_course(programme_page, capacity=3, needs_approval=True))
    give(asked, "", MAX)
    before = told()

    approve(asked, by=coordinator)

    assert (before, told()) == ([], [("", "Max Muster")])


def test_whoever_booked_gets_nothing_twice(group):
    give(group, CONTACT.upper(), MAX)

    assert (told(), emails()[0]) == ([("", "Max Muster")], CONTACT.upper())


def test_another_address_gets_a_mail_and_the_former_one_none_any_more(group):
    give(group, "", MAX)
    give(again(group), "", LENA)

    taken_back = OutboxMail.objects.filter(kind="kurse.own_seat", state="cancelled").count()
    assert (taken_back, len(letters_to(MAX))) == (1, 0)
    assert told() == [("", "Max Muster"), ("", "Max Muster")]


def test_links_that_were_sent_to_a_former_address_open_nothing(group):
    token = make_own_link(group, keys(group)[1])
    give(group, "", MAX)
    with_address = resolve(token)
    give(again(group), "", LENA)

    assert (with_address is not None, resolve(token)) == (True, None)


def test_nobody_takes_over_the_address_of_whoever_came_before(with_max):
    name_people(with_max, {keys(with_max)[1]: "Lena Neu"})

    assert (emails(), told()) == (["", "", ""], [])


def test_a_substitute_with_an_address_is_told_and_the_other_is_not(with_max):
    give(with_max, "", LENA, names={keys(with_max)[1]: "Lena Neu"})

    assert (told(), [len(letters_to(MAX)), emails()]) == ([("", "Lena Neu")], [0, ["", LENA, ""]])


def test_a_name_better_spelt_keeps_address_and_links(with_max):
    token = make_own_link(with_max, keys(with_max)[1])

    give(with_max, "", MAX, names={keys(with_max)[1]: "Max Mustermann"})

    assert (told(), emails(), resolve(token) is not None) == ([], ["", MAX, ""], True)


def test_a_person_without_a_name_has_no_address(with_max):
    give(with_max, "", MAX, LENA, names={keys(with_max)[1]: ""})

    assert (emails(), told()) == (["", "", ""], [])


def test_two_people_change_places_with_their_addresses(group):
    give(group, LENA, MAX)
    first, second, _third = keys(group)
    forget_mails()

    give(again(group), MAX, LENA, names={first: "Max Muster", second: "Erika Beispiel"})

    assert (emails(), told()) == ([MAX, LENA, ""], [("", "Max Muster"), ("", "Erika Beispiel")])


def test_all_is_written_or_nothing(group, course):
    other = Seat.objects.get(pk=keys(group)[2])
    faults = []
    for names, fault in (
        ({other.pk: "Max Muster"}, NamedTwice),
        ({other.pk: "Erika Beispiel"}, (NamedTwice, SamePersonTwice)),
    ):
        with pytest.raises(fault):
            give(group, "", MAX, names=names)
        faults.append((emails(), told()))
    with pytest.raises(SeatGone):
        name_people(group, {}, {0: MAX})

    assert faults == [(["", "", ""], [])] * 2


def test_addresses_are_given_until_the_course_begins_by_staff_after_it_too(group, course, coordinator):
    with time_machine.travel(course.starts_at + timedelta(minutes=1)):
        with pytest.raises(CourseHasBegun):
            give(group, "", MAX)
        give(group, "", MAX, by=coordinator)
        # There is no seat to look forward to any more.
        assert (emails()[1], letters_to(MAX)) == (MAX, [])


def test_locked_data_take_no_address(group, coordinator):
    restrict([group], RestrictionGround.ACCURACY, by=coordinator)

    with pytest.raises(BookingRestricted):
        give(group, "", MAX)

    assert emails() == ["", "", ""]


# ------------------------------------------------------------------ against misuse


def change_often(booking: Booking, times: int, **options) -> None:
    for number in range(times):
        give(again(booking), "", f"{number}@fremd.example", **options)


def test_one_seat_causes_three_first_mails_at_most(group):
    change_often(group, MOST_ADDRESSES)

    with pytest.raises(TooManyAddresses) as refused:
        give(again(group), "", MAX)

    assert (refused.value.field, emails()[1], len(told())) == (f"email-{keys(group)[1]}", "2@fremd.example", 3)
    assert "rufen Sie uns an" in str(refused.value.message)


def test_taking_an_address_back_and_giving_it_again_counts(group):
    for _time in range(MOST_ADDRESSES):
        give(again(group), "", MAX)
        give(again(group), "", "")

    with pytest.raises(TooManyAddresses):
        give(again(group), "", MAX)

    assert len(told()) == MOST_ADDRESSES


def test_rebooking_gives_no_new_tries(group, programme_page):
    change_often(group, MOST_ADDRESSES)

    there = rebook(again(group), factories.make_course(programme_page, capacity=3).pk)

    with pytest.raises(TooManyAddresses):
        give(again(there), "", MAX)


def test_after_that_the_address_may_go_and_the_office_enters_another(group, coordinator):
    change_often(group, MOST_ADDRESSES)
    give(again(group), "", "")

    give(again(group), "", MAX, by=coordinator)

    assert (emails()[1], told()[-1]) == (MAX, ("", "Max Muster"))


def test_without_the_limit_a_seat_writes_to_as_many_as_one_likes(group, monkeypatch):
    """Negative control: the number of mails is bounded by the limit, by nothing else."""
    monkeypatch.setattr(addresses, "MOST_ADDRESSES", 100)

    change_often(group, 9)

    assert len(told()) == 9


# ------------------------------------------------------------------ what changes later


def test_a_reminder_goes_to_each_person_once(with_max, course):
    with time_machine.travel(course.starts_at - timedelta(days=1)):
        numbers = [remind(), remind()]

    assert (numbers, told()) == ([2, 0], [("_reminder", "Max Muster")])


def test_a_booking_without_addresses_costs_as_many_queries_to_remind_as_ever(group, course, django_assert_num_queries):
    with time_machine.travel(course.starts_at - timedelta(days=1)), django_assert_num_queries(9) as one:
        assert remind() == 1

    assert "own_seat" not in str(one.captured_queries)


def test_who_was_cancelled_is_not_reminded(with_max, course):
    cancel(with_max, only=keys(with_max)[1:2])
    forget_mails()

    with time_machine.travel(course.starts_at - timedelta(days=1)):
        remind()

    assert told() == []


def test_single_dates_are_reminded_of_one_by_one(programme_page):
    course = factories.make_single_dates(programme_page, 2, capacity=9)
    booking = sure_group(course, dates=tuple(course.dates.values_list("pk", flat=True)))
    give(booking, "", MAX)
    forget_mails()

    for date in course.dates.all():
        with time_machine.travel(date.starts_at - timedelta(days=1)):
            remind()

    assert told() == [("_reminder", "Max Muster")] * 2


def test_a_move_is_told_to_each_person_once(with_max, course):
    tell_move(factories.move_course(course))

    assert told() == [("_moved", "Max Muster")]


def test_calling_off_is_told_to_each_person_with_a_sure_seat(with_max, course, coordinator):
    cancel(with_max, only=keys(with_max)[:1])
    waiting = held_group(course, name="Anna Vorn", people=("Otto Hinten",), email="anna@beispiel.example")
    give(waiting, "otto@beispiel.example")
    forget_mails()

    call_off(course, "Krank", by=coordinator)

    assert told() == [("_called_off", "Max Muster")]


def test_who_is_cancelled_by_whoever_booked_gets_one_mail(with_max):
    cancel(with_max, only=keys(with_max)[1:2])
    cancel(again(with_max))

    assert told() == [("_cancelled", "Max Muster")]


def test_a_whole_booking_that_is_cancelled_tells_everybody(with_max):
    cancel(with_max)

    assert told() == [("_cancelled", "Max Muster")]


def test_who_never_had_a_sure_seat_is_not_told_that_it_is_gone(course):
    held = held_group(course)
    give(held, "", MAX)

    cancel(held)

    assert told() == []


def test_rebooking_tells_of_both_seats(with_max, programme_page):
    there = factories.make_course(programme_page, capacity=3, in_days=40)

    moved = rebook(with_max, there.pk)

    assert sorted(told()) == [("", "Max Muster"), ("_cancelled", "Max Muster")]
    assert list(moved.seats.values_list("email", flat=True)) == ["", MAX, ""]


def test_another_way_of_taking_part_is_told(programme_page):
    course = factories.make_course(programme_page, mode="hybrid", capacity=9, online_capacity=9, in_days=30)
    booking = sure_group(course, mode=SeatMode.ON_SITE)
    give(booking, "", MAX)
    forget_mails()

    take_part(again(booking), SeatMode.ONLINE)

    assert told() == [("_changed", "Max Muster")]


# ------------------------------------------------------------------ erasing, putting right


def test_erasing_the_booking_erases_the_addresses(with_max):
    give(with_max, "", LENA)

    erase(again(with_max))

    assert (emails(), letters_to(LENA), audit()) == (["", "", ""], [], [])
    assert Seat.objects.filter(emails_given__gt=0).count() == 0


def test_an_address_of_ones_own_follows_ones_correction_and_those_of_others_stay(group):
    give(group, CONTACT, MAX)

    correct(again(group), Correction(name="Erika Neu", phone="", email="neu@beispiel.example"))

    assert emails() == ["neu@beispiel.example", MAX, ""]


def test_the_link_of_the_mail_is_that_of_the_seat(group):
    give(group, "", MAX)

    [message] = letters_to(MAX)

    token = message.body.split("/teilnahme/")[1].split("/")[0]
    assert seat_of(resolve(token)).name == "Max Muster"
    assert Seat.objects.get(pk=keys(group)[1]).state == SeatState.CONFIRMED


def test_somebody_alone_sends_another_who_is_told(course):
    booking = request_booking(course.pk, person())
    confirm(booking)

    give(booking, LENA, names={keys(booking)[0]: "Lena Neu"})

    assert (told(), timezone.now() < course.starts_at) == ([("", "Lena Neu")], True)
