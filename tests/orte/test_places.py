"""Places: honest facts, their own pages, what they cost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from orte.models import FACTS, Accessibility, Municipality, Place
from tests import factories

pytestmark = pytest.mark.django_db


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_what_nobody_has_looked_at_is_unknown_and_said_so():
    place = factories.make_place()

    assert [fact.value for fact in place.facts] == ["unknown"] * len(FACTS)
    assert {fact.text for fact in place.facts} == {"unbekannt, bitte fragen Sie uns"}
    assert place.is_assessed is False


@pytest.mark.parametrize(
    ("value", "text", "badge"),
    [
        (Accessibility.YES, "vorhanden", "success"),
        (Accessibility.PARTLY, "teilweise vorhanden", "warning"),
        (Accessibility.NO, "nicht vorhanden", "error"),
        (Accessibility.UNKNOWN, "unbekannt, bitte fragen Sie uns", "neutral"),
    ],
)
def test_a_fact_is_told_in_words_not_by_colour_alone(value, text, badge):
    fact = factories.make_place(step_free=value).facts[0]

    html = render_to_string("orte/place_facts.html", {"place": factories.make_place(step_free=value)})

    assert (fact.label, fact.text, fact.badge) == ("Stufenloser Zugang", text, badge)
    assert text in html


@pytest.mark.parametrize(("language", "is_foreign"), [("en", True), ("de-simple", False), ("de", False)])
def test_what_is_known_in_german_only_says_so_on_a_page_in_another_language(language, is_foreign):
    told = {"transport": "Bus 10", "parking": "Hof", "accessibility_note": "Klingel"}

    with override(language):
        html = render_to_string("orte/place_facts.html", {"place": factories.make_place(**told)})

    assert html.count('<span lang="de" dir="auto">') == (3 if is_foreign else 0)
    assert all(text in html for text in told.values())


def test_the_address_leaves_out_what_is_missing():
    place = Place(name="Haus", street="", postal_code="99001", city="Musterstadt")

    assert (place.address, Place(name="x").address) == ("99001 Musterstadt", "")


def test_a_district_of_another_municipality_is_refused():
    here, there = factories.make_municipality(), factories.make_municipality()
    district = Municipality.objects.create(name="Altstadt", slug="altstadt", parent=there)
    place = factories.make_place(municipality=here)
    place.district = district

    with pytest.raises(ValidationError) as refused:
        place.full_clean()

    assert refused.value.message_dict == {
        "district": ["Dieser Ortsteil gehört nicht zur gewählten Gemeinde. Bitte wählen Sie beide passend."]
    }


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"latitude": "50.5"}, {"longitude": ["Bitte geben Sie beide Werte an oder keinen."]}),
        ({"longitude": "9.1"}, {"latitude": ["Bitte geben Sie beide Werte an oder keinen."]}),
        ({"postal_code": "9900"}, {"postal_code": ["Eine Postleitzahl hat fünf Ziffern."]}),
    ],
)
def test_incomplete_coordinates_and_postal_codes_are_refused(fields, error):
    place = factories.make_place()
    for name, value in fields.items():
        setattr(place, name, value)

    with pytest.raises(ValidationError) as refused:
        place.full_clean()

    assert refused.value.message_dict == error


def test_the_page_of_a_place_tells_way_and_facts_in_text(client, home):
    place = factories.make_place(transport="Bus 10 bis Kreishaus", parking="Parkdeck", step_free="yes", is_outpost=True)

    response = client.get(place.get_absolute_url())

    content = response.content.decode()
    for text in (place.name, "Am Markt 1, 99001 Musterstadt", "Bus 10 bis Kreishaus", "Parkdeck", "Außenstelle"):
        assert text in content
    assert [step.title for step in response.context["frame"].breadcrumb][1:] == ["Orte", place.name]


def test_an_unknown_place_is_not_found(client, home):
    assert [client.get(f"/de/orte/{slug}/").status_code for slug in ("nirgends", "x" * 5000)] == [404, 404]


def test_the_page_of_a_place_costs_one_query(client, home):
    assert queries_of(client, factories.make_place().get_absolute_url()) == 1


def test_the_list_costs_the_same_with_1_and_50_places(client, home):
    factories.make_place()
    few = queries_of(client, "/de/orte/")
    for _number in range(49):
        factories.make_place()

    assert (few, queries_of(client, "/de/orte/")) == (2, 2)


def test_a_list_without_places_says_so(client, home):
    assert "Noch keine Orte" in client.get("/de/orte/").content.decode()


def test_the_pages_are_read_only(client, home):
    assert [client.post(url).status_code for url in ("/de/orte/", "/de/orte/x/")] == [405, 405]
