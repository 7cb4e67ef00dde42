"""The booking form: what a volunteer sees, and what is kept when something is wrong."""

import pytest
from django.urls import reverse

from kurse.booking.lifecycle import request_booking
from kurse.models import Booking, Course
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(settings):
    """The form as a person sends it; the minimum time has tests of its own in vorgang."""
    settings.VORGANG_MINIMUM_SECONDS = 0

    def fill(client, course, **fields):
        page = client.get(reverse("kurse_book", args=[course.pk]))
        form = page.context["form"]
        return {
            "name": "Erika Beispiel",
            "email": "erika@beispiel.example",
            "consent": "on",
            "started": form["started"].value(),
            "idempotency_key": str(form["idempotency_key"].value()),
            **fields,
        }

    return fill


def send(client, course, fields):
    return client.post(reverse("kurse_book", args=[course.pk]), fields)


def test_a_course_page_shows_dates_place_and_free_seats(client, course):
    response = client.get(course.page.get_url())

    assert response.status_code == 200
    assert response.context["page"].course == course
    assert course.place.name in response.content.decode()


def test_booking_leads_to_a_page_that_says_what_happens_next(client, course, filled):
    response = send(client, course, filled(client, course))

    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200
    assert Booking.objects.get().name == "Erika Beispiel"


def test_a_double_click_books_once(client, course, filled):
    fields = filled(client, course)

    first, second = send(client, course, fields), send(client, course, fields)

    assert (first.status_code, second.status_code) == (302, 302)
    assert Booking.objects.count() == 1


@pytest.mark.goal("S1")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 50_000),
        ("name", "Erika\x00Beispiel"),
        ("name", "Erika \u202eleipsieB"),
        ("name", "=1+1"),
        ("email", "keine-adresse"),
        ("email", "erika@localhost"),
        ("phone", "\x07123"),
        ("remark", "x" * 50_000),
        ("remark", "ab\x0bBcc: x"),
        ("consent", ""),
    ],
)
def test_malformed_input_is_told_at_its_field_and_the_rest_is_kept(watched, course, filled, field, value):
    fields = filled(watched, course, **{field: value})

    response = send(watched, course, fields)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    kept = "erika@beispiel.example" if field != "email" else "Erika Beispiel"
    assert kept in response.content.decode()
    assert not Booking.objects.exists()


@pytest.mark.goal("S1")
def test_broken_utf8_is_told_and_nothing_is_booked(watched, course, filled):
    fields = filled(watched, course)
    body = "&".join(f"{key}={value}" for key, value in fields.items() if key != "name") + "&name=Erika%FF%FE"

    response = watched.post(
        reverse("kurse_book", args=[course.pk]), body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 422
    assert not Booking.objects.exists()


def test_a_course_that_filled_meanwhile_keeps_the_form_and_offers_others(client, programme_page, filled):
    course = factories.make_course(programme_page, capacity=1)
    other = factories.make_course(programme_page, title="Ein anderer Kurs")
    fields = filled(client, course)
    request_booking(course.pk, person(9))

    response = send(client, course, fields)

    content = response.content.decode()
    assert response.status_code == 409
    assert "ausgebucht" in content
    assert "erika@beispiel.example" in content
    assert other.page.title in content


def test_the_form_of_a_full_course_without_a_list_says_so_at_once(client, programme_page):
    course = factories.make_course(programme_page, capacity=1, has_waiting_list=False)
    request_booking(course.pk, person())

    response = client.get(reverse("kurse_book", args=[course.pk]))

    assert response.status_code == 200
    assert response.context["is_open"] is False


def test_too_many_bookings_of_one_address_are_told_and_nothing_typed_is_lost(client, course, filled, settings):
    settings.VORGANG_MAIL_PER_HOUR = 1
    send(client, course, filled(client, course))

    response = send(client, course, filled(client, course, name="Max Muster"))

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Max Muster" in response.content.decode()
    assert Booking.objects.count() == 1


def test_no_cookie_before_the_form_is_opened(client, course):
    client.get(course.page.get_url())
    client.get(course.page.get_parent().get_url())
    before = dict(client.cookies)
    client.get(reverse("kurse_book", args=[course.pk]))

    assert before == {}
    assert list(client.cookies) == ["csrftoken"]


def test_the_form_of_an_unpublished_or_private_course_does_not_exist(client, course):
    course.page.view_restrictions.create(restriction_type="login")

    assert client.get(reverse("kurse_book", args=[course.pk])).status_code == 404


def test_a_foreign_post_without_token_is_refused(course):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(reverse("kurse_book", args=[course.pk]), {})

    assert response.status_code == 403


def test_opening_the_form_changes_nothing(client, course):
    client.get(reverse("kurse_book", args=[course.pk]))
    client.head(reverse("kurse_book", args=[course.pk]))

    assert not Booking.objects.exists()


@pytest.mark.parametrize(("capacity", "queries"), [(3, 14), (2, 18)])
def test_a_booking_costs_fourteen_queries(client, course, filled, django_assert_num_queries, capacity, queries):
    """The wording of the consent is stored with the first booking; savepoints stand for BEGIN and COMMIT here.

    The last seat costs more: other programs may want to be told that the course is full.
    """
    Course.objects.update(capacity=capacity)
    send(client, course, filled(client, course))
    fields = filled(client, course, name="Max Muster", email="max@beispiel.example")

    with django_assert_num_queries(queries):
        send(client, course, fields)


@pytest.mark.parametrize("number", [3, 60])
def test_the_programme_page_costs_the_same_with_few_and_many(client, programme_page, number, django_assert_num_queries):
    for _ in range(number):
        factories.make_course(programme_page, tags=("Recht",))
    url = programme_page.get_url()
    client.get(url)

    # Page, cards and the four of the index, which is not kept inside a transaction; kept, there are two.
    with django_assert_num_queries(6):
        response = client.get(url)

    assert response.context["programme"].total == number


def test_a_course_page_costs_three_queries(client, course, django_assert_num_queries):
    client.get(course.page.get_url())

    with django_assert_num_queries(3):
        client.get(course.page.get_url())


def test_going_back_and_changing_the_name_books_the_second_person(client, course, filled):
    fields = filled(client, course)
    send(client, course, fields)

    response = send(client, course, {**fields, "name": "Max Muster"})

    assert response.status_code == 302
    assert sorted(Booking.objects.values_list("name", flat=True)) == ["Erika Beispiel", "Max Muster"]
