"""Registering several people in one booking: all or nothing, by form, on the phone and over the API."""

import json

import pytest
from django.urls import reverse

from kurse.audit.bookings import audit
from kurse.booking import entry
from kurse.booking.erasure import erase
from kurse.booking.lifecycle import confirm, request_booking
from kurse.errors import AlreadyBooked, GroupTooLarge, NamedTwice, TooFewSeats
from kurse.models import Booking, Course, Seat
from kurse.people.correction import correct
from kurse.templatetags.kurse import booking_facts
from tests import factories
from tests.kurse.test_booking import person, queued
from tests.kurse.test_views import filled, send  # noqa: F401
from vorgang.case_types import Correction
from vorgang.keeping.restriction import restrict
from vorgang.models import OutboxMail
from vorgang.outbox.rendering import render_mail
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db

PEOPLE = ("Erika Beispiel", "Max Muster", "")


@pytest.fixture
def course(programme_page) -> Course:
    return factories.make_course(programme_page, capacity=3, in_days=30)


def seats() -> list[tuple[str, str]]:
    return list(Seat.objects.values_list("name", "state"))


def taken(course: Course) -> int:
    return Course.objects.values_list("seats_taken", flat=True).get(pk=course.pk)


def test_a_group_gets_a_seat_for_each_person_named_or_not(course):
    booking = request_booking(course.pk, person(people=PEOPLE, association="Sportverein Nordhain"))

    assert seats() == [("Erika Beispiel", "held"), ("Max Muster", "held"), ("", "held")]
    assert (booking.association, taken(course), queued()) == ("Sportverein Nordhain", 3, ["kurse.confirm"])
    assert len({seat.person_key for seat in Seat.objects.all()}) == 3
    assert audit() == []


def test_several_without_a_name_are_several_people(course):
    request_booking(course.pk, person(people=("", "", "")))

    assert taken(course) == 3


def test_too_few_seats_book_nobody_and_say_how_many_are_free(course):
    request_booking(course.pk, person(1))

    with pytest.raises(TooFewSeats, match="frei 2, gebraucht 3"):
        request_booking(course.pk, person(2, people=PEOPLE))
    assert (Booking.objects.count(), taken(course)) == (1, 1)


def test_a_group_that_would_wait_stands_in_line_as_a_whole(course):
    request_booking(course.pk, person(1))

    confirm(request_booking(course.pk, person(2, people=PEOPLE, wait=True)))

    assert seats()[1:] == [("Erika Beispiel", "waiting"), ("Max Muster", "waiting"), ("", "waiting")]
    assert (taken(course), audit()) == (1, [])


def test_a_group_larger_than_the_course_is_not_even_put_in_line(course):
    with pytest.raises(GroupTooLarge):
        request_booking(course.pk, person(people=("", "", "", ""), wait=True))


def test_one_name_twice_is_told_and_books_nobody(course):
    with pytest.raises(NamedTwice):
        request_booking(course.pk, person(people=("Max Muster", "max  muster")))

    assert not Booking.objects.exists()


def test_without_the_check_one_name_twice_is_taken_for_an_earlier_booking(course, monkeypatch):
    """Negative control: the schema refuses it too, but speaks of a booking that there is none of."""
    monkeypatch.setattr(entry, "refuse_named_twice", lambda keys: None)

    with pytest.raises(AlreadyBooked):
        request_booking(course.pk, person(people=("Max Muster", "max  muster")))
    assert not Booking.objects.exists()


def test_staff_hear_that_one_of_a_group_is_booked_and_visitors_get_the_link_to_that_booking(course, coordinator):
    first = request_booking(course.pk, person(people=("Max Muster",)))
    group = person(people=("Max Muster", "Moritz Muster"))

    with pytest.raises(AlreadyBooked):
        request_booking(course.pk, group, entered_by=coordinator)
    assert request_booking(course.pk, group) == first
    assert (queued()[-1], taken(course)) == ("kurse.link", 1)


def test_the_same_key_with_other_people_is_another_request(course):
    alone = person()

    assert alone.digest(course.pk) != person(people=PEOPLE).digest(course.pk)


def test_the_form_books_a_group(client, course, filled):  # noqa: F811
    fields = filled(client, course, number="3", takes_part="on", people="Max Muster\n\n", association="Chor")

    response = send(client, course, fields)

    assert response.status_code == 302
    assert seats() == [("Erika Beispiel", "held"), ("Max Muster", "held"), ("", "held")]


def test_whoever_books_for_others_only_has_no_seat(client, course, filled):  # noqa: F811
    send(client, course, filled(client, course, number="2", people="Max Muster\nMia Muster"))

    assert [name for name, _state in seats()] == ["Max Muster", "Mia Muster"]


