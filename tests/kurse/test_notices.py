"""The office writes to the people of a course: to those it means, once each, and sees before what goes out."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kurse.booking.erasure import erase
from kurse.booking.lifecycle import confirm, request_booking
from kurse.errors import NobodyToTell
from kurse.models import Booking, Course, CourseNotice, NoticeCopy
from kurse.models.notices import NoticeAudience
from kurse.notices.writing import Draft, readers, send_notice
from tests import factories
from tests.kurse.test_booking import person
from vorgang.keeping.restriction import restrict
from vorgang.models import JournalEntry, OutboxMail
from vorgang.outbox.queue import send_due
from vorgang.outbox.rendering import render_letter
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db
TEXT = "Wir treffen uns im Saal nebenan.\n\nBitte bringen Sie Stifte mit."


@pytest.fixture
def course(programme_page, coordinator) -> Course:
    """Two seats: Vera Vorlage by mail, somebody by phone without an address; one waits, one never confirmed."""
    course = factories.make_course(programme_page, title="Satzung", capacity=2, in_days=30)
    confirm(request_booking(course.pk, person(1)))
    request_booking(course.pk, person(2, email="", phone="06000 2"), entered_by=coordinator)
    confirm(request_booking(course.pk, person(3, wait=True)))
    request_booking(course.pk, person(4, wait=True))
    mail.outbox.clear()
    OutboxMail.objects.all().delete()
    return course


def draft(audience=NoticeAudience.SEATED, **fields) -> Draft:
    return Draft(**{"audience": audience, "subject": "Anderer Raum", "text": TEXT, "opened": "1", **fields})


@pytest.mark.parametrize(
    ("audience", "numbers"),
    [
        (NoticeAudience.SEATED, [1, 2]),
        (NoticeAudience.WAITING, [3]),
        (NoticeAudience.EVERYBODY, [1, 2, 3]),
    ],
)
def test_a_notice_reaches_those_it_means_and_nobody_who_never_confirmed(course, coordinator, audience, numbers):
    notice = send_notice(course, draft(audience), by=coordinator)

    names = set(notice.copies.values_list("booking__name", flat=True))
    assert names == {person(number).name for number in numbers}
    assert OutboxMail.objects.filter(kind="kurse.notice").count() == len(numbers)


def test_the_mail_carries_the_text_the_course_and_the_way_to_the_booking(course, coordinator, client):
    send_notice(course, draft(), by=coordinator)
    send_due()

    [message] = mail.outbox
    assert message.subject == "Anderer Raum – Satzung"
    assert message.to == [person(1).email]
    assert TEXT in message.body
    assert "Kennzeichen Ihrer Anmeldung" in message.body
    address = next(line for line in message.body.splitlines() if "/vorgang/" in line)
    assert "Satzung" in client.get(address.removeprefix("http://localhost:8000")).text


def test_the_html_part_marks_the_language_of_the_text_and_runs_nothing(course, coordinator):
    Booking.objects.update(language="en")
    send_notice(course, draft(text="<b>Raum 2</b>"), by=coordinator)
    send_due()

    page = mail.outbox[0].alternatives[0].content
    assert '<div lang="de" dir="ltr"><p>&lt;b&gt;Raum 2&lt;/b&gt;</p></div>' in page


def test_who_has_no_address_gets_a_letter(course, coordinator):
    send_notice(course, draft(), by=coordinator)

    letter = render_letter(OutboxMail.objects.letters().get())
    assert (letter.subject, TEXT in letter.body) == ("Anderer Raum – Satzung", True)


def test_the_same_form_sent_twice_is_one_message(course, coordinator):
    first = send_notice(course, draft(), by=coordinator)
    second = send_notice(course, draft(), by=coordinator)
    send_notice(course, draft(opened="2"), by=coordinator)

    assert first == second
    assert (CourseNotice.objects.count(), NoticeCopy.objects.count()) == (2, 4)


def test_nobody_is_written_to_whose_data_are_locked(course, coordinator):
    restrict(list(Booking.objects.filter(name=person(1).name)), RestrictionGround.UNLAWFUL, by=coordinator)

    notice = send_notice(course, draft(), by=coordinator)

    assert list(notice.copies.values_list("booking__name", flat=True)) == [person(2).name]


def test_a_notice_that_would_reach_nobody_is_none(programme_page, coordinator):
    empty = factories.make_course(programme_page)

    with pytest.raises(NobodyToTell):
        send_notice(empty, draft(), by=coordinator)

    assert not CourseNotice.objects.exists()


def test_who_is_erased_meanwhile_gets_nothing_and_leaves_no_copy(course, coordinator):
    send_notice(course, draft(), by=coordinator)
    for booking in Booking.objects.filter(name=person(1).name):
        erase(booking)
    send_due()

    assert mail.outbox == []
    assert list(NoticeCopy.objects.values_list("booking__name", flat=True)) == [person(2).name]


def test_a_notice_that_did_not_arrive_is_told_at_the_booking(desk, course, coordinator):
    notice = send_notice(course, draft(), by=coordinator)
    copy = notice.copies.get(booking__name=person(1).name)
    OutboxMail.objects.filter(object_id=copy.pk, kind="kurse.notice").update(state="failed", last_error="550")

    page = desk.get(reverse("kurse_booking:inspect", args=[copy.booking_id]))

    assert "Die E-Mail ging nicht hinaus: 550" in page.text


def test_who_wrote_stands_in_the_journal(course, coordinator):
    send_notice(course, draft(), by=coordinator)

    entry = JournalEntry.objects.latest("pk")
    assert (entry.action, entry.staff_id) == ("sent", coordinator.pk)


@pytest.fixture
def hybrid(programme_page) -> Course:
    """A course in which one takes part in the room and another online."""
    course = factories.make_course(programme_page, mode="hybrid", capacity=2, online_capacity=2, in_days=30)
    for number, mode in enumerate(("on_site", "online"), start=1):
        confirm(request_booking(course.pk, person(number, mode=mode)))
    return course


@pytest.mark.parametrize(
    ("audience", "numbers"),
    [(NoticeAudience.ON_SITE, [1]), (NoticeAudience.ONLINE, [2]), (NoticeAudience.SEATED, [1, 2])],
)
def test_who_takes_part_one_way_is_written_to_alone(hybrid, audience, numbers):
    names = set(readers(hybrid, audience).values_list("name", flat=True))

    assert names == {person(number).name for number in numbers}


# ------------------------------------------------------------------ the page of the desk


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def fields(**changes) -> dict:
    return {"audience": "seated", "subject": "Anderer Raum", "text": TEXT, "opened": "1", **changes}


def test_the_office_sees_what_goes_out_before_it_does(desk, course):
    address = reverse("kurse_notice", args=[course.pk])

    preview = desk.post(address, fields())
    assert "1 E-Mail geht hinaus. 1 Brief liegt zum Drucken im Posteingang." in preview.text
    assert "Bitte bringen Sie Stifte mit." in preview.text
    assert not CourseNotice.objects.exists()

    sent = desk.post(address, fields(send=preview.context["seen"]), follow=True)
    assert "1 E-Mail geht hinaus." in sent.text
    assert CourseNotice.objects.get().copies.count() == 2
    assert "„Anderer Raum“, alle mit festem Platz (2 Personen)" in desk.get(address).text


def test_the_ways_of_taking_part_are_a_choice_where_there_are_two(desk, course, hybrid):
    offered = {each: desk.get(reverse("kurse_notice", args=[each.pk])).text for each in (course, hybrid)}
    refused = desk.post(reverse("kurse_notice", args=[course.pk]), fields(audience="online"))

    assert ["wer fest online teilnimmt" in text for text in offered.values()] == [False, True]
    assert (refused.status_code, CourseNotice.objects.exists()) == (422, False)


def test_a_text_changed_after_its_preview_is_shown_again_first(desk, course):
    address = reverse("kurse_notice", args=[course.pk])
    seen = desk.post(address, fields()).context["seen"]

    answer = desk.post(address, fields(text="Alles anders.", send=seen))

    assert (answer.status_code, CourseNotice.objects.count()) == (200, 0)
    assert "<p>Alles anders.</p>" in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": ""}, "Bitte schreiben Sie in den Betreff, worum es geht."),
        ({"text": " "}, "Bitte schreiben Sie, was die Teilnehmenden wissen sollen."),
        ({"audience": "alle"}, "gültige Auswahl"),
        ({"subject": "x" * 121}, "höchstens 120"),
        ({"text": "a\x00b"}, "Zeichen"),
    ],
)
def test_a_mistake_is_told_and_what_was_written_stays(desk, course, changes, sentence):
    answer = desk.post(reverse("kurse_notice", args=[course.pk]), fields(**changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Anderer Raum" in answer.text or "Stifte" in answer.text


def test_a_choice_that_reaches_nobody_is_told_and_keeps_the_text(desk, course):
    Booking.objects.filter(name=person(3).name).delete()

    answer = desk.post(reverse("kurse_notice", args=[course.pk]), fields(audience="waiting"))

    assert answer.status_code == 409
    assert "Auf diese Auswahl passt zurzeit niemand." in answer.text
    assert "Bitte bringen Sie Stifte mit." in answer.text


def test_the_button_stands_at_the_course(desk, course):
    assert reverse("kurse_notice", args=[course.pk]) in desk.get(reverse("kurse_course:edit", args=[course.pk])).text


def test_a_course_that_is_over_can_still_be_written_to(course, coordinator):
    past = timezone.now() - timedelta(days=3)
    Course.objects.filter(pk=course.pk).update(starts_at=past, ends_at=past)

    assert send_notice(course, draft(), by=coordinator).copies.count() == 2
