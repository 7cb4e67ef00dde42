"""What the link of a booking says once the course is over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kurse import conf
from kurse.attendance.certificates import issue_certificates
from kurse.attendance.roster import dates_held
from kurse.booking.lifecycle import confirm, request_booking
from kurse.feedback.boxes import ask
from kurse.links import LINK_PURPOSE, mint_for_seat
from kurse.models import Booking, Course, FeedbackBox
from tests import factories
from tests.kurse.attended import note, over_course, seats_of
from tests.kurse.test_booking import person
from vorgang.links import mint

pytestmark = pytest.mark.django_db
SOON = "sobald feststeht, wer da war."
THERE = "Ihre Bescheinigung ist da."
TOO_FEW = "waren Sie nicht oft genug da."
FEEDBACK = "Der Link zur Rückmeldung steht in einer E-Mail an Sie."


def page_of(client, booking: Booking, query: str = "") -> str:
    return client.get(f"/de/vorgang/{mint(booking, LINK_PURPOSE, factories.A_WEEK)}/{query}").content.decode()


def told(content: str) -> list[str]:
    return [sentence for sentence in (SOON, THERE, TOO_FEW, FEEDBACK) if sentence in content]


def test_after_the_course_the_link_says_when_it_was_and_not_that_all_is_confirmed(client, programme_page):
    course = over_course(programme_page)
    booking = seats_of(course)[0].booking
    day = date_format(timezone.localtime(course.starts_at), "j. F Y")

    pages = [page_of(client, booking, query) for query in ("", "?erledigt=bestaetigen")]

    assert [f"Der Kurs ist vorbei. Er war am {day}." in content for content in pages] == [True, True]
    assert [content.count("bestätigt.") for content in pages] == [0, 0]


def test_of_several_dates_the_last_one_is_told(client, programme_page):
    course = over_course(programme_page, dates=3)
    day = date_format(timezone.localtime(course.ends_at), "j. F Y")

    assert f"Der letzte Termin war am {day}." in page_of(client, seats_of(course)[0].booking)


def test_while_a_date_is_to_come_all_is_confirmed_as_before(client, programme_page):
    course = factories.make_course(programme_page)
    booking = request_booking(course.pk, person())
    confirm(booking)
    date = course.dates.get()
    date.starts_at = timezone.now() - timedelta(hours=1)
    date.save()

    content = page_of(client, booking)

    assert "Ihre Anmeldung ist bereits bestätigt." in content
    assert ("Der Kurs ist vorbei" in content, told(content)) == (False, [])


def test_the_way_to_the_certificate_is_told_as_it_stands(client, programme_page):
    course = over_course(programme_page, people=2)
    [came, missed] = [seat.booking for seat in seats_of(course)]

    before = told(page_of(client, came))
    note(dates_held(course)[0], came.leading_seat)
    noted = [told(page_of(client, booking)) for booking in (came, missed)]
    issue_certificates(course)
    issued = [told(page_of(client, booking)) for booking in (came, missed)]

    assert (before, noted, issued) == ([SOON], [[SOON], [TOO_FEW]], [[THERE], [TOO_FEW]])


def test_whoever_was_there_is_told_where_the_link_to_the_feedback_is_while_it_counts(client, programme_page):
    course = over_course(programme_page, people=4)
    [missed, *came] = seats_of(course)
    note(dates_held(course)[0], *came)
    ask(course)

    open_to = [FEEDBACK in page_of(client, seat.booking) for seat in (missed, came[0])]
    FeedbackBox.objects.update(asked_on=timezone.localdate() - conf.feedback_time() - timedelta(days=1))

    assert open_to == [False, True]
    assert FEEDBACK not in page_of(client, came[0].booking)


def test_a_course_that_is_over_is_nothing_for_the_calendar(client, programme_page):
    over = seats_of(over_course(programme_page))[0].booking
    coming = request_booking(factories.make_course(programme_page, in_days=30).pk, person())
    confirm(coming)

    offered = [
        "In den Kalender übernehmen" in page_of(client, Booking.objects.get(pk=each.pk)) for each in (over, coming)
    ]

    assert offered == [False, True]


def test_whoever_has_but_a_seat_reads_that_the_course_is_over(client, programme_page):
    course = over_course(programme_page)
    page = reverse("kurse_seat", args=[mint_for_seat(seats_of(course)[0])])

    content = client.get(page).content.decode()

    assert ("Der Kurs ist vorbei." in content, "In den Kalender" in content) == (True, False)


def test_nothing_of_it_is_told_while_the_data_are_locked(client, programme_page):
    course = over_course(programme_page)
    Booking.objects.update(restricted_at=timezone.now())

    assert told(page_of(client, seats_of_all(course)[0])) == []


def seats_of_all(course: Course) -> list[Booking]:
    return list(Booking.objects.filter(course=course))
