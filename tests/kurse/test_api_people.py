"""Single people of a booking over the API: whoever holds its link names them and gives up their seats."""

import pytest

from kurse.booking.lifecycle import confirm, request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from tests import factories
from tests.kurse.test_booking import person
from vorgang.links import mint

pytestmark = pytest.mark.django_db

PEOPLE = ("Erika Beispiel", "Max Muster", "")


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=9, in_days=30)


@pytest.fixture
def group(course) -> Booking:
    booking = request_booking(course.pk, person(people=PEOPLE))
    confirm(booking)
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def address(group) -> str:
    return f"/api/v1/buchungen/{mint(group, LINK_PURPOSE, factories.A_WEEK)}/plaetze/"


def keys(booking: Booking) -> list[int]:
    return [seat.pk for seat in booking.seats.all()]


def put(client, address: str, **names: str):
    people = [{"seat": int(key.removeprefix("seat")), "name": name} for key, name in names.items()]
    return client.put(address, {"people": people}, content_type="application/json")


def give_up(client, address: str, *seats: int):
    return client.post(f"{address}stornierung/", {"seats": seats}, content_type="application/json")


def test_the_people_are_told_to_whoever_holds_the_link(client, group, address):
    told = client.get(address).json()

    assert [(each["seat"], each["name"], each["state"]) for each in told] == [
        (key, name, "confirmed") for key, name in zip(keys(group), PEOPLE, strict=True)
    ]


def test_a_name_is_written_and_the_others_stay(client, group, address):
    response = put(client, address, **{f"seat{keys(group)[2]}": "Lena  Neu"})

    assert (response.status_code, [each["name"] for each in response.json()]) == (200, [*PEOPLE[:2], "Lena Neu"])


def test_single_seats_are_given_up(client, group, address):
    response = give_up(client, address, *keys(group)[:2])

    assert [each["seat"] for each in response.json()] == keys(group)[2:]
    assert list(Seat.objects.values_list("state", flat=True)) == ["cancelled", "cancelled", "confirmed"]


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("Max Muster", 422, "named_twice"), ("http://boese.example", 422, "invalid"), ("x" * 121, 422, "invalid")],
)
def test_a_name_that_is_refused_is_a_problem_with_a_code(client, group, address, name, status, code):
    response = put(client, address, **{f"seat{keys(group)[2]}": name})

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert list(Seat.objects.values_list("name", flat=True)) == list(PEOPLE)


def test_seats_of_others_are_neither_named_nor_given_up(client, course, address):
    stranger = request_booking(course.pk, person(2)).leading_seat

    named, left = put(client, address, **{f"seat{stranger.pk}": "Lena Neu"}), give_up(client, address, stranger.pk)

    assert (named.status_code, named.json()["code"], left.status_code) == (409, "seat_gone", 422)
    stranger.refresh_from_db()
    assert (stranger.name, stranger.state) == (person(2).name, "held")


@pytest.mark.parametrize("body", ["", "{}", '{"seats": []}'])
def test_whoever_names_no_seat_gives_up_none(client, address, body):
    response = client.post(f"{address}stornierung/", body, content_type="application/json")

    assert response.status_code == 422
    assert Seat.objects.filter(state="confirmed").count() == 3
