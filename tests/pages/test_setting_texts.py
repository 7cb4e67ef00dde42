"""Texts of the settings in the reader's language: translated, marked where they are not, and never mixed up."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale, Site

from pages.models import AccessibilityStatement, Barrier, LegalPage, OfficeContact, SettingTexts, SiteSettings
from pages.models.setting_texts import block_of
from pages.navigation import frame_for
from pages.setting_texts import Wording, take_over, worded

pytestmark = pytest.mark.django_db
TITLE, NAME = "Mitmachen vor Ort", "Koordinierungsstelle Ehrenamt"


@pytest.fixture
def office(home) -> SiteSettings:
    office = SiteSettings.objects.get()
    SiteSettings.objects.filter(pk=office.pk).update(site_title=TITLE, office_name=NAME, opening_hours="Mo bis Do")
    office.refresh_from_db()
    return office


def translate(office: SiteSettings, language: str, texts: dict, live: bool = True) -> SettingTexts:
    """Write the texts of some rows in a language; `texts` maps (row, field) to a text."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    blocks = [block_of(row, field, text) for (row, field), text in texts.items()]
    return SettingTexts.objects.create(site=office.site, locale=locale, texts=blocks, live=live)


def english_home(office: SiteSettings) -> Locale:
    """Publish the home page in English; returns the language."""
    locale, _created = Locale.objects.get_or_create(language_code="en")
    office.site.root_page.specific.copy_for_translation(locale).save_revision().publish()
    return locale


def named_in(language: str) -> tuple[Wording, Wording]:
    with override(language):
        frame = frame_for(None)
    return frame.office.site_title, frame.office.office_name


def test_readers_get_the_texts_of_their_language_and_of_no_other(office):
    translate(office, "en", {(office, "site_title"): "Volunteering", (office, "office_name"): "The office"})
    translate(office, "de-simple", {(office, "site_title"): "Ehren-Amt"})

    assert named_in("en") == ("Volunteering", "The office")
    assert named_in("de-simple") == ("Ehren-Amt", NAME)
    assert named_in("de") == (TITLE, NAME)


def test_what_is_not_translated_says_in_which_language_it_is(office):
    translate(office, "en", {(office, "site_title"): "Volunteering", (office, "office_name"): NAME})

    assert [name.language for name in named_in("en")] == ["", "de"]
    assert [name.language for name in named_in("ar")] == ["de", "de"]
    assert [name.language for name in named_in("de-simple")] == ["", ""]


def test_a_draft_is_read_by_nobody(office):
    texts = translate(office, "en", {(office, "site_title"): "Volunteering"}, live=False)

    assert named_in("en")[0] == TITLE

    texts.save_revision().publish()

    assert named_in("en")[0] == "Volunteering"


def test_the_texts_of_another_site_stay_there(office):
    other = Site.objects.create(hostname="andere.example", root_page=office.site.root_page)
    theirs = SiteSettings.objects.create(site=other, site_title=TITLE)
    translate(theirs, "en", {(theirs, "site_title"): "Somewhere else", (office, "site_title"): "Wrong"})

    assert named_in("en")[0] == TITLE


def test_a_text_is_found_by_its_row_and_not_by_its_words(office):
    first, second = (OfficeContact.objects.create(settings=office, name=name, role="Büro") for name in ("A", "B"))
    translate(office, "en", {(second, "role"): "Desk"})

    with override("en"):
        worded(office.site_id, first, second)

    assert (first.role, second.role) == ("Büro", "Desk")


def test_the_page_shows_what_is_translated_and_marks_what_is_not(office, client: Client):
    english_home(office)
    translate(office, "en", {(office, "site_title"): "Volunteering <b>"})

    page = client.get("/en/").content.decode()

    assert '<span class="k-home-link__name">Volunteering &lt;b&gt;</span>' in page
    assert f'<span class="k-home-link__office" lang="de" dir="auto">{NAME}</span>' in page
    assert TITLE not in page


def test_a_kept_page_shows_a_new_translation_at_once(office, client: Client, django_capture_on_commit_callbacks):
    english_home(office)
    before = client.get("/en/")

    with django_capture_on_commit_callbacks(execute=True):
        translate(office, "en", {(office, "site_title"): "Volunteering"})
    after = client.get("/en/", headers={"if-none-match": before["ETag"]})

    assert b"Volunteering" not in before.content
    assert (after.status_code, b"Volunteering" in after.content) == (200, True)


def test_the_statement_says_its_barriers_in_the_language_of_the_page(office, client: Client):
    statement = AccessibilityStatement.objects.create(site=office.site)
    barrier = Barrier.objects.create(statement=statement, content="Alte PDF", explanation="Zu alt")
    page = LegalPage(title="Barrierefreiheit", slug="barrierefreiheit", kind="accessibility")
    office.site.root_page.specific.add_child(instance=page)
    english = page.copy_for_translation(english_home(office))
    english.save_revision().publish()
    translate(office, "en", {(barrier, "content"): "Old PDF"})

    shown = client.get(english.get_url()).content.decode()

    assert '<b>Old PDF</b><br><span lang="de" dir="auto">Zu alt</span>' in shown
    assert "Alte PDF" not in shown


def test_programs_get_a_language_too_and_hear_what_is_still_german(office, client: Client):
    translate(office, "en", {(office, "site_title"): "Volunteering"})

    answer = client.get("/api/v1/stelle/?locale=en").json()
    german = client.get("/api/v1/stelle/?locale=de").json()

    assert (answer["site_title"], answer["office_name"], german["site_title"]) == ("Volunteering", NAME, TITLE)
    assert (answer["foreign"], german["foreign"]) == ({"office_name": "de", "opening_hours": "de"}, {})


def test_another_language_costs_one_query_and_german_none(office):
    translate(office, "en", {(office, "site_title"): "Volunteering"})
    counted = {}

    for language in ("de", "en"):
        with override(language), CaptureQueriesContext(connection) as queries:
            worded(office.site_id, SiteSettings(pk=office.pk, site_title=TITLE))
        counted[language] = len(queries)

    assert counted == {"de": 0, "en": 1}


def test_translators_are_given_every_text_once_and_again_when_it_changes(office):
    OfficeContact.objects.create(settings=office, name="Kursbüro", role="Fragen", phone="06000 1")
    first = take_over(office.site)
    revision = first.latest_revision_id

    again = take_over(office.site)
    SiteSettings.objects.update(site_title="Neuer Name")
    changed = take_over(office.site)

    assert [text for _key, text in first.by_key()] == [TITLE, NAME, "Mo bis Do", "Kursbüro", "Fragen"]
    assert again.latest_revision_id == revision
    assert (changed.pk, changed.latest_revision_id != revision) == (first.pk, True)
    assert next(text for _key, text in SettingTexts.objects.get().by_key()) == "Neuer Name"
