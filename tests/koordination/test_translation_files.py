"""A translator uploads a catalogue (PO): what was downloaded comes back, and anything else is told in German."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.views import edit_translation

from koordination.roles import TRANSLATOR
from koordination.translation_guard import LARGEST_CATALOGUE, NOT_A_CATALOGUE
from tests.koordination.test_translation import (  # noqa: F401
    about,
    english,
    member,
    put,
    segments,
    submitted,
)

pytestmark = pytest.mark.django_db
OF_ANOTHER_PROGRAM = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "a"\nmsgstr "b"\n'
CLAIMED = b"# X-WagtailLocalize-TranslationID: 1\n" + OF_ANOTHER_PROGRAM
FOREIGN = {
    "empty": b"\n",
    "no catalogue": b"<!doctype html><p>Hallo</p>",
    "no text": b"\xff\xfe\x00PK\x03\x04",
    "name of a file": b"/etc/hostname",
    "of another program": OF_ANOTHER_PROGRAM,
    "claims to be ours in a comment": CLAIMED,
    "too large": OF_ANOTHER_PROGRAM + b"# x\n" * (LARGEST_CATALOGUE // 4),
}


def upload(client: Client, translation: Translation, content: bytes):
    catalogue = SimpleUploadedFile("uebersetzung.po", content, "text/x-gettext-translation")
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    return client.post(address, {"file": catalogue}, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.goal("S17")
@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_catalogue_of_this_site_is_told_in_german(submitted, content):  # noqa: F811
    response = upload(member(TRANSLATOR), submitted, content)

    assert (response.status_code, response.redirect_chain[0][1]) == (200, 302)
    assert [message.strip() for message in said(response)] == [NOT_A_CATALOGUE]


def test_without_the_guard_a_catalogue_of_another_program_is_a_fault(submitted, monkeypatch):  # noqa: F811
    """Negative control of the test above."""
    client = member(TRANSLATOR)
    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    request.method = "POST"
    request.FILES["file"] = SimpleUploadedFile("x.po", OF_ANOTHER_PROGRAM)

    with pytest.raises(KeyError):
        edit_translation.upload_pofile.__wrapped__(request, submitted.pk)


def test_a_catalogue_comes_back_without_what_a_database_refuses(submitted):  # noqa: F811
    client = member(TRANSLATOR)
    downloaded = client.get(reverse("wagtail_localize:download_pofile", args=[submitted.pk]))
    catalogue = polib.pofile(downloaded.content.decode())
    catalogue.find("Über uns").msgstr = "About\x00 us"

    response = upload(client, submitted, str(catalogue).encode())

    assert response.status_code == 200
    assert list(StringTranslation.objects.values_list("data", flat=True)) == ["About us"]


@pytest.mark.goal("S1")
def test_a_typed_translation_is_stored_without_what_a_database_refuses(submitted):  # noqa: F811
    segment = segments(submitted)[0]
    address = reverse("wagtail_localize:edit_string_translation", args=[submitted.pk, segment.pk])

    status = put(member(TRANSLATOR), address, "About\x00 us ")

    assert (status, StringTranslation.objects.get().data) == (201, "About us ")
