"""A number that no database holds is a wrong request, wherever it is sent; never a fault of ours."""

import pytest
from django.db import DataError, connection
from django.urls import reverse
from wagtail.models import Page

from koordination.error_views import is_beyond_numbers
from tests import factories

pytestmark = pytest.mark.django_db
HUGE = "9" * 40


@pytest.fixture
def administration(admin_client):
    admin_client.raise_request_exception = False
    return admin_client


@pytest.fixture
def addresses(home) -> list[str]:
    return [
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={HUGE}",
        reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"]) + f"?id={HUGE}",
        reverse("wagtailadmin_pages:edit", args=[int(HUGE)]),
        reverse("wagtailadmin_explore", args=[home.pk]) + f"?owner={HUGE}&p={HUGE}",
        reverse("kurse_booking:index") + f"?course={HUGE}",
        reverse("wagtailadmin_reports:site_history") + f"?user={HUGE}",
    ]


def test_an_address_with_an_impossible_number_is_no_fault(administration, addresses, course):
    answers = {address: administration.get(address).status_code for address in addresses}

    assert {address: status for address, status in answers.items() if status >= 500} == {}
    assert answers[addresses[2]] == 404


@pytest.mark.parametrize("number", [HUGE, "9" * 25])
def test_a_row_with_an_impossible_number_is_no_fault(administration, number):
    place = factories.make_place()
    fields = {
        "name": "Musterstadt",
        "slug": "musterstadt",
        "districts-TOTAL_FORMS": "1",
        "districts-INITIAL_FORMS": "1",
        "districts-0-id": number,
        "districts-0-name": "Nord",
    }

    answer = administration.post(reverse("gemeinden:edit", args=[place.municipality.pk]), fields)

    assert answer.status_code in {200, 302, 400}


def test_the_page_says_that_the_request_was_wrong(administration, addresses):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL compares with any number.")

    answer = administration.get(addresses[0])

    assert answer.status_code == 400
    assert '<html lang="de"' in answer.content.decode()


def test_the_database_does_raise_something_else_than_not_found(home):
    """Negative control: this is what the page above stands in the place of."""
    with pytest.raises((OverflowError, DataError)) as refused:
        ask_with_huge_number()

    assert is_beyond_numbers(refused.value)


def ask_with_huge_number() -> None:
    if connection.vendor == "sqlite":
        list(Page.objects.filter(pk__in=[HUGE]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 99999999999::integer")


def test_another_overflow_is_a_fault_of_ours():
    assert not is_beyond_numbers(OverflowError("math range error"))
    assert not is_beyond_numbers(DataError())
