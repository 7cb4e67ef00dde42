"""Translating in the CMS: submit, translate, publish, become outdated, update; with the rights of each role."""

from datetime import timedelta

import polib
import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import encode_multipart
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText
from wagtail_localize.models import StringSegment, Translation

from koordination.roles import COORDINATOR, EDITOR, TRANSLATOR, set_up_roles
from koordination.translations import outdated_translations
from pages.models import ContentPage

pytestmark = pytest.mark.django_db
BOUNDARY = "grenze"


@pytest.fixture
def about(home) -> ContentPage:
    """A published page with a StreamField and one page below it."""
    page = home.add_child(
        instance=ContentPage(
            title="Über uns",
            slug="ueber-uns",
            introduction="Wer wir sind.",
            body=[
                ("text", RichText("<h2>Das tun wir</h2><p>Wir <b>beraten</b> Vereine.</p>")),
                (
                    "table",
                    {
                        "data": [["Wann", "Wo"], ["Montag", None]],
                        "table_caption": "Sprechzeiten",
                        "table_header_choice": "row",
                    },
                ),
                ("accordion", {"items": [{"title": "Was kostet das?", "body": RichText("<p>Nichts.</p>")}]}),
            ],
        )
    )
    page.save_revision().publish()
    below = page.add_child(instance=ContentPage(title="Team", slug="team", introduction="Das sind wir."))
    below.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def english(home) -> Locale:
    locale, _created = Locale.objects.get_or_create(language_code="en")
    translated_home = home.copy_for_translation(locale)
    translated_home.save_revision().publish()
    return locale


def member(role: str) -> Client:
    set_up_roles()
    user = User.objects.create_user(role, f"{role}@musterkreis.example", "geheim-genug-1")
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def submit(client: Client, page: Page, *locales: Locale, subtree: bool = False, capture):
    fields = {"locales": [locale.pk for locale in locales], "include_subtree": "on" if subtree else ""}
    with capture(execute=True):
        return client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), fields)


def put(client: Client, address: str, value: str) -> int:
    body = encode_multipart(BOUNDARY, {"value": value})
    return client.put(address, body, content_type=f"multipart/form-data; boundary={BOUNDARY}").status_code


def segments(translation: Translation) -> list[StringSegment]:
    return list(StringSegment.objects.filter(source=translation.source).order_by("order").select_related("string"))


def write(client: Client, translation: Translation, texts: dict[str, str]) -> list[int]:
    """Put a text into each segment, as the editor of wagtail-localize does; returns the statuses."""
    return [
        put(
            client,
            reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
            texts[segment.string.data],
        )
        for segment in segments(translation)
        if segment.string.data in texts
    ]


def translation_of(page: Page, locale: Locale) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


TEXTS = {
    "Über uns": "About us",
    "ueber-uns": "about-us",
    "Wer wir sind.": "Who we are.",
    "Das tun wir": "What we do",
    "Wir <b>beraten</b> Vereine.": "We <b>advise</b> associations.",
    "Sprechzeiten": "Office hours",
    "Wann": "When",
    "Wo": "Where",
    "Montag": "Monday",
    "Was kostet das?": "What does it cost?",
    "Nichts.": "Nothing.",
}


@pytest.fixture
def submitted(about, english, django_capture_on_commit_callbacks) -> Translation:
    submit(member(EDITOR), about, english, subtree=True, capture=django_capture_on_commit_callbacks)
    return translation_of(about, english)


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """Press "publish" in the editor of a translation."""

    def press(client: Client, translation: Translation) -> int:
        page = translation.get_target_instance()
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})
        return response.status_code

    return press


def test_a_subtree_is_submitted_as_drafts_whose_tree_is_whole(submitted, english):
    translated = Page.objects.filter(locale=english, depth__gt=2).order_by("path")

    assert [(page.title, page.live, page.numchild) for page in translated] == [
        ("Über uns", False, 1),
        ("Team", False, 0),
    ]


def test_a_page_is_submitted_without_the_pages_below_it(about, english, django_capture_on_commit_callbacks):
    submit(member(EDITOR), about, english, capture=django_capture_on_commit_callbacks)

    assert [page.title for page in Page.objects.filter(locale=english, depth__gt=2)] == ["Über uns"]


def test_every_text_of_the_streamfield_is_a_segment(submitted):
    assert {segment.string.data for segment in segments(submitted)} == set(TEXTS)


def test_a_translated_page_is_published_in_its_own_words(client, submitted, publish):
    editor = Client()
    editor.force_login(User.objects.get(username=EDITOR))

    statuses = write(editor, submitted, TEXTS)
    publish(editor, submitted)

    content = client.get("/en/about-us/").content.decode()
    assert statuses == [201] * len(TEXTS)
    assert "We <b>advise</b> associations." in content
    assert "What does it cost?" in content
    assert "Office hours" in content
    assert "Monday" in content
    assert "Vereine" not in content


