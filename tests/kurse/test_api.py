"""The API of kurse: programme, booking, problem+json, idempotency."""

import re
from urllib.parse import parse_qsl

import pytest
from django.core import mail
from django.utils import timezone

from kurse.api.courses import CourseQuery
from kurse.booking.forms import BookingForm
from kurse.models import Booking, Course, Seat
from kurse.programme.facets import FACETS
from kurse.programme.filters import CourseFilter
from kurse.states import SeatState
from tests import factories
from vorgang.outbox.queue import send_due

pytestmark = pytest.mark.django_db

PERSON = {"name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": True}


def post(client, course_id, key="schluessel-1", **fields):
    return client.post(
        "/api/v1/buchungen/",
        {"course": course_id, **PERSON, **fields},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def token_from_mail() -> str:
    send_due()
    return re.search(r"/de/vorgang/([\w-]+)/", mail.outbox[-1].body)[1]


@pytest.mark.parametrize("fields", [{}, {"mode": "hybrid", "online_capacity": 3}, {"single_dates": True}])
def test_a_form_for_programs_finds_all_it_asks_a_course_about_in_the_columns_it_reads(programme_page, fields):
    made = factories.make_single_dates if "single_dates" in fields else factories.make_course
    booked = made(programme_page, **fields)
    factories.make_question(booked, is_sensitive=True)
    course = Course.objects.for_form().get(pk=booked.pk)
    unread = course.get_deferred_fields()

    form = BookingForm.from_program({**PERSON, "mode": "on_site" if "mode" in fields else ""}, course=course)
    form.is_valid()

    assert unread
    assert course.get_deferred_fields() == unread


def test_the_programme_lists_what_is_on_offer(client, course):
    answer = client.get("/api/v1/kurse/").json()

    assert answer["count"] == 1
    assert answer["items"][0]["id"] == course.pk
    assert answer["items"][0]["seats_free"] == 2
    assert answer["items"][0]["is_bookable"] is True


@pytest.fixture
def two_of_everything(programme_page):
    """Two courses that differ under every facet."""
    place = factories.make_place(municipality=factories.make_municipality(slug="musterstadt"), step_free="yes")
    factories.make_course(programme_page, title="Werkstatt", format="workshop", tags=("recht",), place=place)
    factories.make_course(programme_page, title="Gespräch", mode="online", in_days=40, capacity=0)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("format=workshop", 1),
        ("tag=recht", 1),
        ("municipality=musterstadt", 1),
        ("mode=online", 1),
        ("access=step_free", 1),
        ("free=true", 1),
        ("month={0:%Y-%m}", 1),
        ("weekday={0:%u}", 1),
        ("daytime=morning&daytime=afternoon&daytime=evening", 2),
        ("sort=name", 2),
        ("format=workshop&mode=online", 0),
    ],
)
def test_the_facets_find_what_they_find_on_the_page(client, programme_page, two_of_everything, query, number):
    starts_at = timezone.localtime(Course.objects.get(format="workshop").starts_at)
    query = query.format(starts_at)

    page = client.get(f"{programme_page.get_url()}?{query}").content.decode()
    answer = client.get(f"/api/v1/kurse/?{query}").json()

    titles = [item["title"] for item in answer["items"]]
    assert titles == re.findall(r'<a class="kern-link--stretched"[^>]*>([^<]+)</a>', page)
    assert len(titles) == number


def test_every_facet_of_the_page_is_asked_above():
    """The radius needs coordinates (test_programme.py), places and trainers are facets of links only."""
    [mark] = [mark for mark in test_the_facets_find_what_they_find_on_the_page.pytestmark if mark.args[0][0] == "query"]
    asked = {name for query, _number in mark.args[1] for name, _value in parse_qsl(query)}

    assert set(CourseFilter.base_filters) - asked == {"radius", "place", "trainer"}


def test_the_description_of_the_api_names_every_filter_of_the_page():
    paging = {"locale", "fields", "limit", "offset"}

    assert set(CourseQuery.model_fields) - paging == set(CourseFilter.base_filters)
    assert set(FACETS) <= set(CourseFilter.base_filters)


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [("en", "de", "en"), ("", "en", "en"), ("xx", "de", "de")],
)
def test_the_mails_speak_the_language_asked_for_else_that_of_the_request(client, course, asked, accepted, language):
    client.post(
        "/api/v1/buchungen/",
        {"course": course.pk, **PERSON, "language": asked},
        content_type="application/json",
        headers={"Idempotency-Key": "schluessel-1", "Accept-Language": accepted},
    )

    assert Booking.objects.get().language == language


def test_the_same_request_in_another_language_is_a_repeat(client, course):
    post(client, course.pk, language="de")

    assert post(client, course.pk, language="en").status_code == 202
    assert Booking.objects.count() == 1


def test_an_unknown_format_is_a_problem(client, course):
    response = client.get("/api/v1/kurse/?format=konzert")

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["field"] == "format"


