"""Settings of a site: colours that can be read, the theme they make, and the CMS form."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pages.colours import BLACK, WHITE, contrast, readable_on
from pages.models import OfficeContact, SiteSettings
from pages.theme import theme_css

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(home) -> SiteSettings:
    return SiteSettings.objects.get()


def errors_of(settings: SiteSettings) -> dict:
    try:
        settings.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def test_contrast_is_what_wcag_says():
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", ["#ffff00", "#8fbc8f", "#000000", "#e2001a", "#1a3da5", "#ffffff"])
@pytest.mark.parametrize("ground", [WHITE, BLACK])
def test_the_readable_shade_can_be_read(colour, ground):
    assert contrast(readable_on(colour, ground), ground) >= 4.5


def test_a_readable_colour_stays_as_it_is():
    assert readable_on("#1a3da5", WHITE) == "#1a3da5"


@pytest.mark.parametrize("written", ["#1A3DA5", " #1a3da5 "])
def test_a_colour_may_be_written_in_any_case(office, written):
    office.primary_colour = written

    assert (errors_of(office), office.primary_colour) == ({}, "#1a3da5")


@pytest.mark.parametrize("written", ["rot", "#12", "#1a3da5ff", "#zzzzzz", "};x{"])
def test_what_is_no_colour_is_refused(office, written):
    office.primary_colour = written

    assert errors_of(office)["primary_colour"][0] == "Bitte geben Sie die Farbe in der Form #1a3da5 an."


def test_a_colour_too_pale_is_refused_with_the_next_shade_that_works(office):
    office.primary_colour = office.accent_colour = "#8fbc8f"

    errors = errors_of(office)

    assert list(errors) == ["primary_colour", "accent_colour"]
    assert errors["primary_colour"] == [
        "Diese Farbe ist auf Weiß zu schwach zu lesen (Kontrast 2,2, nötig sind 4,5). "
        f"Der nächste lesbare Ton ist {readable_on('#8fbc8f', WHITE)}."
    ]


def test_without_own_colours_no_theme_is_loaded(client, office):
    assert theme_css(office) == ""
    assert client.get("/de/").context["frame"].theme_url == ""


def test_the_theme_overrides_custom_properties_light_and_dark(office):
    office.primary_colour, office.accent_colour, office.corner_radius = "#7a1f3d", "#b45f06", "none"

    light, dark = theme_css(office).split("@media (prefers-color-scheme: dark)")

    assert light.startswith("@layer theme {")
    assert "--k-brand: #7a1f3d;" in light
    assert "--k-on-brand: #ffffff;" in light
    assert "--k-radius: 0;" in light
    assert "--k-on-brand: #000000;" in dark
    [brand] = [line.split(": ")[1].strip(" ;") for line in dark.splitlines() if "--k-brand" in line]
    assert contrast(brand, BLACK) >= 4.5


def test_the_theme_is_served_without_a_query_and_for_a_year_under_its_version(client, office):
    office.primary_colour = "#7a1f3d"
    office.save()
    url = client.get("/de/").context["frame"].theme_url

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)

    assert len(queries) == 0
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.decode() == theme_css(office)
    assert client.get(url, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.get("/theme.css?v=alt")["Cache-Control"] == "public, max-age=60"


def test_a_new_colour_has_a_new_address_at_once(client, office):
    office.primary_colour = "#7a1f3d"
    office.save()
    before = client.get("/de/").context["frame"].theme_url
    office.primary_colour = "#1f5a3d"
    office.save()

    after = client.get("/de/").context["frame"].theme_url

    assert before != after
    assert "#1f5a3d" in client.get(after).content.decode()


def test_the_theme_exists_without_settings(client, office):
    SiteSettings.objects.all().delete()

    response = client.get("/theme.css")

    assert (response.status_code, response.content) == (200, b"")


def test_posting_to_the_theme_is_refused(client, office):
    assert client.post("/theme.css").status_code == 405


def settings_url(office: SiteSettings) -> str:
    return reverse("wagtailsettings:edit", args=["pages", "sitesettings", office.site_id])


def form_fields(office: SiteSettings, **changes) -> dict:
    names = [field.name for field in SiteSettings._meta.fields if field.editable and field.name not in {"id", "site"}]
    values = {name: getattr(office, name) or "" for name in names}
    contact = {"name": "Kursbüro", "role": "Kurse", "phone": "06000 123-10", "email": "", "ORDER": 1, "id": ""}
    return {
        **values,
        "contacts-TOTAL_FORMS": 1,
        "contacts-INITIAL_FORMS": 0,
        "contacts-MIN_NUM_FORMS": 0,
        "contacts-MAX_NUM_FORMS": 1000,
        **{f"contacts-0-{name}": value for name, value in contact.items()},
        **changes,
    }


def test_the_office_is_edited_in_the_cms_with_its_contacts(admin_client, office):
    response = admin_client.post(settings_url(office), form_fields(office, city="Musterstadt", land="HE"))

    office.refresh_from_db()
    assert response.status_code == 302
    assert (office.city, office.land) == ("Musterstadt", "HE")
    assert list(OfficeContact.objects.values_list("name", "role")) == [("Kursbüro", "Kurse")]


def test_a_pale_colour_in_the_cms_keeps_what_was_typed(admin_client, office):
    response = admin_client.post(settings_url(office), form_fields(office, primary_colour="#8fbc8f"))

    assert response.status_code == 200
    assert "zu schwach zu lesen" in response.content.decode()
    assert 'value="#8fbc8f"' in response.content.decode()


def test_the_form_is_german(admin_client, office):
    content = admin_client.get(settings_url(office)).content.decode()

    for text in ("Stelle und Aussehen", "Impressum", "Aussehen", "Öffnungszeiten", "Ansprechpersonen", "Hauptfarbe"):
        assert text in content
