"""A link of their own for each person of a booking: they see and give up their seat, and learn nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from kurse.attendance.certificates import issue_certificates
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.errors import SeatGone
from kurse.links import LINK_PURPOSE, mint_for_seat
from kurse.models import Booking, Course, Seat
from kurse.people.naming import make_own_link, name_people
from tests import factories
from tests.kurse.attended import note, over_course, seats_of
from tests.kurse.test_booking import person, queued
from vorgang.inbox.work import request_lost_link
from vorgang.keeping.restriction import restrict
from vorgang.links import mint
from vorgang.models import PersonalLink
from vorgang.outbox.queue import send_due
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db

PEOPLE = ("Erika Beispiel", "Max Muster", "")
PAGES = ("kurse_seat", "kurse_seat_calendar", "kurse_seat_certificate")


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=3, in_days=30)


@pytest.fixture
def group(course) -> Booking:
    booking = request_booking(course.pk, person(people=PEOPLE, phone="06000 123-9", association="Sportverein"))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def max_seat(group) -> Seat:
    return group.seats.get(name="Max Muster")


@pytest.fixture
def token(max_seat) -> str:
    return make_own_link(max_seat.booking, max_seat.pk)


def states() -> list[str]:
    return list(Seat.objects.values_list("state", flat=True))


def test_a_person_sees_their_seat_and_nothing_of_the_others(client, group, token):
    content = client.get(reverse("kurse_seat", args=[token])).content.decode()

    assert "Max" in content
    strange = ["Erika", "Beispiel", group.email, group.phone, group.code, "Sportverein", "Name folgt"]
    assert [word for word in strange if word in content.split("<footer")[0]] == []


def test_looking_changes_nothing_and_nobody_keeps_the_page(client, token):
    response = client.get(reverse("kurse_seat", args=[token]))

    assert states() == ["confirmed", "confirmed", "confirmed"]
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")


def test_a_person_gives_up_their_own_seat_and_whoever_booked_is_told(client, token):
    response = client.post(reverse("kurse_seat", args=[token]), follow=True)

    assert states() == ["confirmed", "cancelled", "confirmed"]
    assert "Ihr Platz ist storniert" in response.content.decode()
    assert queued()[-1] == "kurse.partly_cancelled"


def test_after_the_deadline_a_person_is_asked_to_call(client, token, course):
    with time_machine.travel(course.starts_at - timedelta(minutes=1)):
        response = client.post(reverse("kurse_seat", args=[token]))

    assert (response.status_code, states()[1]) == (409, "confirmed")
    assert "Die Stornofrist ist vorbei." in response.content.decode()


def test_the_calendar_file_is_of_this_seat_only(client, group, token):
    event = Calendar.from_ical(client.get(reverse("kurse_seat_calendar", args=[token])).content).events[0]
    cancel(group, only=[group.seats.get(name="Max Muster").pk])
    cancelled = Calendar.from_ical(client.get(reverse("kurse_seat_calendar", args=[token])).content)

    assert (event["status"], cancelled["method"], cancelled.events[0]["uid"]) == ("CONFIRMED", "CANCEL", event["uid"])
    assert group.code.lower() not in event["uid"]


def test_a_person_fetches_their_own_certificate(client, programme_page):
    course = over_course(programme_page, people=2)
    mine, other = seats_of(course)
    note(course.dates.get(), mine, other)
    issue_certificates(course)

    response = client.get(reverse("kurse_seat_certificate", args=[mint_for_seat(mine)]))

    assert response.content.startswith(b"%PDF")
    page = client.get(reverse("kurse_seat", args=[mint_for_seat(mine)])).content.decode()
    assert "Teilnahmebescheinigung herunterladen" in page


def test_without_a_certificate_the_file_leads_to_the_page(client, token):
    response = client.get(reverse("kurse_seat_certificate", args=[token]))

    assert response["Location"] == reverse("kurse_seat", args=[token])


def statuses(client, token: str) -> list[int]:
    return [client.get(reverse(name, args=[token])).status_code for name in PAGES]


def test_a_new_link_ends_the_one_before(client, max_seat, token):
    make_own_link(max_seat.booking, max_seat.pk)

    assert statuses(client, token) == [404, 404, 404]


def test_whoever_is_replaced_sees_the_seat_no_more(client, group, max_seat, token):
    name_people(group, {max_seat.pk: "Lena Neu"})

    assert statuses(client, token) == [404, 404, 404]


def test_somebody_elses_new_name_leaves_a_link_alone(client, group, token):
    name_people(group, {group.seats.last().pk: "Lena Neu"})

    assert statuses(client, token) == [200, 200, 302]


def test_once_the_booking_is_forgotten_the_link_opens_nothing(client, group, course, token):
    with time_machine.travel(course.ends_at + timedelta(days=1)):
        erase(group)

        assert statuses(client, token) == [404, 404, 404]


def test_a_link_to_a_booking_or_for_something_else_is_none_to_a_seat(client, group, max_seat):
    for strange in (mint(group, LINK_PURPOSE, factories.A_WEEK), mint(max_seat, "kurse.other", factories.A_WEEK)):
        assert statuses(client, strange) == [404, 404, 404]


@pytest.mark.parametrize("name", ["vorgang_personal_page", "vorgang_own_data", "kurse_names", "kurse_calendar"])
def test_the_link_to_a_seat_opens_nothing_of_the_booking(client, token, name):
    assert client.get(reverse(name, args=[token])).status_code == 404


def test_locked_data_are_not_worked_on(client, group, token, coordinator):
    restrict([group], RestrictionGround.ACCURACY, by=coordinator)

    response = client.post(reverse("kurse_seat", args=[token]))

    assert (response.status_code, states()) == (409, ["confirmed"] * 3)


# ------------------------------------------------------------------ whoever booked hands the links out


@pytest.fixture
def page(group) -> str:
    return reverse("kurse_own_links", args=[mint(group, LINK_PURPOSE, factories.A_WEEK)])


def test_a_link_is_made_by_the_button_and_shown_once(client, page, max_seat):
    before = PersonalLink.objects.count()
    client.get(page)
    assert PersonalLink.objects.count() == before

    content = client.post(page, {"platz": max_seat.pk}).content.decode()

    [address] = set(re.findall(r"/de/teilnahme/[\w-]{22}/", content))
    assert "Max" in client.get(address).content.decode()
    assert address not in client.get(page).content.decode()


@pytest.mark.parametrize("chosen", ["", "0", "x", "-1"])
def test_a_seat_that_is_not_there_gets_no_link(client, page, chosen):
    response = client.post(page, {"platz": chosen})

    assert response.status_code == 409
    assert "Diesen Platz gibt es in Ihrer Anmeldung nicht mehr" in response.content.decode()


def test_nobody_makes_a_link_to_a_seat_of_another_booking(programme_page, group):
    other = request_booking(factories.make_course(programme_page).pk, person(2))

    with pytest.raises(SeatGone):
        make_own_link(group, other.leading_seat.pk)


# ------------------------------------------------------------------ lost and asked for again


def links_sent_to(email: str, mailoutbox) -> list[str]:
    """Ask for lost links and return the paths of those that came."""
    request_lost_link(email, "de")
    send_due()
    return [
        link for sent in mailoutbox if sent.to == [email] for link in re.findall(r"/de/teilnahme/[\w-]{22}/", sent.body)
    ]


@pytest.fixture
def with_address(group, max_seat, mailoutbox) -> Seat:
    name_people(group, {}, {max_seat.pk: "max@beispiel.example"})
    send_due()
    mailoutbox.clear()
    return max_seat


def test_who_lost_the_link_to_their_seat_gets_a_new_one(client, with_address, mailoutbox):
    [link] = links_sent_to("MAX@beispiel.example", mailoutbox)

    assert "Max" in client.get(link).content.decode()
    assert f"Ihr Platz im Kurs: {with_address.course.page.title}" in mailoutbox[0].body
    assert (with_address.booking.code in mailoutbox[0].body, "Erika" in mailoutbox[0].body) == (False, False)


def test_whoever_booked_gets_the_link_to_the_booking_and_none_to_single_seats(group, with_address, mailoutbox):
    assert links_sent_to(group.email, mailoutbox) == []
    assert "/de/vorgang/" in mailoutbox[0].body


def lock_data(booking: Booking) -> None:
    restrict([booking], RestrictionGround.ACCURACY, by=None)


@pytest.mark.parametrize("end", [cancel, erase, lock_data])
def test_a_seat_that_is_given_up_forgotten_or_locked_gets_no_link(group, with_address, mailoutbox, end):
    end(group)
    send_due()
    mailoutbox.clear()

    assert links_sent_to("max@beispiel.example", mailoutbox) == []
