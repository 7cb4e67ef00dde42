"""Navigation and office over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import ContentPage, LegalPage, OfficeContact, SiteSettings

pytestmark = pytest.mark.django_db


def test_the_navigation_is_the_one_of_the_pages(client, home):
    courses = home.add_child(instance=ContentPage(title="Lernen", slug="lernen", show_in_menus=True))
    courses.add_child(instance=ContentPage(title="Kasse", slug="kasse", show_in_menus=True))
    home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns"))
    home.add_child(instance=LegalPage(title="Impressum", slug="impressum", kind="imprint"))

    answer = client.get("/api/v1/navigation/").json()

    kasse = {"title": "Kasse", "url": "/de/lernen/kasse/", "children": []}
    assert answer == {
        "home_url": "/de/",
        "menu": [{"title": "Lernen", "url": "/de/lernen/", "children": [kasse]}],
        "footer": [{"title": "Über uns", "url": "/de/ueber-uns/"}],
        "legal": [{"title": "Impressum", "url": "/de/impressum/", "kind": "imprint"}],
    }


def test_the_office_names_its_contacts_and_nothing_internal(client, home):
    office = SiteSettings.objects.get()
    OfficeContact.objects.create(settings=office, name="Kursbüro", role="Kurse", phone="06000 123-10")

    answer = client.get("/api/v1/stelle/").json()

    assert answer["office_name"] == "Koordinierungsstelle Ehrenamt"
    assert answer["contacts"] == [
        {"name": "Kursbüro", "role": "Kurse", "phone": "06000 123-10", "email": "", "foreign": {}}
    ]
    assert not {"id", "site", "primary_colour", "logo"} & set(answer)


def test_a_warm_answer_costs_no_query(client, home):
    client.get("/api/v1/navigation/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/api/v1/navigation/")
        client.get("/api/v1/stelle/")

    assert len(queries) == 0


def test_without_settings_every_text_is_empty(client, home):
    SiteSettings.objects.all().delete()

    answer = client.get("/api/v1/stelle/")

    assert (answer.status_code, set(map(str, answer.json().values()))) == (200, {"", "[]", "{}"})
