"""People of a group with an address of their own: told once of their seat, and nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kurse.audit.bookings import audit
from kurse.booking.deciding import approve
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.errors import BookingRestricted, CourseHasBegun, NamedTwice, SamePersonTwice, SeatGone
from kurse.links import seat_of
from kurse.models import Seat
from kurse.people.correction import correct
from kurse.people.naming import make_own_link, name_people
from kurse.states import SeatState
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.told.groups import (
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
from vorgang.case_types import Correction
from vorgang.keeping.restriction import restrict
from vorgang.links import resolve
from vorgang.models import OutboxMail
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db


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
