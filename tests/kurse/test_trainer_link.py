"""Whoever leads a course sees the names by a link, notes attendance and prints the list: this course, and no more."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kurse.links import LINK_PURPOSE, TRAINER_PURPOSE, mint_for_trainer, trainer_links
from kurse.models import Attendance, Booking, Course
from tests import factories
from tests.kurse.attended import over_course, seats_of
from vorgang.links import mint, revoke_links
from vorgang.models import JournalEntry, PersonalLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(programme_page) -> Course:
    """A course of yesterday with two people."""
    return over_course(programme_page, people=2)


@pytest.fixture
def token(course) -> str:
    return mint_for_trainer(course)


def addresses(course: Course, token: str) -> list[str]:
    return [
        reverse("kurse_trainer", args=[token]),
        reverse("kurse_trainer_attendance", args=[token, course.dates.get().pk]),
        reverse("kurse_trainer_list", args=[token]),
    ]


def statuses(client, course: Course, token: str) -> list[int]:
    return [client.get(url).status_code for url in addresses(course, token)]


def tick(client, course: Course, token: str) -> int:
    """Tick the first person of the list, and return the status of the answer."""
    seat = seats_of(course)[0]
    return client.post(addresses(course, token)[1], {"da": seat.pk, "stand": f"{seat.pk}:-"}).status_code


def test_the_link_shows_the_names_and_nothing_else_about_anybody(client, course, token):
    content = client.get(addresses(course, token)[0]).content.decode()

    booking = seats_of(course)[0].booking
    assert all(seat.name in content for seat in seats_of(course))
    assert [word for word in (booking.email, booking.code, "Telefon:") if word in content.split("<footer")[0]] == []


def test_the_trainer_notes_who_is_there_without_an_account(client, course, token):
    assert tick(client, course, token) == 302

    mark = Attendance.objects.get()
    assert (mark.seat, mark.is_present, mark.entered_by) == (seats_of(course)[0], True, None)


def test_a_refused_list_keeps_its_ticks(client, course, token):
    course.dates.update(state="dropped")

    seat = seats_of(course)[0]
    response = client.post(addresses(course, token)[1], {"da": seat.pk, "stand": f"{seat.pk}:-"})

    assert response.status_code == 409
    assert [row.is_ticked for row in response.context["rows"]] == [True, False]


def test_the_list_to_print_is_a_pdf(client, course, token):
    date = course.dates.get()
    for url in (addresses(course, token)[2], f"{addresses(course, token)[2]}?termin={date.pk}"):
        assert client.get(url).content.startswith(b"%PDF")


def test_nobody_on_the_way_keeps_or_indexes_a_page(client, course, token):
    for url in addresses(course, token):
        response = client.get(url)
        assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")
        assert response["Referrer-Policy"] == "same-origin"


def test_every_visit_stands_in_the_journal_without_a_name(client, course, token):
    statuses(client, course, token)
    tick(client, course, token)

    entries = JournalEntry.objects.order_by("pk").values_list("action", "object_type", "object_id", "staff", "role")
    key = str(course.pk)
    assert list(entries) == [
        ("listed", "kurse.course", key, None, "Kursleitung per Link"),
        ("listed", "kurse.course", key, None, "Kursleitung per Link"),
        ("printed", "kurse.course", key, None, "Kursleitung per Link"),
        ("changed", "kurse.course", key, None, "Kursleitung per Link"),
    ]


# ------------------------------------------------------------------ the wrong link


def test_a_revoked_link_opens_nothing(client, course, token):
    assert statuses(client, course, token) == [200, 200, 200]

    revoke_links(course)

    assert statuses(client, course, token) == [404, 404, 404]
    assert tick(client, course, token) == 404
    assert not Attendance.objects.exists()


def test_an_expired_link_opens_nothing(client, course, token):
    PersonalLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert statuses(client, course, token) == [404, 404, 404]


def test_the_link_of_a_booking_is_not_the_trainers(client, course):
    stranger = mint(seats_of(course)[0].booking, LINK_PURPOSE, factories.A_WEEK)

    assert statuses(client, course, stranger) == [404, 404, 404]
    assert tick(client, course, stranger) == 404
    assert not Attendance.objects.exists()


def test_a_link_to_a_course_for_another_purpose_is_not_the_trainers(client, course):
    assert statuses(client, course, mint(course, "kurse.other", factories.A_WEEK)) == [404, 404, 404]


def test_the_trainers_link_opens_no_booking_and_no_case(client, course, token):
    seat = seats_of(course)[0]

    for name in ("vorgang_personal_page", "vorgang_own_data", "kurse_calendar", "kurse_own_certificates"):
        response = client.get(reverse(name, args=[token]))
        assert (name, response.status_code) == (name, 404)
        assert seat.name not in response.content.decode()
    assert client.get(f"/api/v1/buchungen/{token}/").status_code == 404


def test_the_link_of_one_course_opens_no_date_of_another(client, course, token, programme_page):
    other = over_course(programme_page)
    url = reverse("kurse_trainer_attendance", args=[token, other.dates.get().pk])

    seat = seats_of(other)[0]
    answers = [client.get(url), client.post(url, {"da": seat.pk, "stand": f"{seat.pk}:-"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.get(f"{addresses(course, token)[2]}?termin={other.dates.get().pk}").status_code == 404
    assert not Attendance.objects.exists()


def test_guessing_links_is_slowed_down(client, course, settings):
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 3

    assert [client.get(addresses(course, "x" * 22)[0]).status_code for _ in range(4)] == [404, 404, 404, 429]


def test_somebody_whose_data_are_locked_is_not_shown(client, course, token):
    locked = seats_of(course)[0]
    Booking.objects.filter(pk=locked.booking_id).update(restricted_at=timezone.now(), restriction_ground="claims")

    shown = "".join(client.get(url).content.decode(errors="replace") for url in addresses(course, token)[:2])

    assert locked.name not in shown


# ------------------------------------------------------------------ from the desk


def test_the_office_makes_a_link_that_is_shown_once_and_works(desk, client, course):
    shown = desk.post(reverse("kurse_trainer_link", args=[course.pk])).content.decode()
    token = re.search(r"/de/kursleitung/([\w-]{22})/", shown)[1]

    assert client.get(reverse("kurse_trainer", args=[token])).status_code == 200
    assert token not in desk.get(reverse("kurse_participants", args=[course.pk])).content.decode()
    assert token not in str(list(PersonalLink.objects.values()))


def test_a_link_ends_some_days_after_the_last_date(course, token, settings):
    [link] = trainer_links(course)
    settings.KURSE_TRAINER_LINK_DAYS = 3
    coming = factories.make_course(course.page.get_parent().specific, in_days=10)
    mint_for_trainer(coming)

    assert (link.purpose, (link.expires_at - timezone.now()).days) == (TRAINER_PURPOSE, 13)
    assert abs(trainer_links(coming).get().expires_at - coming.ends_at - timedelta(days=3)) < timedelta(minutes=1)


def test_the_office_revokes_every_link_of_a_course(desk, client, course, token):
    second = mint_for_trainer(course)

    desk.post(reverse("kurse_trainer_links_revoke", args=[course.pk]))

    assert [statuses(client, course, each)[0] for each in (token, second)] == [404, 404]