def test_a_changed_source_is_outdated_until_its_text_is_taken_over(about, submitted, publish):
    editor = Client()
    editor.force_login(User.objects.get(username=EDITOR))
    write(editor, submitted, TEXTS)
    publish(editor, submitted)
    before = outdated_translations()

    about.introduction = "Wer wir sind und was wir tun."
    about.save_revision().publish()
    [outdated] = outdated_translations()
    dashboard = editor.get("/admin/").content.decode()
    translated = editor.get(reverse("wagtailadmin_pages:edit", args=[submitted.get_target_instance().pk]))
    editor.post(outdated.update_url, {"publish_translations": ""})

    submitted.refresh_from_db()
    assert before == []
    assert (outdated.title, outdated.languages) == ("Über uns", "English")
    assert outdated.update_url in dashboard
    assert f"{outdated.update_url}?next=" in translated.content.decode()
    assert outdated_translations() == []
    assert submitted.get_progress() == (len(TEXTS), len(TEXTS) - 1)
    assert Page.objects.get(slug="about-us").specific.introduction == "Who we are."


def test_the_list_of_the_outdated_costs_two_queries(about, submitted, django_assert_num_queries):
    Page.objects.filter(locale__language_code="de").update(last_published_at=timezone.now() + timedelta(minutes=1))

    with django_assert_num_queries(2):
        assert [row.title for row in outdated_translations()] == ["Über uns", "Team"]


def test_a_translator_works_in_the_other_languages_and_publishes_nothing(client, about, submitted, publish):
    translator = member(TRANSLATOR)

    statuses = write(translator, submitted, TEXTS)
    publish(translator, submitted)

    german = translator.get(reverse("wagtailadmin_pages:edit", args=[about.pk]))
    assert statuses == [201] * len(TEXTS)
    assert not submitted.get_target_instance().live
    assert german.status_code == 302
    assert client.get("/en/about-us/").status_code == 404


@pytest.fixture
def by_detours(about, submitted, django_capture_on_commit_callbacks):
    """Let a translator publish in the two ways that are no "publish"; return what is online in English then."""

    def take() -> list[str]:
        translator = member(TRANSLATOR)
        update = reverse("wagtail_localize:update_translations", args=[submitted.source_id])
        with django_capture_on_commit_callbacks(execute=True):
            translator.post(update, {"publish_translations": "on"})
        online = ["updated"] * submitted.get_target_instance().live
        submitted.get_target_instance().unpublish()
        alias = reverse("wagtail_localize:convert_to_alias", args=[submitted.get_target_instance().pk])
        with django_capture_on_commit_callbacks(execute=True):
            translator.post(alias)
        return online + ["alias"] * about.get_translation(submitted.target_locale).live

    return take


def test_a_translator_publishes_by_no_detour(by_detours):
    assert by_detours() == []


def test_without_the_guard_both_detours_lead_online(by_detours, monkeypatch):
    monkeypatch.setattr("koordination.translation_guard.may_publish", lambda user, page: True)

    assert by_detours() == ["updated", "alias"]


def test_whoever_may_publish_updates_and_publishes_in_one_go(submitted, django_capture_on_commit_callbacks):
    editor = Client()
    editor.force_login(User.objects.get(username=EDITOR))
    update = reverse("wagtail_localize:update_translations", args=[submitted.source_id])

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(update, {"publish_translations": "on"})

    assert submitted.get_target_instance().live


def test_without_the_rights_in_its_tree_a_text_is_refused(submitted):
    """Negative control of the test above: a member of the CMS with no pages at all."""
    user = User.objects.create_user("fremd", password="geheim-genug-1")
    user.user_permissions.set(Group.objects.get(name=TRANSLATOR).permissions.all())
    stranger = Client()
    stranger.force_login(user)

    assert set(write(stranger, submitted, TEXTS)) == {403}


def test_a_translation_leaves_and_comes_back_as_a_po_file(submitted, publish):
    coordinator = member(COORDINATOR)
    downloaded = coordinator.get(reverse("wagtail_localize:download_pofile", args=[submitted.pk]))
    catalogue = polib.pofile(downloaded.content.decode())
    for entry in catalogue:
        entry.msgstr = TEXTS[entry.msgid]

    coordinator.post(
        reverse("wagtail_localize:upload_pofile", args=[submitted.pk]),
        {"file": SimpleUploadedFile("about.po", str(catalogue).encode(), "text/x-gettext-translation")},
    )
    publish(coordinator, submitted)

    assert submitted.get_progress() == (len(TEXTS), len(TEXTS))
    assert Page.objects.get(slug="about-us").live
