"""A site whose office has filled in nothing yet: every page answers, and reading writes nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from kurse.booking.lifecycle import request_booking
from kurse.links import LINK_PURPOSE
from pages.models import SiteSettings
from tests.kurse.test_booking import person
from vorgang.links import mint

pytestmark = pytest.mark.django_db
READING = ("SELECT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def addresses(course) -> list[str]:
    """What a visitor may open, on a site without settings."""
    token = mint(request_booking(course.pk, person()), LINK_PURPOSE, timedelta(days=1))
    SiteSettings.objects.all().delete()
    return [
        "/de/",
        "/theme.css",
        course.page.get_url(),
        reverse("kurse_book", args=[course.pk]),
        reverse("kurse_calendar", args=[token]),
        reverse("vorgang_personal_page", args=[token]),
        reverse("vorgang_contact"),
        "/api/v1/kurse/",
        f"/api/v1/buchungen/{token}/",
    ]


def writes_of(read) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        read()
    return [query["sql"] for query in captured if not query["sql"].startswith(READING)]


def test_the_first_get_of_any_page_writes_nothing(client, addresses):
    answers = {}

    def read():
        answers.update({address: client.get(address).status_code for address in addresses})

    assert writes_of(read) == []
    assert set(answers.values()) == {200}
    assert not SiteSettings.objects.exists()


def test_wagtails_own_way_to_the_settings_writes_the_missing_row(home):
    """Negative control: this is why the_office() asks for the row itself."""
    site = Site.objects.get()
    SiteSettings.objects.all().delete()

    [statement] = [sql for sql in writes_of(lambda: SiteSettings.for_site(site)) if sql.startswith("INSERT")]

    assert SiteSettings._meta.db_table in statement
