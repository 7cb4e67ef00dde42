"""Uploads are shown to a scanner: what it knows is refused in German, and what it cannot judge is not stored."""

import io
import os
import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage
from PIL.PngImagePlugin import PngInfo
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pages.uploads.scanner import FOUND, UNCHECKED
from tests.pages.clamd import MALWARE, find_clamd, real, stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S17")]


@pytest.fixture
def folder():
    """A short path, as that of a socket may have a hundred signs, where an account without rights may enter."""
    folder = Path(tempfile.mkdtemp(prefix="koordination-clamd-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(params=["stand-in", "clamd"])
def scanner(request, settings, folder):
    """A scanner that runs and is asked."""
    if request.param == "clamd" and find_clamd() is None:
        if os.environ.get("CI"):
            pytest.fail("clamd fehlt in CI.")
        pytest.skip("Es fehlt clamd: apt-get install clamav-daemon")
    with {"stand-in": stand_in, "clamd": real}[request.param](folder) as address:
        settings.PAGES_UPLOAD_SCANNER = address
        yield request.param


def upload(client, name: str, content: bytes, kind: str = "wagtaildocs:add"):
    return client.post(reverse(kind), {"title": "Datei", "collection": 1, "file": SimpleUploadedFile(name, content)})


def picture(comment: bytes = b"") -> bytes:
    stored, info = io.BytesIO(), PngInfo()
    info.add_text("Comment", comment.decode())
    PillowImage.new("RGB", (20, 20)).save(stored, "PNG", pnginfo=info)
    return stored.getvalue()


def packed(content: bytes) -> bytes:
    """Return a file like those of a word processor, which are archives."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/embeddings/oleObject1.bin", content * 50)
    return stored.getvalue()


def errors(response) -> list:
    return response.context["form"].errors["file"]


def test_what_the_scanner_knows_is_refused_at_its_field_and_not_stored(admin_client, scanner, measured):
    response = upload(admin_client, "satzung.pdf", b"%PDF-1.7\n" + MALWARE)

    assert errors(response) == [FOUND]
    assert not get_document_model().objects.exists()
    measured(f"Schadsoftware nach eigener Signatur ({scanner}): Dokumente und Bilder am Feld abgelehnt")


def test_a_picture_is_scanned_before_it_is_decoded(admin_client, scanner):
    response = upload(admin_client, "bild.png", picture(MALWARE), "wagtailimages:add")

    assert errors(response) == [FOUND]
    assert not get_image_model().objects.exists()


def test_what_the_scanner_does_not_know_is_stored_whole(admin_client, scanner):
    content = b"%PDF-1.7\n" + b"Satzung " * 100_000

    upload(admin_client, "satzung.pdf", content)
    upload(admin_client, "bild.png", picture(), "wagtailimages:add")

    assert get_document_model().objects.get().file.read() == content
    assert get_image_model().objects.count() == 1


@pytest.mark.parametrize("scanner", ["clamd"], indirect=True)
def test_malware_inside_an_archive_is_found(admin_client, scanner):
    response = upload(admin_client, "brief.docx", packed(MALWARE))

    assert errors(response) == [FOUND]


@pytest.mark.parametrize("scanner", ["clamd"], indirect=True)
def test_clamd_runs_without_rights(scanner, folder):
    account = (folder / "clamd.sock").stat().st_uid

    assert account != 0
    assert account == folder.stat().st_uid


def test_without_a_scanner_it_is_stored(admin_client):
    """Negative control."""
    upload(admin_client, "satzung.pdf", b"%PDF-1.7\n" + MALWARE)

    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kind", "content"), [("a.pdf", "wagtaildocs:add", b"%PDF-1.7"), ("a.png", "wagtailimages:add", picture())]
)
@pytest.mark.parametrize("address", ["unix:/gibt/es/nicht.sock", "tcp://127.0.0.1:9"])
def test_where_the_scanner_is_gone_nothing_is_stored(admin_client, settings, address, name, kind, content):
    settings.PAGES_UPLOAD_SCANNER = address

    response = upload(admin_client, name, content, kind)

    assert errors(response) == [UNCHECKED]
    assert not get_document_model().objects.exists()
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("verdict", ["INSTREAM size limit exceeded. ERROR", "stream: Can't allocate memory ERROR", "?"])
def test_a_scanner_without_a_verdict_is_no_permission(admin_client, settings, folder, verdict):
    with stand_in(folder, verdict) as settings.PAGES_UPLOAD_SCANNER:
        response = upload(admin_client, "satzung.pdf", b"%PDF-1.7")

    assert errors(response) == [UNCHECKED]
    assert not get_document_model().objects.exists()
