"""The language switch: it offers what exists and leads to the nearest translated page otherwise."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from wagtail import hooks
from wagtail.models import Locale, Page

from pages import site_map
from pages.models import ContentPage, LegalKind, LegalPage
from pages.slots import fill
from tests.factories import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(home):
    """A page with one below it; the home page and the upper one exist in English, the home page in Arabic."""
    upper = home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns"))
    upper.add_child(instance=ContentPage(title="Team", slug="team"))
    translate(home, "en", title="Volunteering")
    translate(upper, "en", title="About us", slug="about-us")
    translate(home, "ar", title="التطوع")
    site_map.forget()
    return upper


def switch(client, path: str) -> dict[str, tuple[str, bool]]:
    frame = client.get(path).context["frame"]
    return {link.code: (link.url, link.is_exact) for link in frame.languages}


def test_a_site_in_one_language_has_no_switch(client, home):
    assert switch(client, "/de/") == {}


def test_the_switch_leads_to_the_page_itself_where_it_is_translate(client, section):
    assert switch(client, "/de/ueber-uns/") == {
        "de": ("/de/ueber-uns/", True),
        "en": ("/en/about-us/", True),
        "ar": ("/ar/", False),
    }


def test_the_switch_leads_to_the_nearest_translated_page_above_otherwise(client, section):
    assert switch(client, "/de/ueber-uns/team/")["en"] == ("/en/about-us/", False)


def test_it_leads_back_from_a_translation(client, section):
    assert switch(client, "/en/about-us/")["de"] == ("/de/ueber-uns/", True)


def test_a_draft_is_offered_to_nobody(client, section):
    Page.objects.get(slug="about-us").specific.unpublish()

    assert switch(client, "/de/ueber-uns/")["en"] == ("/en/", False)


def test_an_alias_that_repeats_the_german_text_is_no_translation(client, section):
    team = Page.objects.get(slug="team").specific
    team.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)

    assert switch(client, "/de/ueber-uns/team/")["en"] == ("/en/about-us/", False)


def test_a_room_page_is_offered_where_the_forms_speak_the_language(client, section):
    switched = switch(client, "/de/kontakt/?seite=%2Fde%2F")

    assert switched["en"] == ("/en/kontakt/?seite=%2Fde%2F", True)
    assert switched["ar"] == ("/ar/", False)


@pytest.mark.parametrize(
    ("path", "led_to"),
    [
        ("/ar/kontakt/?art=barriere", "/de/kontakt/?art=barriere"),
        ("/ar/orte/", "/de/orte/"),
        ("/ar/", None),
        ("/en/kontakt/", None),
        ("/de-simple/kontakt/", None),
    ],
)
def test_forms_that_do_not_speak_a_language_are_shown_in_the_sites_own(client, section, path, led_to):
    response = client.get(path)

    assert response.headers.get("Location") == led_to
    assert response.status_code == (302 if led_to else 200)


def test_what_was_sent_in_such_a_language_is_taken(client, section):
    """The address stays good for a form that was open."""
    assert client.post("/ar/kontakt/").status_code == 422


def test_each_language_stands_in_its_own_name_and_direction(client, section):
    content = client.get("/de/ueber-uns/").content.decode()

    assert 'href="/ar/" lang="ar" hreflang="ar" dir="rtl"' in content
    assert 'href="/de/ueber-uns/" lang="de" hreflang="de" dir="ltr" aria-current="true"' in content


def test_search_engines_are_told_of_the_translations_of_this_very_page(client, section):
    content = client.get("/de/ueber-uns/", headers={"host": "localhost"}).content.decode()

    assert [line.strip() for line in content.splitlines() if 'rel="alternate" hreflang' in line] == [
        '<link rel="alternate" hreflang="de" href="http://localhost/de/ueber-uns/">',
        '<link rel="alternate" hreflang="en" href="http://localhost/en/about-us/">',
        '<link rel="alternate" hreflang="x-default" href="http://localhost/de/ueber-uns/">',
    ]


def test_a_page_of_its_own_language_says_so(client, section):
    for path, attributes in {"/ar/": 'lang="ar" dir="rtl"', "/en/": 'lang="en" dir="ltr"'}.items():
        assert f"<html {attributes}>" in client.get(path).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_the_switch_costs_one_query_after_a_change_and_none_afterwards(client, section, number):
    for index in range(number):
        page = section.add_child(instance=ContentPage(title=f"Seite {index}", slug=f"seite-{index}"))
        translate(page, "en")
    path = "/de/ueber-uns/seite-0/"

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(sum('"translation_key" IN (SELECT' in query["sql"] for query in captured))

    assert counts == [1, 0]


def test_a_room_that_does_not_speak_the_language_says_it_in_german_and_marks_it(home):
    def answer(context):
        return gettext("Sprache")

    with hooks.register_temporarily("slot:probe", answer), override("ar"):
        assert fill("probe", {}) == '<div lang="de" dir="ltr">Sprache</div>'
    with hooks.register_temporarily("slot:probe", answer), override("de"):
        assert fill("probe", {}) == "Sprache"


@pytest.mark.parametrize(("language", "is_said"), [("en", True), ("de-simple", False)])
def test_a_translated_legal_page_leads_to_the_text_that_binds(client, home, language, is_said):
    """A page in Leichte Sprache says so in its own words; the German page is the text itself."""
    imprint = home.add_child(instance=LegalPage(title="Impressum", slug="impressum", kind=LegalKind.IMPRINT))
    translate(imprint, language, title="Imprint", slug="imprint")
    site_map.forget()

    translated = client.get(f"/{language}/imprint/").content.decode()
    german = client.get("/de/impressum/").content.decode()

    link = '<a href="/de/impressum/" hreflang="de" lang="de">Deutsch</a>'
    assert (link in translated) == is_said
    assert link not in german


@pytest.mark.parametrize(("language", "is_foreign"), [("en", True), ("ar", True), ("de-simple", False), ("de", False)])
def test_the_names_of_site_and_office_are_a_passage_in_the_language_of_the_settings(
    client, section, language, is_foreign
):
    if language == "de-simple":
        translate(section.get_parent().specific, language, title="Ehren-Amt")
        site_map.forget()

    content = client.get(f"/{language}/").content.decode()

    mark = ' lang="de" dir="auto"' if is_foreign else ""
    for beginning in ('<span class="k-home-link__name"', '<span class="k-home-link__office"', "<h2"):
        assert f"{beginning}{mark}>" in content
