"""Translating the office's mail texts in the CMS: submit, translate, publish, become outdated, update; by role."""

import polib
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from koordination.roles import COORDINATOR, EDITOR, TRANSLATOR
from koordination.translations import outdated_translations
from tests.koordination.test_translation import english, member, segments, translation_of, write  # noqa: F401 - fixture
from tests.vorgang.cases import make_message
from vorgang.models import JournalEntry, MailText
from vorgang.outbox.queue import queue_mail, send_due

pytestmark = pytest.mark.django_db
INTRODUCTION = "Guten Tag {name}!\nWir lesen & antworten."
TEXTS = {
    "Danke, {name}": "Thank you, {name}",
    "Guten Tag {name}!<br/>Wir lesen &amp; antworten.": "Hello {name}!<br/>We read &amp; answer.",
}
FAULT = "Unbekannter Platzhalter: {vorname}. In dieser E-Mail gibt es: {code}, {name}."


@pytest.fixture
def text(home) -> MailText:
    german = MailText(kind="vorgang.receipt", subject="Danke, {name}", introduction=INTRODUCTION, live=False)
    german.save()
    german.save_revision().publish()
    german.refresh_from_db()
    return german


@pytest.fixture
def coordinator() -> Client:
    return member(COORDINATOR)


@pytest.fixture
def translator() -> Client:
    return member(TRANSLATOR)


@pytest.fixture
def press(django_capture_on_commit_callbacks):
    """Send a form of the CMS; returns its status."""

    def send(client: Client, address: str, **fields) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, fields).status_code

    return send


def submission(text: MailText) -> str:
    return reverse("wagtail_localize:submit_snippet_translation", args=["vorgang", "mailtext", text.pk])


def editor_of(text: MailText) -> str:
    return reverse("wagtailsnippets_vorgang_mailtext:edit", args=[text.pk])


@pytest.fixture
def submitted(text, english, translator, press) -> Translation:  # noqa: F811 - the fixture
    press(translator, submission(text), locales=english.pk)
    return translation_of(text, english)


@pytest.fixture
def published(submitted, translator, coordinator, press) -> Translation:
    write(translator, submitted, TEXTS)
    press(coordinator, editor_of(submitted.get_target_instance()), action="publish")
    return submitted


def subject_in(language: str) -> str:
    queue_mail("vorgang.receipt", make_message(language=language))
    send_due()
    return mail.outbox[-1].subject


def test_submitted_a_text_is_a_draft_and_no_english_mail_speaks_german(submitted):
    english_text = submitted.get_target_instance()

    assert (english_text.kind, english_text.live, english_text.live_revision) == ("vorgang.receipt", False, None)
    assert [segment.string.data for segment in segments(submitted)] == list(TEXTS)
    assert subject_in("en").startswith("Your message has arrived")


def test_translated_and_published_it_goes_out_in_its_language_only(published):
    assert subject_in("en") == "Thank you, Erika Beispiel"
    assert "Hello Erika Beispiel!\nWe read & answer." in mail.outbox[-1].body
    assert subject_in("de") == "Danke, Erika Beispiel"
    assert subject_in("de-simple").startswith("Ihre Nachricht ist da")


def test_the_journal_names_who_published_the_translation(published, coordinator):
    entries = JournalEntry.objects.filter(object_type="vorgang.mailtext")

    assert list(entries.values_list("object_id", "action", "role")) == [
        (str(published.get_target_instance().pk), "changed", COORDINATOR)
    ]


def test_a_translator_publishes_no_text(submitted, translator, press):
    write(translator, submitted, TEXTS)

    press(translator, editor_of(submitted.get_target_instance()), action="publish")

    assert not submitted.get_target_instance().live


def test_a_translator_opens_the_translation_and_not_the_german_text(text, submitted, translator, press):
    german = translator.get(editor_of(text))
    changed = press(translator, editor_of(text), kind=text.kind, subject="Anders", introduction="Anders")
    translated = translator.get(editor_of(submitted.get_target_instance()))

    text.refresh_from_db()
    assert (german.status_code, changed, translated.status_code) == (302, 302, 200)
    assert text.get_latest_revision_as_object().subject == "Danke, {name}"


def test_the_list_leads_a_translator_to_what_there_is_to_translate(text, submitted, translator):
    content = translator.get(reverse("wagtailsnippets_vorgang_mailtext:list")).content.decode()

    assert editor_of(text) not in content
    assert editor_of(submitted.get_target_instance()) in content


def test_without_the_rule_a_translator_changes_the_german_text(text, translator, press, monkeypatch):
    monkeypatch.setattr("vorgang.wagtail_hooks.may_change", lambda user, text: True)

    press(translator, editor_of(text), kind=text.kind, subject="Anders", introduction="Anders")

    text.refresh_from_db()
    assert text.get_latest_revision_as_object().subject == "Anders"


