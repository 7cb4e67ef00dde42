"""Single people of a booking, on the personal page and at the desk: looking changes nothing, a button does."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.links import LINK_PURPOSE
from kurse.models import Booking, Course, Seat
from kurse.people.naming import may_give_up_some, may_name
from kurse.states import CancelReason
from tests import factories
from tests.kurse.test_booking import person, queued
from vorgang.keeping.restriction import restrict
from vorgang.links import mint
from vorgang.models import JournalEntry
from vorgang.states import RestrictionGround

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
def token(group) -> str:
    return mint(group, LINK_PURPOSE, factories.A_WEEK)


def names() -> list[str]:
    return list(Seat.objects.values_list("name", flat=True))


def states() -> list[str]:
    return list(Seat.objects.values_list("state", flat=True))


def keys() -> list[int]:
    return list(Seat.objects.values_list("pk", flat=True))


def written(*people: str) -> dict[str, str]:
    """What the form with the names sends."""
    return {f"name-{key}": name for key, name in zip(keys(), people, strict=True)}


def test_the_personal_page_leads_to_the_names_and_to_each_seat(client, group, token):
    content = client.get(reverse("vorgang_personal_page", args=[token])).content.decode()

    leaving = reverse("kurse_leaving", args=[token])
    assert [f"{leaving}?platz={key}" in content for key in keys()] == [True, True, True]
    assert content.count("Name ändern") == 2
    assert content.count("Namen eintragen") == 1
    # Behind a link, what everybody may read over a shoulder is the first name.
    assert ("Max" in content, "Muster<" in content) == (True, False)


def test_whoever_has_just_given_up_a_seat_is_told_that_and_nothing_older(client, group, token):
    address = reverse("vorgang_personal_page", args=[token])
    Seat.objects.filter(pk=keys()[1]).update(state="cancelled")

    later, told = client.get(address).content.decode(), client.get(f"{address}?abgemeldet=1").content.decode()

    already, done = "Ihre Anmeldung ist bereits bestätigt.", "Die gewählten Plätze sind storniert."
    assert (already in later, done in later) == (True, False)
    assert (already in told, done in told) == (False, True)


def test_somebody_who_comes_alone_may_send_another_and_cancels_as_ever(client, course):
    booking = request_booking(course.pk, person())
    confirm(booking)
    address = reverse("vorgang_personal_page", args=[mint(booking, LINK_PURPOSE, factories.A_WEEK)])

    content = client.get(address).content.decode()

    assert ("Kann jemand anderes für Sie kommen?" in content, "Diesen Platz stornieren" in content) == (True, False)


@pytest.mark.parametrize("name", ["kurse_names", "kurse_leaving"])
def test_looking_at_a_page_changes_nothing(client, token, name):
    before = list(Seat.objects.values())

    response = client.get(reverse(name, args=[token]) + f"?platz={keys()[0]}")

    assert (response.status_code, list(Seat.objects.values())) == (200, before)
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")


def test_the_seat_from_the_link_is_chosen_already(client, token):
    response = client.get(reverse("kurse_leaving", args=[token]) + f"?platz={keys()[1]}")

    chosen = [option.data["value"] for option in response.context["form"]["people"] if option.data["selected"]]
    assert chosen == [keys()[1]]


def test_the_button_gives_up_the_chosen_seats_and_the_page_says_so(client, token):
    response = client.post(reverse("kurse_leaving", args=[token]), {"people": keys()[:2]}, follow=True)

    assert states() == ["cancelled", "cancelled", "confirmed"]
    assert "Die gewählten Plätze sind storniert." in response.content.decode()


def test_an_address_alone_claims_nothing(client, token):
    content = client.get(reverse("vorgang_personal_page", args=[token]) + "?abgemeldet=1").content.decode()

    assert "Die gewählten Plätze sind storniert." not in content


def test_who_chooses_nobody_is_told_so(client, token):
    response = client.post(reverse("kurse_leaving", args=[token]), {})

    assert response.status_code == 422
    assert "Bitte wählen Sie mindestens eine Person." in response.content.decode()
    assert states() == ["confirmed", "confirmed", "confirmed"]


def test_a_seat_of_somebody_else_cannot_be_chosen(client, token, course):
    stranger = request_booking(course.pk, person(2)).leading_seat

    response = client.post(reverse("kurse_leaving", args=[token]), {"people": [stranger.pk]})

    assert (response.status_code, Seat.objects.get(pk=stranger.pk).state) == (422, "held")


def test_after_the_deadline_the_page_asks_to_call(client, token, course):
    Course.objects.filter(pk=course.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))
    address = reverse("kurse_leaving", args=[token])

    assert client.get(address)["Location"] == reverse("vorgang_personal_page", args=[token])
    response = client.post(address, {"people": keys()[:1]})
    assert response.status_code == 409
    assert "Die Stornofrist ist vorbei. Bitte rufen Sie uns an" in response.content.decode()
    assert states() == ["confirmed", "confirmed", "confirmed"]


def test_names_are_written_and_shown_as_saved(client, token):
    address = reverse("kurse_names", args=[token])

    response = client.post(address, written("Erika Beispiel", "Lena  Neu ", "Otto Muster"), follow=True)

    assert names() == ["Erika Beispiel", "Lena Neu", "Otto Muster"]
    assert "Die Namen sind gespeichert" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param("http://boese.example", 422, "Name auf Platz 3", id="no name"),
        pytest.param("x" * 121, 422, "Name auf Platz 3", id="too long"),
        pytest.param("max MUSTER", 422, "Ein Name steht zweimal in Ihrer Anmeldung.", id="named twice"),
    ],
)
def test_a_fault_keeps_what_was_typed_and_writes_nothing(client, token, typed, status, sentence):
    response = client.post(reverse("kurse_names", args=[token]), written("Lena Neu", "Max Muster", typed))

    content = response.content.decode()
    assert (response.status_code, sentence in content, typed in content) == (status, True, True)
    assert names() == list(PEOPLE)


def test_a_name_for_a_seat_that_was_cancelled_meanwhile_is_not_lost_silently(client, token, group):
    sent = written("Erika Beispiel", "Max Muster", "Lena Neu")
    cancel(group, only=keys()[2:])

    response = client.post(reverse("kurse_names", args=[token]), sent)

    assert (response.status_code, "Lena Neu" in response.content.decode()) == (409, True)
    assert "Diesen Platz gibt es in Ihrer Anmeldung nicht mehr" in response.content.decode()


def test_after_the_start_whoever_booked_is_asked_to_call(client, token, course):
    address = reverse("kurse_names", args=[token])
    with time_machine.travel(course.starts_at + timedelta(minutes=1)):
        token = mint(Booking.objects.get(), LINK_PURPOSE, factories.A_WEEK)
        address = reverse("kurse_names", args=[token])

        assert client.get(address)["Location"] == reverse("vorgang_personal_page", args=[token])
        response = client.post(address, written("Erika Beispiel", "Max Muster", "Lena Neu"))

    assert (response.status_code, "Der Kurs hat schon begonnen." in response.content.decode()) == (409, True)


@pytest.mark.parametrize("name", ["kurse_names", "kurse_leaving"])
def test_a_link_for_something_else_opens_nothing(client, group, course, name):
    for strange in (mint(group, "kurse.other", factories.A_WEEK), mint(course, LINK_PURPOSE, factories.A_WEEK)):
        assert client.get(reverse(name, args=[strange])).status_code == 404


@pytest.mark.parametrize("name", ["kurse_names", "kurse_leaving"])
def test_locked_data_are_neither_shown_nor_changed(client, group, token, coordinator, name):
    restrict([group], RestrictionGround.ACCURACY, by=coordinator)
    address = reverse(name, args=[token])

    assert client.get(address)["Location"] == reverse("vorgang_personal_page", args=[token])
    response = client.post(address, written("Lena Neu", "", "") | {"people": keys()})
    assert response.status_code == 409
    assert (names(), states()) == (list(PEOPLE), ["confirmed"] * 3)


@pytest.mark.parametrize("state", ["held", "waiting", "offered", "confirmed", "lapsed", "cancelled"])
def test_people_may_leave_and_be_named_wherever_their_seats_still_stand(group, state):
    Seat.objects.update(state=state)

    stands = state not in {"lapsed", "cancelled"}
    assert (may_name(group), may_give_up_some(group)) == (stands, stands)


# ------------------------------------------------------------------ the desk


def test_staff_write_names_at_the_desk(desk, group):
    response = desk.post(reverse("kurse_desk_names", args=[group.pk]), written("Erika Beispiel", "", "Lena Neu"))

    assert (response.status_code, names()) == (302, ["Erika Beispiel", "", "Lena Neu"])
    assert [entry.action for entry in JournalEntry.objects.all()] == ["changed"]


def test_staff_cancel_single_seats_after_the_deadline_and_whoever_booked_is_told(desk, group, course):
    Course.objects.filter(pk=course.pk).update(cancel_until=timezone.now() - timedelta(minutes=1))

    response = desk.post(reverse("kurse_desk_leaving", args=[group.pk]), {"people": keys()[:1]})

    assert (response.status_code, states()) == (302, ["cancelled", "confirmed", "confirmed"])
    assert Seat.objects.first().cancel_reason == CancelReason.OFFICE
    assert queued()[-1] == "kurse.partly_cancelled"


def test_a_fault_at_the_desk_keeps_what_was_typed(desk, group):
    response = desk.post(reverse("kurse_desk_names", args=[group.pk]), written("Lena Neu", "lena neu", ""))

    assert (response.status_code, "lena neu" in response.content.decode()) == (422, True)
    assert names() == list(PEOPLE)


def test_the_booking_at_the_desk_leads_to_both_pages(desk, group):
    content = desk.get(reverse("kurse_booking:inspect", args=[group.pk])).content.decode()

    for name in ("kurse_desk_names", "kurse_desk_leaving"):
        assert reverse(name, args=[group.pk]) in content


@pytest.mark.parametrize("name", ["kurse_desk_names", "kurse_desk_leaving"])
def test_a_booking_that_stands_no_more_leads_back_to_itself(desk, group, name):
    cancel(group)

    assert desk.get(reverse(name, args=[group.pk]))["Location"] == reverse("kurse_booking:inspect", args=[group.pk])
