"""The CMS speaks German where a library's own catalogue does not."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import help_menu, settings_menu
from wagtail.models import Locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(home) -> User:
    return User.objects.create_superuser("administration", "a@musterkreis.example", "geheim-genug-1")


def words(response) -> str:
    """Return what is read on a page."""
    return " ".join(re.sub(r"<(script|template)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S).split())


def test_the_list_of_languages_is_called_so_in_the_menu(administrator):
    request = RequestFactory().get("/admin/")
    request.user = administrator

    labels = [str(item.label) for item in settings_menu.menu_items_for_request(request)]

    assert [label for label in labels if label in {"Sprachen", "Locale", "Locales"}] == ["Sprachen"]


@pytest.mark.parametrize(
    ("name", "heading"), [("index", "Sprache hinzufügen"), ("add", "Sprache hinzufügen"), ("edit", "Deutsch")]
)
def test_the_pages_about_languages_do_not_say_locale(administrator, client, name, heading):
    client.force_login(administrator)
    key = [Locale.get_default().pk] if name == "edit" else []

    said = words(client.get(reverse(f"wagtaillocales:{name}", args=key)))

    assert heading in said
    assert re.findall(r"\b[Ll]ocales?\b", said) == []


def test_the_list_of_languages_counts_pages_in_german(administrator, client):
    client.force_login(administrator)

    said = words(client.get(reverse("wagtaillocales:index")))

    assert re.findall(r"\b\d+ (?:Seiten?|pages?)\b", said) == ["1 Seite"]


def test_the_help_menu_holds_no_english_news_for_developers(administrator):
    request = RequestFactory().get("/admin/")
    request.user = administrator

    items = help_menu.menu_items_for_request(request)

    assert [item.name for item in items] == ["keyboard-shortcuts-trigger"]
    # Negative control: without our answer to the hook there are links to another place.
    assert [item for item in help_menu.registered_menu_items if "wagtail" in item.url] != []


def test_the_button_below_each_of_many_uploads_is_german(administrator, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(administrator)
    file = SimpleUploadedFile("satzung.txt", b"Satzung des Vereins")

    answer = client.post(reverse("wagtaildocs:add_multiple"), {"title": "Satzung", "files[]": file}).json()

    assert answer["success"] is True
    assert re.findall(r"\b(?:Update|Aktualisieren)\b", answer["form"]) == ["Aktualisieren"]
