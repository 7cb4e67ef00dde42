"""The private calendar of a person: unguessable, revocable, kept by nobody on the way, gone with the person."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, confirm, forget, request_booking
from kurse.calendars.mine import forget_calendars, switch_on
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, CalendarSubscription
from kurse.planning.calling_off import call_off
from tests import factories
from tests.kurse.test_booking import person
from vorgang.links import digest_of, mint

pytestmark = pytest.mark.django_db(transaction=True)


def page_of(booking: Booking) -> str:
    return reverse("kurse_my_calendar", args=[mint(booking, LINK_PURPOSE, factories.A_WEEK)])


def file_of(token: str) -> str:
    return reverse("kurse_my_calendar_file", args=[token])


def events(client, token: str) -> list[tuple[str, str]]:
    calendar = Calendar.from_ical(client.get(file_of(token)).content)
    assert [error for component in calendar.walk() for error in component.errors] == []
    return sorted((str(event["summary"]), str(event["status"])) for event in calendar.events)


def book(course, number: int = 1) -> Booking:
    booking = request_booking(course.pk, person(number))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def courses(programme_page) -> list:
    return [factories.make_course(programme_page, title=title) for title in ("Kasse", "Satzung", "Website")]


def test_the_button_shows_an_address_once_that_holds_all_courses_of_the_person(client, courses):
    first, second = (book(course) for course in courses[:2])
    book(courses[2], number=2)
    address = page_of(first)

    shown = client.post(address, {"action": "einschalten"}).content.decode()

    [token] = set(re.findall(r"kalender/alle/([\w-]{22})\.ics", shown))
    assert events(client, token) == [("Kasse", "CONFIRMED"), ("Satzung", "CONFIRMED")]
    assert token not in client.get(address).content.decode()
    assert CalendarSubscription.objects.get().digest == digest_of(token)


def test_opening_the_page_changes_nothing(client, courses):
    client.get(page_of(book(courses[0])))

    assert CalendarSubscription.objects.count() == 0


def test_a_new_address_ends_the_former_one(client, courses):
    booking = book(courses[0])
    former, present = switch_on(booking), switch_on(booking)

    assert [client.get(file_of(token)).status_code for token in (former, present)] == [404, 200]
    assert CalendarSubscription.objects.count() == 1


def test_the_person_switches_it_off(client, courses):
    booking = book(courses[0])
    token = switch_on(booking)

    response = client.post(page_of(booking), {"action": "ausschalten"})

    assert response.status_code == 302
    assert client.get(file_of(token)).status_code == 404
    assert CalendarSubscription.objects.count() == 0


def test_what_is_not_on_the_page_cannot_be_pressed(client, courses):
    assert client.post(page_of(book(courses[0])), {"action": "anderes"}).status_code == 400


def test_nobody_on_the_way_keeps_the_calendar_and_no_person_is_in_it(client, courses):
    booking = book(courses[0])

    response = client.get(file_of(switch_on(booking)))

    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Robots-Tag"] == "noindex"
    assert [word for word in (booking.name, booking.email) if word in response.content.decode()] == []


def test_what_the_person_cancelled_is_gone_and_what_we_call_off_is_cancelled(client, courses):
    kept, cancelled, called_off = (book(course) for course in courses)
    token = switch_on(kept)

    cancel(cancelled)
    call_off(called_off.course, "", by=factories.make_coordinator())

    assert events(client, token) == [("Kasse", "CONFIRMED"), ("Website", "CANCELLED")]


def test_who_has_not_confirmed_the_address_gets_no_calendar(client, courses):
    held = request_booking(courses[0].pk, person())

    assert client.get(page_of(held)).status_code == 404
    assert client.post(page_of(held), {"action": "einschalten"}).status_code == 404


def test_somebody_elses_unconfirmed_booking_does_not_show(client, courses):
    token = switch_on(book(courses[0]))
    request_booking(courses[1].pk, person())

    assert events(client, token) == [("Kasse", "CONFIRMED")]


def test_a_locked_booking_is_in_no_calendar(client, courses):
    token = switch_on(book(courses[0]))
    locked = book(courses[1])
    Booking.objects.filter(pk=locked.pk).update(restricted_at=timezone.now())

    assert events(client, token) == [("Kasse", "CONFIRMED")]


@pytest.mark.parametrize("end", [erase, forget])
def test_the_calendar_goes_with_the_last_booking_of_the_person(client, courses, end):
    first, last = book(courses[0]), book(courses[1])
    token = switch_on(first)

    end(first)
    meanwhile = client.get(file_of(token)).status_code
    end(last)

    assert (meanwhile, client.get(file_of(token)).status_code) == (200, 404)
    assert CalendarSubscription.objects.count() == 0


def test_after_a_move_to_another_address_the_calendar_is_closed_and_swept(client, courses):
    booking = book(courses[0])
    token = switch_on(booking)

    Booking.objects.filter(pk=booking.pk).update(email="neu@beispiel.example")

    assert client.get(file_of(token)).status_code == 404
    assert (forget_calendars(), forget_calendars()) == (1, 0)


def test_the_token_of_a_calendar_opens_no_personal_page(client, courses):
    token = switch_on(book(courses[0]))

    names = ("vorgang_personal_page", "vorgang_own_data", "kurse_calendar", "kurse_my_calendar")
    assert [client.get(reverse(name, args=[token])).status_code for name in names] == [404] * 4


def test_guessing_is_slowed_down(client, home, settings):
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 2

    assert [client.get(file_of("x" * 22)).status_code for _time in range(3)] == [404, 404, 429]


def test_the_link_stands_on_the_personal_page_of_who_confirmed(client, courses):
    booking, held = book(courses[0]), request_booking(courses[1].pk, person(2))
    pages = [
        client.get(reverse("vorgang_personal_page", args=[mint(each, LINK_PURPOSE, factories.A_WEEK)])).content.decode()
        for each in (booking, held)
    ]

    assert ["Alle meine Kurse in meinem Kalender" in content for content in pages] == [True, False]