@pytest.mark.parametrize("unfolded", [{}, {"number": "1", "takes_part": "on", "people": "", "association": ""}])
def test_one_person_books_as_ever(client, course, filled, unfolded):  # noqa: F811
    send(client, course, filled(client, course, **unfolded))

    assert seats() == [("Erika Beispiel", "held")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("people", "A\nB\nC\nD"), ("people", "=1+1"), ("number", "11"), ("number", "0"), ("number", "drei")],
)
def test_what_is_wrong_with_a_group_is_told_at_its_field_and_the_rest_is_kept(client, course, filled, field, value):  # noqa: F811
    fields = filled(client, course, number="3", takes_part="on", people="Max Muster", association="Chor")

    response = send(client, course, {**fields, field: value})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert '<details class="kern-accordion" open>' in response.content.decode()
    assert 'value="Chor"' in response.content.decode()
    assert not Booking.objects.exists()


def test_a_group_for_which_there_are_too_few_seats_keeps_its_form_and_is_offered_the_list(client, course, filled):  # noqa: F811
    request_booking(course.pk, person(1))
    fields = filled(client, course, number="3", takes_part="on", people="Max Muster")

    refused = send(client, course, fields)
    accepted = send(client, course, {**fields, "wait": "on"})

    assert refused.status_code == 409
    assert "frei 2, gebraucht 3" in refused.content.decode()
    assert "Max Muster" in refused.content.decode()
    assert '<input type="hidden" name="wait" value="on">' in refused.content.decode()
    assert accepted.status_code == 302
    assert [state for _name, state in seats()] == ["held", "waiting", "waiting", "waiting"]


def test_the_office_enters_a_group_on_the_phone_and_sees_its_people(desk, course):
    address = reverse("kurse_phone_booking", args=[course.pk])
    fields = {"name": "Erika Beispiel", "phone": "06000 12", "consent": "on", "number": "2", "people": "Max Muster"}

    desk.post(address, {**fields, "takes_part": "on", "association": "Chor Nordhain"})
    booking = Booking.objects.get()
    shown = desk.get(reverse("kurse_booking:inspect", args=[booking.pk])).content.decode()

    assert seats() == [("Erika Beispiel", "confirmed"), ("Max Muster", "confirmed")]
    assert "Max Muster (bestätigt)" in shown
    assert "Chor Nordhain" in shown


def test_the_api_books_a_group_and_says_for_how_many(client, course):
    asked = {"course": course.pk, "name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True}
    response = client.post(
        "/api/v1/buchungen/",
        json.dumps({**asked, "people": ["Max Muster", ""], "association": "Chor"}),
        content_type="application/json",
        headers={"Idempotency-Key": "eine-gruppe-1"},
    )

    assert response.status_code == 202
    assert [name for name, _state in seats()] == ["Max Muster", ""]


def test_mail_and_personal_page_say_who_is_registered(course):
    request_booking(course.pk, person(people=PEOPLE))
    mail = render_mail(OutboxMail.objects.get())

    assert "Angemeldet: Erika Beispiel, Max Muster, Name folgt" in mail.body
    assert booking_facts(Booking.objects.get())[0] == {"term": "Angemeldet", "text": "Erika\nMax\nName folgt"}


def test_who_books_alone_reads_nothing_of_others(course):
    booking = request_booking(course.pk, person())

    assert [fact["term"] for fact in booking_facts(booking)][0] == "Kurs"


def test_correcting_the_contact_keeps_the_others_and_erasing_forgets_all(course):
    booking = request_booking(course.pk, person(people=("Erika Beispiel 1x", "Max Muster", ""), association="Chor"))
    confirm(booking)
    unnamed = Seat.objects.get(name="").person_key

    correct(booking, Correction(name="Erika Neu", phone="", email="neu@beispiel.example"))
    named = [name for name, _state in seats()]
    kept = Seat.objects.get(name="").person_key
    erase(booking)

    assert (named, kept) == (["Erika Neu", "Max Muster", ""], unnamed)
    assert [name for name, _state in seats()] == ["", "", ""]
    assert Booking.objects.get().association == ""


def test_who_belongs_to_a_group_is_covered_with_their_booking(client, course, coordinator):
    booking = request_booking(course.pk, person(people=PEOPLE))
    client.force_login(coordinator)
    address = reverse("kurse_booking:inspect", args=[booking.pk])

    open_to_all = client.get(address).text
    restrict([booking], RestrictionGround.ACCURACY, by=coordinator)
    covered = client.get(address).text

    assert ("Max Muster" in open_to_all, "Max Muster" in covered) == (True, False)
