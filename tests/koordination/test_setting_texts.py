"""Texts of the settings in the CMS: taken over when saved, submitted, translated, published; by role."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from koordination.roles import COORDINATOR, EDITOR, TRANSLATOR
from koordination.translations import outdated_translations
from pages.models import SettingTexts, SiteSettings
from tests.koordination.test_translation import english, member, write  # noqa: F401 - fixture

pytestmark = pytest.mark.django_db


NO_CONTACTS = {"contacts-TOTAL_FORMS": 0, "contacts-INITIAL_FORMS": 0, "corner_radius": "small"}


@pytest.fixture
def press(django_capture_on_commit_callbacks):
    """Send a form of the CMS; returns its status."""

    def send(client, address: str, **fields) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, fields).status_code

    return send


def settings_form(**fields) -> dict:
    return {**NO_CONTACTS, "site_title": "Ehrenamt", "office_name": "Die Stelle", **fields}


def save_settings(press, client, **fields) -> SettingTexts:
    office = SiteSettings.objects.get()
    assert (
        press(client, reverse("wagtailsettings:edit", args=["pages", "sitesettings", office.site_id]), **fields) == 302
    )
    return SettingTexts.objects.get(locale__language_code="de")


def submit(press, client, texts: SettingTexts) -> Translation:
    address = reverse("wagtail_localize:submit_snippet_translation", args=["pages", "settingtexts", texts.pk])
    assert press(client, address, locales=Locale.objects.get(language_code="en").pk) == 302
    return Translation.objects.get(source__object_id=texts.translation_key)


def editor_of(texts: SettingTexts) -> str:
    return reverse("wagtailsnippets_pages_settingtexts:edit", args=[texts.pk])


def test_what_the_office_saves_is_translated_and_read(client, home, english, press):  # noqa: F811 - fixture
    coordinator, translator = member(COORDINATOR), member(TRANSLATOR)
    german = save_settings(press, coordinator, **settings_form())
    translation = submit(press, translator, german)
    draft = translation.get_target_instance()
    before = client.get("/api/v1/stelle/?locale=en").json()["site_title"]

    write(translator, translation, {"Ehrenamt": "Volunteering", "Die Stelle": "The office"})
    assert press(coordinator, editor_of(draft), action="publish") == 302
    after = client.get("/api/v1/stelle/?locale=en").json()

    assert before == "Ehrenamt"
    assert (after["site_title"], after["office_name"], after["foreign"]) == ("Volunteering", "The office", {})


def test_a_changed_text_is_listed_as_outdated(home, english, press):  # noqa: F811 - fixture
    coordinator = member(COORDINATOR)
    german = save_settings(press, coordinator, **settings_form())
    submit(press, coordinator, german)
    assert outdated_translations() == []

    save_settings(press, coordinator, **settings_form(site_title="Neuer Name"))

    assert [outdated.title for outdated in outdated_translations()] == ["Texte der Stelle"]


def test_the_german_texts_are_changed_in_the_settings_only(home, press):
    coordinator = member(COORDINATOR)
    german = save_settings(press, coordinator, **settings_form())

    response = coordinator.get(editor_of(german))

    settings = reverse("wagtailsettings:edit", args=["pages", "sitesettings", german.site_id])
    assert (response.status_code, response["Location"]) == (302, settings)
    assert member(TRANSLATOR).get(editor_of(german)).status_code == 302
    assert coordinator.get(reverse("wagtailsnippets_pages_settingtexts:add")).status_code == 302


def test_translators_publish_nothing_and_editors_see_nothing(home, english, press):  # noqa: F811 - fixture
    coordinator = member(COORDINATOR)
    german = save_settings(press, coordinator, **settings_form())
    draft = submit(press, coordinator, german).get_target_instance()

    press(member(TRANSLATOR), editor_of(draft), action="publish")

    draft.refresh_from_db()
    assert not draft.live
    assert member(EDITOR).get(editor_of(draft)).status_code == 302
