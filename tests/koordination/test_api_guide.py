"""The guide of the API tells what happens: each of its requests is made, each answer compared."""

import json
from datetime import date
from pathlib import Path

import pytest
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from kurse.models import CourseIndexPage
from pages.models import ContentPage
from suche.indexing.following import rebuild
from tests import factories
from tests.koordination.guide_examples import differences, filled, read_examples
from tests.pages.conftest import picture_file
from tests.suche.knowledge import make_topic
from tests.wissen.reminders import make_reminder
from vorgang.links import mint
from wissen.models import FundingIndexPage

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs" / "api.md"
EXAMPLES = read_examples(GUIDE)


@pytest.fixture
def county(home, settings, tmp_path) -> dict[str, str]:
    """The county the guide speaks of; returns the values of its $NAMES."""
    town = factories.make_municipality(name="Musterstadt", slug="musterstadt")
    factories.make_place(name="Kreishaus", slug="kreishaus", municipality=town)
    programme = home.add_child(instance=CourseIndexPage(title="Kurse", slug="kurse", show_in_menus=True))
    course = factories.make_course(programme, title="Kasse im Verein", capacity=12)
    image = get_image_model().objects.create(title="Marktplatz", file=picture_file())
    alt = "Der Marktplatz von Musterstadt"
    page = home.add_child(
        instance=ContentPage(
            title="Mitmachen",
            slug="mitmachen",
            search_description="So werden Sie Ehrenamtliche oder Ehrenamtlicher.",
            introduction="Es ist leichter, als Sie denken.",
            body=[
                ("text", RichText(f'<p>Sehen Sie in <a linktype="page" id="{programme.pk}">unsere Kurse</a>.</p>')),
                ("image", {"image": image, "alt_text": alt, "decorative": False, "caption": ""}),
            ],
        )
    )
    topic = make_topic(home)
    settings.SUCHE_URL = f"embedded://{tmp_path}"
    rebuild()
    finder = page.add_child(instance=FundingIndexPage(title="Förderung", slug="foerderung"))
    funding = factories.make_programme_page(finder, deadline=date(2099, 12, 31))
    reminder = mint(make_reminder(funding, confirmed=False), "wissen.reminder", factories.A_WEEK)
    pages = {"KURS": str(course.pk), "SEITE": str(page.pk), "THEMA": str(topic.pk), "PROGRAMM": str(funding.pk)}
    return {**pages, "ERINNERUNG": reminder}


def make(client, request, values: dict[str, str]):
    """Make one request of the guide."""
    method, path = filled(request.first, values).split()
    headers = {name: filled(value, values) for name, value in request.headers.items() if name != "Content-Type"}
    body = filled(request.body, values)
    return client.generic(method, path, body, request.headers.get("Content-Type", ""), headers=headers)


def test_every_example_of_the_guide_is_true(client, county):
    values, wrong = dict(county), []

    for request, answer in EXAMPLES:
        response = make(client, request, values)
        values["ETAG"] = response.get("ETag", "")
        wrong += differences(answer.status, response.status_code, request.first)
        wrong += differences(answer.headers, {name: response.get(name) for name in answer.headers}, request.first)
        if answer.body:
            wrong += differences(json.loads(answer.body), response.json(), request.first)

    assert wrong == []


def test_the_guide_has_examples_of_every_kind():
    statuses = {answer.status for _request, answer in EXAMPLES}

    assert statuses == {200, 202, 304, 404, 422}
    assert len(EXAMPLES) > 10


def test_a_page_is_the_same_by_the_id_the_guide_names(client, county):
    by_id = client.get(f"/api/v1/seiten/{county['SEITE']}/").json()

    assert by_id == client.get("/api/v1/seiten/nach-adresse/?path=/de/mitmachen/").json()


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"title": "Kurs"}, {"title": "Kurse"}),
        ({"title": "Kurs"}, {}),
        ({}, {"title": "Kurs"}),
        ([{"id": "…"}], []),
        ({"items": [{"id": 1}]}, {"items": [{"id": 2}]}),
        (200, 404),
    ],
)
def test_an_example_that_is_not_true_would_be_seen(told, found):
    """Negative control."""
    assert len(differences(told, found)) == 1


def test_dots_stand_for_any_value_and_for_further_members():
    assert differences({"id": "…", "…": "…"}, {"id": 7, "title": "Kurs"}) == []
