"""Municipalities, their districts and their pages that collect what the rooms know."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from wagtail import hooks
from wagtail.models import Locale

from orte.models import Municipality, MunicipalityIndexPage, MunicipalityPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home):
    return home.add_child(instance=MunicipalityIndexPage(title="Gemeinden", slug="gemeinden"))


@pytest.fixture
def page(index):
    return index.add_child(
        instance=MunicipalityPage(title="Musterstadt", slug="musterstadt", introduction="Kreisstadt.")
    )


@pytest.fixture
def municipality(page):
    return factories.make_municipality(name="Musterstadt", slug="musterstadt", page=page, population=24810)


@pytest.fixture
def only_our_section():
    """Replace the sections of the installed rooms, whose cost is theirs, by one of our own."""
    asked = []

    def section(municipality, request):
        asked.append((municipality, request.path))
        return mark_safe("<h2>Vereine im Ort</h2>")

    name = "register_municipality_section"
    kept = hooks._hooks.pop(name, [])
    with hooks.register_temporarily(name, section):
        yield asked
    hooks._hooks[name] = kept


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_page_shows_places_districts_and_the_sections_of_the_rooms(client, page, municipality, only_our_section):
    Municipality.objects.create(name="Altstadt", slug="altstadt", parent=municipality)
    place = factories.make_place(municipality=municipality)

    content = client.get(page.get_url()).content.decode()

    for text in ("Kreisstadt.", "Altstadt", place.name, "24.810 Menschen", "<h2>Vereine im Ort</h2>"):
        assert text in content
    assert only_our_section == [(municipality, "/de/gemeinden/musterstadt/")]


def test_the_page_costs_four_queries_with_few_and_many_places(client, page, municipality, only_our_section):
    factories.make_place(municipality=municipality)
    few = queries_of(client, page.get_url())
    for number in range(20):
        factories.make_place(municipality=municipality)
        Municipality.objects.create(name="Ortsteil", slug=f"ortsteil-{number}", parent=municipality)

    assert (few, queries_of(client, page.get_url())) == (4, 4)


def test_a_section_that_says_nothing_leaves_no_trace(client, page, municipality):
    with hooks.register_temporarily("register_municipality_section", lambda municipality, request: " \n"):
        sections = client.get(page.get_url()).context["sections"]

    assert " \n" not in sections


def test_text_of_a_section_that_is_not_safe_is_escaped(client, page, municipality):
    with hooks.register_temporarily("register_municipality_section", lambda municipality, request: "<script>x"):
        content = client.get(page.get_url()).content.decode()

    assert "&lt;script&gt;x" in content


def test_a_translation_finds_the_municipality_of_its_source(client, page, municipality):
    english = Locale.objects.get_or_create(language_code="en")[0]

    translated = page.copy_for_translation(english, copy_parents=True)

    assert translated.specific.municipality == municipality


def test_without_the_translation_key_the_translation_would_find_nothing(page, municipality):
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = page.copy_for_translation(english, copy_parents=True)

    assert Municipality.objects.filter(page=translated.pk).first() is None


def test_a_page_nobody_has_assigned_is_shown_without_facts(client, page):
    response = client.get(page.get_url())

    assert (response.status_code, response.context["municipality"], response.context["sections"]) == (200, None, [])


def test_deleting_the_page_keeps_the_municipality(page, municipality):
    page.delete()

    municipality.refresh_from_db()
    assert municipality.page is None


def test_the_index_costs_the_same_with_1_and_20_municipalities(client, index):
    index.add_child(instance=MunicipalityPage(title="A", slug="a"))
    few = queries_of(client, index.get_url())
    for number in range(19):
        index.add_child(instance=MunicipalityPage(title=f"B {number}", slug=f"b-{number}"))

    assert (few, queries_of(client, index.get_url())) == (2, 2)


def test_two_municipalities_cannot_share_an_address_but_districts_of_two_can():
    one, other = factories.make_municipality(), factories.make_municipality()
    for municipality in (one, other):
        Municipality.objects.create(name="Neudorf", slug="neudorf", parent=municipality)

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_municipality(slug=one.slug)
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.create(name="Neudorf", slug="neudorf", parent=one)


def test_a_municipality_with_places_cannot_be_deleted():
    place = factories.make_place()

    with pytest.raises(ProtectedError):
        place.municipality.delete()


def test_a_name_is_one_line():
    municipality = Municipality(name="Muster\nstadt\x00", slug="x")

    municipality.clean()

    assert municipality.name == "Muster stadt"


def test_half_a_coordinate_is_refused():
    with pytest.raises(ValidationError) as refused:
        Municipality(name="x", slug="x", latitude="50").clean()

    assert refused.value.message_dict == {"longitude": ["Bitte geben Sie beide Werte an oder keinen."]}


def test_a_district_cannot_stand_alone_and_says_what_it_is():
    district = Municipality.objects.create(name="Altstadt", slug="altstadt", parent=factories.make_municipality())

    with pytest.raises(ValidationError) as refused:
        Municipality(name="x", slug="x", kind="ortsteil").clean()

    assert district.kind == "ortsteil"
    assert refused.value.message_dict == {
        "kind": ["Ein Ortsteil wird bei seiner Gemeinde eingetragen. Bitte wählen Sie die Gemeinde."]
    }
