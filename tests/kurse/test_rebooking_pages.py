"""Another course by the personal page, the API and the desk: looking changes nothing, a button does."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kurse.booking.rebooking import rebook
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from tests import factories
from tests.kurse.test_calling_off import taken
from vorgang.keeping.restriction import restrict
from vorgang.links import mint
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung am Dienstag", capacity=2, in_days=20, tags=("Recht",))


@pytest.fixture
def there(programme_page) -> Course:
    return factories.make_course(programme_page, title="Satzung am Freitag", capacity=2, in_days=30, tags=("Recht",))


@pytest.fixture
def booking(here) -> Booking:
    return Booking.objects.get(pk=taken(here, 1).pk)


@pytest.fixture
def token(booking) -> str:
    return mint(booking, LINK_PURPOSE, factories.A_WEEK)


def own_page(token: str) -> str:
    return reverse("vorgang_personal_page", args=[token])


def choices(token: str) -> str:
    return reverse("kurse_rebook_choices", args=[token])


def chosen(token: str, course: Course) -> str:
    return reverse("kurse_rebook", args=[token, course.pk])


def states() -> list[tuple[int, str]]:
    return list(Seat.objects.order_by("pk").values_list("course", "state"))


def test_the_personal_page_leads_to_the_other_course(client, here, there, token):
    own = client.get(own_page(token)).content.decode()
    listed = client.get(choices(token)).content.decode()
    page = client.get(chosen(token, there)).content.decode()
    done = client.post(chosen(token, there), follow=True)

    assert choices(token) in own
    assert chosen(token, there) in listed
    assert [title in page for title in ("Satzung am Dienstag", "Satzung am Freitag")] == [True, True]
    assert done.redirect_chain == [(own_page(token) + "?umgebucht=1", 302)]
    assert "Sie haben umgebucht." in done.content.decode()
    assert "Satzung am Freitag" in done.content.decode()


def test_looking_changes_nothing(client, here, there, token):
    for address in (own_page(token), choices(token), chosen(token, there)):
        for _visit in range(2):
            client.get(address)
            client.head(address)

    assert states() == [(here.pk, SeatState.CONFIRMED)]


def test_pressing_twice_rebooks_once(client, here, there, token):
    answers = [client.post(chosen(token, there)) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert states() == [(here.pk, SeatState.CANCELLED), (there.pk, SeatState.CONFIRMED)]


def test_a_course_that_filled_up_meanwhile_is_told_and_all_stays(client, here, there, token):
    taken(there, 2), taken(there, 3)

    answer = client.post(chosen(token, there))

    assert answer.status_code == 409
    assert "Ihre bisherige Anmeldung bleibt bestehen." in answer.content.decode()
    assert choices(token) in answer.content.decode()
    assert states()[0] == (here.pk, SeatState.CONFIRMED)


def test_after_the_deadline_nothing_is_offered(client, here, there, token):
    Course.objects.filter(pk=here.pk).update(cancel_until=timezone.now() - timedelta(hours=1))

    own = client.get(own_page(token)).content.decode()
    pages = [client.get(choices(token)), client.get(chosen(token, there))]
    answer = client.post(chosen(token, there))

    assert choices(token) not in own
    assert [page["Location"] for page in pages] == [own_page(token)] * 2
    assert (answer.status_code, "Die Frist zum Umbuchen ist vorbei." in answer.content.decode()) == (409, True)


def test_without_any_other_course_the_page_says_so(client, token):
    assert "in keinem anderen Kurs genug Platz" in client.get(choices(token)).content.decode()


@pytest.mark.parametrize("course_id", [0, 4711, 2**40])
def test_an_unknown_course_is_not_found(client, token, course_id):
    address = reverse("kurse_rebook", args=[token, course_id])

    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


@pytest.mark.parametrize("wrong", ["x" * 22, "kurz"])
def test_an_unknown_link_opens_nothing(client, there, wrong):
    assert [client.get(choices(wrong)).status_code, client.post(chosen(wrong, there)).status_code] == [404, 404]


def test_a_trainers_link_rebooks_nobody(client, here, there, booking):
    token = mint(booking, "kurse.trainer", factories.A_WEEK)

    assert client.post(chosen(token, there)).status_code == 404
    assert states() == [(here.pk, SeatState.CONFIRMED)]


def test_who_locked_their_data_is_told_nothing_of_other_courses(client, here, there, booking, token, coordinator):
    restrict([booking], RestrictionGround.CLAIMS, by=coordinator)

    assert choices(token) not in client.get(own_page(token)).content.decode()
    assert client.post(chosen(token, there)).status_code in {403, 409}
    assert states() == [(here.pk, SeatState.CONFIRMED)]


def test_the_list_costs_the_same_with_one_and_with_three_courses(client, programme_page, there, token):
    counted = []
    for more in (0, 2):
        for _course in range(more):
            factories.make_course(programme_page, capacity=5)
        client.get(choices(token))
        with CaptureQueriesContext(connection) as queries:
            client.get(choices(token))
        counted.append(len(queries))

    assert counted[0] == counted[1]


# ------------------------------------------------------------------ the API


def rebooking_address(token: str) -> str:
    return f"/api/v1/buchungen/{token}/umbuchung/"


def test_a_program_lists_the_courses_and_rebooks(client, here, there, token):
    before = client.get(f"/api/v1/buchungen/{token}/").json()
    offered = client.get(rebooking_address(token)).json()
    answers = [
        client.post(rebooking_address(token), {"course": there.pk}, content_type="application/json")
        for _call in range(2)
    ]
    after = client.get(f"/api/v1/buchungen/{token}/").json()

    assert before["can_rebook"] is True
    assert [course["id"] for course in offered] == [there.pk]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (after["course"]["id"], after["state"]) == (there.pk, "confirmed")
    assert states() == [(here.pk, SeatState.CANCELLED), (there.pk, SeatState.CONFIRMED)]


def test_a_program_hears_why_not(client, here, there, token):
    taken(there, 1)

    answer = client.post(rebooking_address(token), {"course": there.pk}, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (409, "booked_there_already")
    assert answer["Content-Type"].startswith("application/problem+json")


@pytest.mark.parametrize("body", [{}, {"course": "x"}, {"course": -1}, {"course": 2**70}, []])
def test_malformed_input_of_a_program_is_told(client, here, token, body):
    answer = client.post(rebooking_address(token), body, content_type="application/json")

    assert answer.status_code == 422
    assert states() == [(here.pk, SeatState.CONFIRMED)]


def test_after_the_deadline_a_program_is_offered_nothing(client, here, there, token):
    Course.objects.filter(pk=here.pk).update(cancel_until=timezone.now() - timedelta(hours=1))

    assert client.get(rebooking_address(token)).json() == []


# ------------------------------------------------------------------ the desk


def desk_page(booking: Booking) -> str:
    return reverse("kurse_desk_rebook", args=[booking.pk])


def test_the_office_rebooks_somebody_on_the_phone(desk, here, there, booking):
    Course.objects.filter(pk=here.pk).update(cancel_until=timezone.now() - timedelta(hours=1))

    seen = desk.get(reverse("kurse_booking:inspect", args=[booking.pk])).content.decode()
    form = desk.get(desk_page(booking)).content.decode()
    done = desk.post(desk_page(booking), {"course": there.pk}, follow=True)

    moved = Booking.objects.get(course=there)
    assert desk_page(booking) in seen
    assert "Satzung am Freitag" in form
    assert done.redirect_chain[-1][0] == reverse("kurse_booking:inspect", args=[moved.pk])
    assert f"Umgebucht. Die neue Buchung ist {moved.code}." in done.content.decode()


@pytest.mark.parametrize("course", ["", "4711", "x", "full", "same"])
def test_what_cannot_be_chosen_is_told_and_all_stays(desk, here, there, booking, course):
    taken(there, 2), taken(there, 3)
    value = {"full": there.pk, "same": here.pk}.get(course, course)

    answer = desk.post(desk_page(booking), {"course": value})

    assert answer.status_code == 422
    assert "Bitte wählen Sie" in answer.content.decode()
    assert states()[0] == (here.pk, SeatState.CONFIRMED)


def test_a_booking_that_has_ended_is_not_rebooked_at_the_desk(desk, there, booking):
    rebook(booking, there.pk)

    assert desk.get(desk_page(booking))["Location"] == reverse("kurse_booking:inspect", args=[booking.pk])
