"""What changes later is told to people of a group with an address of their own, each once."""

from datetime import timedelta

import pytest
import time_machine

from kurse.attendance.certificates import issue_certificates
from kurse.booking.changing_ways import take_part
from kurse.booking.lifecycle import cancel
from kurse.booking.rebooking import rebook
from kurse.notices.moving import tell_move
from kurse.notices.reminders import remind
from kurse.planning.calling_off import call_off
from kurse.planning.go_ahead import let_run
from kurse.states import SeatMode
from tests import factories
from tests.kurse.told.groups import (
    CONTACT,
    LENA,
    MAX,
    again,
    certify,
    forget_mails,
    give,
    held_group,
    keys,
    letters_to,
    sure_group,
    told,
)
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db


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


def test_that_the_course_takes_place_is_told_to_whoever_booked_and_to_each_person_once(with_max, course):
    let_run(course)
    let_run(course)

    assert told() == [("_runs", "Max Muster")]
    assert OutboxMail.objects.filter(kind="kurse.runs").count() == 1


def test_whose_seat_is_not_sure_is_not_told_that_the_course_takes_place(with_max, course):
    cancel(with_max, only=keys(with_max)[1:2])
    forget_mails()

    let_run(course)

    assert told() == []


def test_who_reads_the_mails_of_the_booking_is_told_once(group, course):
    """Negative control: the address of whoever booked is none of a person's own."""
    give(group, "", CONTACT)
    forget_mails()

    let_run(course)
    certify(course)

    assert (told(), OutboxMail.objects.filter(kind__in=["kurse.runs", "kurse.certificate"]).count()) == ([], 2)


def test_a_person_who_was_replaced_gets_no_mail_that_was_still_to_be_sent(with_max, course):
    let_run(course)
    give(with_max, "", LENA, names={keys(with_max)[1]: "Lena Neu"})

    assert letters_to(MAX) == []
    assert told() == [("_runs", "Lena Neu"), ("", "Lena Neu")]


def test_who_stays_gets_that_mail(with_max, course):
    """Negative control: what was queued is sent, unless somebody else comes in their place."""
    let_run(course)

    assert [message.subject.partition(":")[0] for message in letters_to(MAX)] == ["Der Kurs findet statt"]


def test_a_certificate_is_told_to_whoever_booked_and_to_each_person_once(with_max, course):
    numbers = [certify(course), issue_certificates(course)]

    assert (numbers, told()) == ([2, 0], [("_certificate", "Max Muster")])
    assert OutboxMail.objects.filter(kind="kurse.certificate").count() == 1


def test_who_was_not_there_is_told_of_no_certificate(with_max, course):
    certify(course, absent=("Max Muster",))

    assert told() == []


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
    said = {message.subject.partition(":")[0]: message.body for message in letters_to(MAX)}
    assert {subject: "Sie sind umgebucht." in body for subject, body in said.items()} == {
        "Ihr Platz ist storniert": True,
        "Ihr Platz im Kurs": False,
    }


def test_another_way_of_taking_part_is_told(programme_page):
    course = factories.make_course(programme_page, mode="hybrid", capacity=9, online_capacity=9, in_days=30)
    booking = sure_group(course, mode=SeatMode.ON_SITE)
    give(booking, "", MAX)
    forget_mails()

    take_part(again(booking), SeatMode.ONLINE)

    assert told() == [("_changed", "Max Muster")]
