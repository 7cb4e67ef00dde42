"""The link of an online course: at once, or only shortly before the start, and then to nobody earlier."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kurse.booking.lifecycle import confirm, request_booking
from kurse.links import LINK_PURPOSE, mint_for_seat
from kurse.models import Booking, Course, CourseMove
from tests import factories
from tests.kurse.test_booking import person
from tests.kurse.test_moving import change_course
from vorgang.links import mint
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db

LINK = "https://konferenz.musterkreis.example/raum"
QUARTER = 15


@pytest.fixture
def online(programme_page) -> Course:
    return factories.make_course(programme_page, mode="online", in_days=10, online_link=LINK)


def booked(course: Course) -> Booking:
    booking = request_booking(course.pk, person())
    confirm(booking)
    send_due()
    return booking


def shown(client, booking: Booking) -> list[str]:
    """Return the pages of whoever booked and of the seat alone."""
    addresses = [
        reverse("vorgang_personal_page", args=[mint(booking, LINK_PURPOSE, factories.A_WEEK)]),
        reverse("kurse_seat", args=[mint_for_seat(booking.leading_seat)]),
    ]
    return [client.get(address).content.decode() for address in addresses]


def minutes_before(course: Course, minutes: float):
    course.refresh_from_db()
    return time_machine.travel(course.starts_at - timedelta(minutes=minutes), tick=False)


def test_the_link_comes_shortly_before_the_start_and_the_mail_says_when(client, online):
    Course.objects.update(link_opens_minutes=QUARTER)
    booking = booked(online)
    opens = timezone.localtime(Course.objects.get().starts_at - timedelta(minutes=QUARTER))
    sentence = "Den Link zur Online-Teilnahme sehen Sie ab "

    message = mail.outbox[-1]
    with minutes_before(online, QUARTER + 1):
        early = shown(client, booking)
    with minutes_before(online, QUARTER):
        in_time = shown(client, booking)

    parts = [message.body, message.alternatives[0].content]
    assert [LINK in text for text in (*parts, *early)] == [False] * 4
    assert [f"{opens:%H:%M} Uhr auf Ihrer persönlichen Seite." in text for text in (*parts, *early)] == [True] * 4
    assert [(LINK in page, sentence in page) for page in in_time] == [(True, False)] * 2


def test_without_the_minutes_the_link_is_told_at_once(client, online):
    """Negative control: what is held back above is there otherwise."""
    booking = booked(online)

    assert [LINK in text for text in (mail.outbox[-1].body, *shown(client, booking))] == [True] * 3


def test_a_course_that_moves_shows_its_link_before_the_new_start(client, online):
    Course.objects.update(link_opens_minutes=QUARTER)
    booking = booked(online)
    with minutes_before(online, QUARTER):
        factories.move_course(online, days=1)
        page = shown(client, booking)[0]

    assert LINK not in page


@pytest.mark.parametrize(("minutes", "is_news"), [(None, True), (QUARTER, False)])
def test_a_link_that_nobody_has_seen_is_no_news_when_it_changes(online, minutes, is_news):
    Course.objects.update(link_opens_minutes=minutes)
    booked(online)
    change_course(online, online_link=f"{LINK}/neu")

    assert CourseMove.objects.pending().exists() is is_news


def test_who_only_holds_a_seat_reads_nothing_of_the_link(client, online):
    Course.objects.update(link_opens_minutes=QUARTER)
    booking = request_booking(online.pk, person())

    assert ["Den Link zur Online-Teilnahme" in page for page in shown(client, booking)] == [False, False]
