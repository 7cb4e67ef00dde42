"""A document is what the end of its name says, whichever of the four ways it comes in by."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from wagtail.documents import get_document_model
from wagtail.models import APIToken

from pages.uploads.kinds import OTHER_CONTENT

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S17")]
PAGE = b"<!DOCTYPE html><title>Satzung</title><script>alert(document.domain)</script>"
DRAWING = b'\xef\xbb\xbf\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def archive(*names: str, before: bytes = b"") -> bytes:
    stored = io.BytesIO()
    stored.write(before)
    with zipfile.ZipFile(stored, "a") as written:
        for name in names:
            written.writestr(name, "x")
    return stored.getvalue()


def spreadsheet() -> bytes:
    stored = io.BytesIO()
    Workbook().save(stored)
    return stored.getvalue()


def open_document(kind: str) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as written:
        written.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        written.writestr("content.xml", "x")
    return stored.getvalue()


def refusal(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return str(OTHER_CONTENT) % {"ending": ending, "kind": ending.upper()}


# The word processor that puts its own parts behind many others; filetype sees no more than an archive.
LATE = archive(*[f"customXml/item{number}.xml" for number in range(9)], "[Content_Types].xml", "word/document.xml")
WRONG = [
    ("satzung.pdf", PAGE),
    ("SATZUNG.PDF", PAGE),
    ("satzung.pdf", PAGE + PDF),
    ("satzung.pdf", archive("word/document.xml")),
    ("brief.docx", PAGE),
    ("brief.docx", PDF),
    ("brief.docx", spreadsheet()),
    ("brief.docx", archive("programm.exe")),
    ("brief.docx", b"PK\x03\x04" + b"\0" * 40),
    ("brief.docx", archive("[Content_Types].xml", "word/document.xml", before=PAGE)),
    ("brief.odt", open_document("spreadsheet")[:60] + PAGE),
    ("liste.csv", PAGE),
    ("liste.csv", spreadsheet()),
    ("notiz.txt", DRAWING),
    ("notiz.txt", PDF),
    ("notiz.txt", PAGE.decode().encode("utf-16")),
    ("notiz.txt", b"MZ\x90\0\3\0\0\0"),
    ("termine.ics", b"Termine"),
]
RIGHT = [
    ("satzung.pdf", PDF),
    ("Satzung.PDF", b"\r\n" + PDF),
    ("brief.docx", archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")),
    ("brief.docx", LATE),
    ("liste.xlsx", spreadsheet()),
    ("vortrag.pptx", archive("[Content_Types].xml", "ppt/presentation.xml")),
    ("brief.odt", open_document("text")),
    ("liste.ods", open_document("spreadsheet")),
    ("vortrag.odp", open_document("presentation")),
    ("vortrag.odp", archive("META-INF/manifest.xml", "content.xml")),
    ("liste.csv", "Name;Straße\r\nBM;MZ".encode("latin-1")),
    ("liste.csv", "\ufeffBM;a < b".encode()),
    ("notiz.txt", "Grüße".encode("utf-16")),
    ("termine.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"),
]


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(("name", "content"), WRONG, ids=range(len(WRONG)))
def test_what_is_not_what_its_name_says_is_refused_and_the_title_stays(admin_client, home, name, content):
    response = admin_client.post(
        reverse("wagtaildocs:add"), {"title": "Unsere Satzung", "collection": 1, "file": file(name, content)}
    )

    form = response.context["form"]
    assert form.errors == {"file": [refusal(name)]}
    assert form["title"].value() == "Unsere Satzung"
    assert not get_document_model().objects.exists()


@pytest.mark.parametrize(("name", "content"), RIGHT, ids=range(len(RIGHT)))
def test_what_is_what_its_name_says_is_stored_whole(admin_client, home, name, content):
    admin_client.post(reverse("wagtaildocs:add"), {"title": "Datei", "collection": 1, "file": file(name, content)})

    assert get_document_model().objects.get().file.read() == content


def test_many_files_at_once_are_judged_one_by_one(admin_client, home):
    answers = [
        admin_client.post(reverse("wagtaildocs:add_multiple"), {"collection": 1, "files[]": file(*upload)}).json()
        for upload in [("satzung.pdf", PAGE), ("satzung.pdf", PDF)]
    ]

    assert [answer["success"] for answer in answers] == [False, True]
    assert answers[0]["error_message"] == refusal("satzung.pdf")
    assert get_document_model().objects.get().file.read() == PDF


def test_the_dialogue_of_the_editor_judges_them_too(admin_client, home):
    form = {
        "document-chooser-upload-title": "Satzung",
        "document-chooser-upload-collection": 1,
        "document-chooser-upload-file": file("satzung.pdf", PAGE),
    }

    response = admin_client.post(reverse("wagtaildocs_chooser:create"), form)

    assert refusal("satzung.pdf") in response.json()["htmlFragment"]
    assert not get_document_model().objects.exists()


def test_another_file_for_a_document_is_judged_and_the_old_one_stays(admin_client, home):
    admin_client.post(
        reverse("wagtaildocs:add"), {"title": "Satzung", "collection": 1, "file": file("satzung.pdf", PDF)}
    )
    document = get_document_model().objects.get()

    response = admin_client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "Neue Satzung", "collection": 1, "file": file("neu.pdf", PAGE)},
    )

    document.refresh_from_db()
    assert response.context["form"].errors == {"file": [refusal("neu.pdf")]}
    assert (document.title, document.file.read()) == ("Satzung", PDF)


def test_the_api_for_authors_judges_them_too(client, home, admin_user):
    _token, secret = APIToken.objects.model.create_token(user=admin_user, name="Test")
    answers = [
        client.post(
            "/api/v3-preview/documents/",
            {"title": "Satzung", "file": file("satzung.pdf", content)},
            headers={"Authorization": f"Bearer {secret}"},
        )
        for content in (PAGE, PDF)
    ]

    assert [answer.status_code for answer in answers] == [422, 201]
    assert refusal("satzung.pdf") in json.dumps(answers[0].json(), ensure_ascii=False)
    assert get_document_model().objects.count() == 1


def test_wagtails_own_form_believes_the_name(admin_client, home, settings):
    """Negative control."""
    settings.WAGTAILDOCS_DOCUMENT_FORM_BASE = "wagtail.documents.forms.BaseDocumentForm"

    admin_client.post(
        reverse("wagtaildocs:add"), {"title": "Satzung", "collection": 1, "file": file("satzung.pdf", PAGE)}
    )

    assert get_document_model().objects.get().file.read() == PAGE
