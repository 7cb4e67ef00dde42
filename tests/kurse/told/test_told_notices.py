"""What the office writes reaches people of a group with an address of their own, beside whoever booked."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kurse.booking.lifecycle import cancel
from kurse.models import NoticeCopy
from kurse.models.notices import NoticeAudience
from kurse.notices.writing import people
from tests.kurse.told.groups import CONTACT, LENA, MAX, forget_mails, give, held_group, keys, letters_to, told, write_to
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db


def test_each_person_gets_one_and_whoever_booked_theirs(with_max, course, coordinator):
    notices = [write_to(course, coordinator) for _time in range(2)]

    assert notices[0] == notices[1]
    assert told() == [("_notice", "Max Muster")]
    assert OutboxMail.objects.filter(kind="kurse.notice").count() == 1


def test_two_messages_are_two_mails_each_with_its_own_text(with_max, course, coordinator):
    write_to(course, coordinator, text="Wir sind im Saal.")
    write_to(course, coordinator, text="Bringen Sie Stifte mit.")

    first, second = letters_to(MAX)

    assert ["Saal" in first.body, "Stifte" in first.body] == [True, False]
    assert ["Saal" in second.body, "Stifte" in second.body] == [False, True]


def test_the_preview_says_how_many_mails_go_out(client, with_max, course, coordinator):
    client.force_login(coordinator)
    fields = {"audience": "seated", "subject": "Anderer Raum", "text": "Wir sind im Saal.", "opened": "1"}

    preview = client.post(reverse("kurse_notice", args=[course.pk]), fields)
    give(with_max, "", "")
    without = client.post(reverse("kurse_notice", args=[course.pk]), fields)

    assert ["2 E-Mails gehen hinaus." in preview.text, "1 E-Mail geht hinaus." in without.text] == [True, True]


def test_who_reads_the_mails_of_the_booking_is_written_to_once(group, course, coordinator):
    """Negative control: the address of whoever booked is none of a person's own."""
    give(group, "", CONTACT)

    write_to(course, coordinator)

    assert len(letters_to(CONTACT)) == 2  # that their booking is confirmed, and this one
    assert not NoticeCopy.objects.exclude(seat=None).exists()


def test_a_person_who_was_replaced_gets_no_message_that_was_still_to_be_sent(with_max, course, coordinator):
    write_to(course, coordinator)
    give(with_max, "", LENA, names={keys(with_max)[1]: "Lena Neu"})

    assert letters_to(MAX) == []
    assert OutboxMail.objects.get(kind="kurse.own_seat_notice").state == "cancelled"


def test_who_stays_gets_it(with_max, course, coordinator):
    """Negative control: what was queued is sent, unless somebody else comes in their place."""
    write_to(course, coordinator)

    assert [message.subject.partition(" – ")[0] for message in letters_to(MAX)] == ["Anderer Raum"]


def test_whose_seat_is_given_up_meanwhile_is_not_written_to(with_max, course, coordinator):
    write_to(course, coordinator)
    cancel(with_max, only=keys(with_max)[1:2])

    assert [message.subject.partition(":")[0] for message in letters_to(MAX)] == ["Ihr Platz ist storniert"]


def test_who_only_waits_is_told_by_whoever_booked(with_max, course, coordinator):
    waiting = held_group(course, name="Anna Vorn", people=("Otto Hinten",), email="anna@beispiel.example", wait=True)
    give(waiting, "otto@beispiel.example")
    forget_mails()

    assert [seat.name for seat in people(course, NoticeAudience.EVERYBODY)] == ["Max Muster"]
    assert people(course, NoticeAudience.WAITING) == []


def test_one_message_has_one_copy_for_a_seat(with_max, course, coordinator):
    copy = write_to(course, coordinator).copies.exclude(seat=None).get()

    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeCopy.objects.create(notice=copy.notice, booking=copy.booking, seat=copy.seat)