@pytest.mark.parametrize("number", [3, 30])
def test_a_list_costs_the_same_with_few_and_many(client, programme_page, number, django_assert_num_queries):
    for _ in range(number):
        factories.make_course(programme_page, tags=("Recht",))
    client.get("/api/v1/kurse/")

    with django_assert_num_queries(2):
        client.get("/api/v1/kurse/")


def test_a_booking_is_held_confirmed_and_cancelled_by_its_link(client, course):
    response = post(client, course.pk)
    token = token_from_mail()
    confirmed = client.post(f"/api/v1/buchungen/{token}/bestaetigung/")
    cancelled = client.post(f"/api/v1/buchungen/{token}/stornierung/")

    assert (response.status_code, response.json()) == (
        202,
        {"status": "confirmation_sent", "course": course.pk},
    )
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")


def test_looking_up_a_booking_changes_nothing_and_names_nobody(client, course):
    post(client, course.pk)
    token = token_from_mail()

    response = client.get(f"/api/v1/buchungen/{token}/")

    assert response.json()["can_confirm"] is True
    assert "Erika" not in response.content.decode()
    assert Seat.objects.get().state == SeatState.HELD


def test_the_same_key_repeats_the_answer(client, course):
    first, second = post(client, course.pk), post(client, course.pk)

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Booking.objects.count() == 1


def test_the_same_key_for_another_person_is_a_problem(client, course):
    post(client, course.pk)

    response = post(client, course.pk, name="Max Muster")

    assert (response.status_code, response.json()["code"]) == (422, "idempotency_conflict")


def test_somebody_who_is_booked_gets_the_very_same_answer(client, course):
    first, second = post(client, course.pk, key="schluessel-1"), post(client, course.pk, key="schluessel-2")

    assert (first.status_code, first.content) == (second.status_code, second.content)


def test_without_a_key_nothing_is_booked(client, course):
    response = client.post("/api/v1/buchungen/", {"course": course.pk, **PERSON}, content_type="application/json")

    assert response.status_code == 422
    assert not Booking.objects.exists()


def test_a_full_course_is_a_conflict_in_german(client, programme_page):
    course = factories.make_course(programme_page, capacity=1)
    post(client, course.pk)

    response = post(client, course.pk, key="schluessel-2", name="Max Muster", email="max@beispiel.example")

    assert (response.status_code, response.json()["code"]) == (409, "course_full")
    assert "ausgebucht" in response.json()["detail"]


@pytest.mark.goal("S1")
@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 50_000},
        {"name": "Erika\x00Beispiel"},
        {"name": "Erika\r\nBcc: alle@beispiel.example"},
        {"name": "Erika \u202eleipsieB"},
        {"name": "=cmd|' /C calc'!A0"},
        {"name": "12345"},
        {"name": ["Erika"]},
        {"name": {"a": 1}},
        {"name": None},
        {"email": "erika"},
        {"email": "erika@localhost"},
        {"email": "=cmd@beispiel.example"},
        {"email": "erika@beispiel.example\nBcc: x@beispiel.example"},
        {"phone": "\x07" * 4},
        {"remark": "x" * 50_000},
        {"remark": "\ud800"},
        {"consent": False},
        {"consent": "vielleicht"},
        {"course": "eins"},
        {"course": -1},
        {"course": 10**30},
        {"language": "../../etc"},
    ],
)
def test_malformed_input_is_refused_and_books_nothing(watched, course, fields):
    response = post(watched, fields.pop("course", course.pk), **fields)

    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert not Booking.objects.exists()


@pytest.mark.goal("S1")
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 5000])
def test_a_body_that_is_no_json_is_refused(watched, course, body):
    response = watched.post(
        "/api/v1/buchungen/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "schluessel-1"},
    )

    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "name", ["Zoë O’Brien-Müller", "محمد علي", "Nguyễn Văn A", "李小龙", "Dr. Jörg von und zu Ähren"]
)
def test_unusual_names_are_welcome(client, course, name):
    response = post(client, course.pk, name=name)

    assert response.status_code == 202
    assert Booking.objects.get().name == name


def test_an_unknown_address_of_the_api_is_a_404_and_no_redirect(client, home):
    assert client.get("/api/v1/gibtesnicht/").status_code == 404


def test_an_unknown_course_is_a_problem(client, home):
    response = client.get("/api/v1/kurse/4711/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_the_description_names_every_operation(client, home):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert {path for path in paths if "kurse" in path or "buchungen" in path} == {
        "/api/v1/kurse/",
        "/api/v1/kurse/{course_id}/",
        "/api/v1/buchungen/",
        "/api/v1/buchungen/einwilligung/",
        "/api/v1/buchungen/{token}/",
        "/api/v1/buchungen/{token}/annahme/",
        "/api/v1/buchungen/{token}/bestaetigung/",
        "/api/v1/buchungen/{token}/plaetze/",
        "/api/v1/buchungen/{token}/plaetze/stornierung/",
        "/api/v1/buchungen/{token}/stornierung/",
        "/api/v1/buchungen/{token}/termine/",
        "/api/v1/buchungen/{token}/umbuchung/",
        "/api/v1/buchungen/{token}/teilnahme/vor-ort/",
        "/api/v1/buchungen/{token}/teilnahme/online/",
    }