@pytest.mark.parametrize("role", [EDITOR])
def test_who_has_nothing_to_do_with_mails_submits_none(text, english, role, press):  # noqa: F811 - the fixture
    assert press(member(role), submission(text), locales=english.pk) == 302
    assert list(MailText.objects.all()) == [text]


def test_without_the_guard_whoever_submits_pages_submits_mails(text, english, press, monkeypatch):  # noqa: F811
    monkeypatch.setattr("koordination.translation_guard.user_can_edit_snippet_type", lambda user, model: True)

    press(member(EDITOR), submission(text), locales=english.pk)

    assert MailText.objects.count() == 2


def test_an_unknown_placeholder_is_told_at_once_and_not_published(submitted, translator, coordinator, press):
    wrong = {**TEXTS, "Danke, {name}": "Thank you, {vorname}"}

    write(translator, submitted, wrong)
    page = translator.get(editor_of(submitted.get_target_instance())).content.decode()
    press(coordinator, editor_of(submitted.get_target_instance()), action="publish")

    assert FAULT in page
    assert submitted.get_progress() == (2, 1)
    assert not submitted.get_target_instance().live


def test_without_the_rule_a_half_translated_mail_goes_out(submitted, coordinator, press, monkeypatch):
    monkeypatch.setattr("koordination.wagtail_hooks.is_half_translated", lambda snippet: False)
    write(coordinator, submitted, {"Danke, {name}": "Thank you, {name}"})

    press(coordinator, editor_of(submitted.get_target_instance()), action="publish")

    assert submitted.get_target_instance().introduction == INTRODUCTION
    assert submitted.get_target_instance().live


def test_half_translated_it_waits(submitted, coordinator, press):
    write(coordinator, submitted, {"Danke, {name}": "Thank you, {name}"})

    press(coordinator, editor_of(submitted.get_target_instance()), action="publish")

    assert not submitted.get_target_instance().live


def test_a_changed_german_text_is_outdated_until_it_is_taken_over(text, published, translator, coordinator, press):
    before = outdated_translations()
    fields = {"kind": text.kind, "subject": "Vielen Dank, {name}", "introduction": text.introduction}

    press(coordinator, editor_of(text), **fields, **{"action-publish": "on"})
    [outdated] = outdated_translations()
    dashboard = translator.get("/admin/").content.decode()
    editor = translator.get(editor_of(published.get_target_instance())).content.decode()
    press(translator, outdated.update_url, publish_translations="on")

    assert before == []
    assert (outdated.title, outdated.languages) == (text.label, "English")
    assert f'{outdated.update_url}?next=/admin/"' in dashboard
    assert f'{outdated.update_url}?next={editor_of(published.get_target_instance())}"' in editor
    assert outdated.update_url not in translator.get(editor_of(published.get_target_instance())).content.decode()
    assert outdated_translations() == []
    assert published.get_progress() == (2, 1)
    assert published.get_target_instance().subject == "Thank you, {name}"


def test_not_even_the_office_publishes_a_mail_while_updating_it(text, published, coordinator, press):
    fields = {"kind": text.kind, "subject": "Vielen Dank, {name}", "introduction": text.introduction}
    press(coordinator, editor_of(text), **fields, **{"action-publish": "on"})
    [outdated] = outdated_translations()

    press(coordinator, outdated.update_url, publish_translations="on")

    assert published.get_target_instance().subject == "Thank you, {name}"


@pytest.mark.parametrize(("subject", "progress"), [("Thank you, {name}", (2, 2)), ("Thank you, {vorname}", (2, 1))])
def test_a_translator_takes_it_out_and_in_again_as_a_po_file(submitted, translator, press, subject, progress):
    downloaded = translator.get(reverse("wagtail_localize:download_pofile", args=[submitted.pk]))
    catalogue = polib.pofile(downloaded.content.decode())
    for entry in catalogue:
        entry.msgstr = {**TEXTS, "Danke, {name}": subject}[entry.msgid]

    press(
        translator,
        reverse("wagtail_localize:upload_pofile", args=[submitted.pk]),
        file=SimpleUploadedFile("mail.po", str(catalogue).encode(), "text/x-gettext-translation"),
    )

    assert submitted.get_progress() == progress


def test_a_language_written_anew_is_not_offered_for_translation(text, english, translator, press):  # noqa: F811
    MailText.objects.create(kind=text.kind, subject="Thanks", introduction="Hello", locale=english)

    press(translator, submission(text), locales=english.pk)

    assert list(Locale.objects.filter(translations__isnull=False)) == []
