"""Wagtail's API for authors keeps what the rooms protect, and says so as a problem."""

import pytest
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import APIToken, Page, PageLogEntry

from kurse.booking.lifecycle import request_booking
from kurse.models import Booking, Course
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db
API = "/api/v3-preview"


@pytest.fixture
def author(client):
    """A function that deletes by address, with the token of somebody who may delete anything."""
    user = User.objects.create_superuser("autorin", "a@musterkreis.example", "geheim-genug-1")
    _token, secret = APIToken.objects.model.create_token(user=user, name="Test")
    return lambda address: client.delete(f"{API}{address}", headers={"Authorization": f"Bearer {secret}"})


def everything() -> tuple:
    rows = [model.objects.order_by("pk").values_list("pk", flat=True) for model in (Page, Course, Booking)]
    return *map(list, rows), PageLogEntry.objects.filter(action="wagtail.delete").count()


@pytest.mark.parametrize("address", ["/pages/{}/", "/pages/{}/actions/delete/"])
@pytest.mark.parametrize("whose", ["the course's", "the programme's"])
def test_a_page_with_bookings_below_it_stays(author, course, programme_page, address, whose):
    request_booking(course.pk, person())
    page = {"the course's": course.page, "the programme's": programme_page}[whose]
    before = everything()

    response = author(address.format(page.pk))

    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert response.json()["detail"] == (
        "Diese Seite lässt sich nicht löschen, denn an ihr oder einer Seite darunter hängt noch etwas, "
        "zum Beispiel Anmeldungen. Nehmen Sie sie stattdessen aus der Veröffentlichung."
    )
    assert everything() == before


def test_a_page_without_bookings_goes_with_its_course(author, course):
    response = author(f"/pages/{course.page_id}/")

    assert response.status_code == 204
    assert not Course.objects.exists()


def test_wagtails_own_action_fails_and_logs_what_it_did_not_do(course):
    """Negative control: this is what an author would meet as a 500."""
    request_booking(course.pk, person())

    with pytest.raises(ProtectedError):
        DeletePageAction(course.page).execute(skip_permission_checks=True)

    assert PageLogEntry.objects.filter(action="wagtail.delete", page=course.page_id).count() == 1
    assert Page.objects.filter(pk=course.page_id).exists()
