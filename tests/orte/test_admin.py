"""Places, municipalities and closed days in the CMS, as a coordinator works with them."""

from datetime import date

import pytest
from django.urls import reverse

from orte import admin_viewsets
from orte.models import FACTS, ClosedDay, ClosedDaySource, Municipality, Place
from pages.models import SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, coordinator):
    """The browser of a coordinator, who is no superuser."""
    client.force_login(coordinator)
    return client


def place_fields(municipality: Municipality, **changes) -> dict:
    return {
        "name": "Kreishaus",
        "slug": "kreishaus",
        "municipality": municipality.pk,
        **dict.fromkeys(FACTS, "unknown"),
        **changes,
    }


def test_the_menu_has_a_group_for_places(staff):
    content = staff.get(reverse("wagtailadmin_home")).content.decode()

    for url in (reverse("orte:index"), reverse("gemeinden:index"), reverse("schliesstage:index")):
        assert url in content


def test_a_place_is_added_with_its_facts(staff):
    municipality = factories.make_municipality()

    response = staff.post(reverse("orte:add"), place_fields(municipality, step_free="yes", is_outpost="on"))

    place = Place.objects.get()
    assert response.status_code == 302
    assert (place.name, place.step_free, place.lift, place.is_outpost) == ("Kreishaus", "yes", "unknown", True)


def test_a_wrong_postal_code_is_told_at_its_field_and_kept(staff):
    response = staff.post(reverse("orte:add"), place_fields(factories.make_municipality(), postal_code="99"))

    content = response.content.decode()
    assert "Eine Postleitzahl hat fünf Ziffern." in content
    assert 'value="99"' in content
    assert Place.objects.count() == 0


def test_districts_are_edited_with_their_municipality_and_listed_nowhere_else(staff):
    municipality = factories.make_municipality(name="Musterstadt")
    fields = {
        "name": "Musterstadt",
        "slug": municipality.slug,
        "kind": "stadt",
        "districts-TOTAL_FORMS": 1,
        "districts-INITIAL_FORMS": 0,
        "districts-MIN_NUM_FORMS": 0,
        "districts-MAX_NUM_FORMS": 1000,
        "districts-0-name": "Altstadt",
        "districts-0-slug": "altstadt",
        "districts-0-id": "",
    }

    response = staff.post(reverse("gemeinden:edit", args=[municipality.pk]), fields)

    assert response.status_code == 302
    assert [(row.name, row.kind) for row in municipality.districts.all()] == [("Altstadt", "ortsteil")]
    assert list(staff.get(reverse("gemeinden:index")).context["object_list"]) == [municipality]


def test_deleting_a_municipality_in_use_is_refused_in_german(staff):
    municipality = factories.make_place().municipality

    response = staff.post(reverse("gemeinden:delete", args=[municipality.pk]), follow=True)

    assert Municipality.objects.filter(pk=municipality.pk).exists()
    assert "bleibt deshalb erhalten" in response.content.decode()


def test_a_computed_day_edited_by_hand_becomes_a_manual_one(staff):
    day = ClosedDay.objects.create(
        date=date(2026, 12, 25), land="HE", kind="public", name="Weihnachten", source="computed"
    )
    fields = {"date": "25.12.2026", "land": "HE", "kind": "public", "name": "Weihnachten"}

    response = staff.post(reverse("schliesstage:edit", args=[day.pk]), fields)

    day.refresh_from_db()
    assert response.status_code == 302
    assert (day.applies, day.source) == (False, ClosedDaySource.MANUAL)


def test_a_day_that_exists_already_is_refused_in_german(staff):
    ClosedDay.objects.create(date=date(2026, 5, 15), name="Brückentag")

    response = staff.post(
        reverse("schliesstage:add"), {"date": "15.05.2026", "kind": "office", "name": "Noch einer", "applies": "on"}
    )

    assert (
        "Diesen Tag gibt es mit dieser Art schon. Bitte ändern Sie den Eintrag, den es gibt."
        in response.content.decode()
    )


@pytest.mark.parametrize(
    ("horizon", "warned"),
    [(date(2026, 8, 1), True), (None, True), (date(2999, 1, 1), False)],
    ids=["soon", "unknown", "far"],
)
def test_the_end_of_the_known_school_holidays_is_told(staff, home, monkeypatch, horizon, warned):
    SiteSettings.objects.update(land="HE")
    monkeypatch.setattr(admin_viewsets, "school_horizon", lambda land: horizon)

    content = staff.get(reverse("schliesstage:index")).content.decode()

    assert ("Bitte tragen Sie spätere von Hand ein" in content) is warned


def test_places_are_chosen_by_name_or_municipality(staff):
    place = factories.make_place(name="Kreishaus", municipality=factories.make_municipality(name="Beispielheim"))
    factories.make_place(name="Bürgersaal")

    found = [
        [str(row) for row in staff.get(reverse("ort_chooser:choose_results"), {"q": text}).context["results"]]
        for text in ("kreis", "beispiel", 'a"b')
    ]

    assert found == [[str(place)], [str(place)], []]


def test_the_chooser_for_municipalities_offers_no_districts(staff):
    municipality = factories.make_municipality()
    Municipality.objects.create(name="Altstadt", slug="altstadt", parent=municipality)

    found = staff.get(reverse("gemeinde_chooser:choose")).context["results"]

    assert list(found) == [municipality]


def test_without_the_right_nobody_comes_in(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("fremd", "f@musterkreis.example", "geheim-genug-1"))

    assert client.get(reverse("orte:index")).status_code == 302


def test_the_list_of_closed_days_has_german_columns(staff):
    ClosedDay.objects.create(date=date(2026, 5, 15), name="Brückentag", land="HE")

    table = staff.get(reverse("schliesstage:index")).context["table"]

    labels = [str(column.label) for column in table.columns.values() if column.label]
    assert labels == ["Datum", "Bezeichnung", "Art", "Bundesland", "Ort", "gilt", "Herkunft"]
