"""Documents: only the kinds on the list come in, and they leave as attachments."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db
ACTIVE = b"<script>alert(document.domain)</script>"


def upload(client, name: str, content: bytes = ACTIVE):
    return client.post(
        reverse("wagtaildocs:add"), {"title": "Datei", "collection": 1, "file": SimpleUploadedFile(name, content)}
    )


@pytest.mark.parametrize(
    "name",
    ["seite.html", "bild.svg", "programm.exe", "satzung.pdf.html", "skript.js", "satzung\u202efdp.exe", "x", "a.htm"],
)
def test_what_is_not_on_the_list_is_refused(admin_client, name):
    response = upload(admin_client, name)

    assert response.status_code == 200
    assert not get_document_model().objects.exists()


def test_without_the_list_an_html_file_comes_in(admin_client, settings):
    """Negative control of the test above."""
    settings.WAGTAILDOCS_EXTENSIONS = None

    upload(admin_client, "seite.html")

    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize("name", ["satzung.pdf", "liste.csv", "brief.odt"])
def test_a_document_is_served_as_an_attachment_that_can_do_nothing(client, home, name):
    document = get_document_model().objects.create(title="Satzung", file=ContentFile(ACTIVE, name))

    response = client.get(document.url)

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_picture_of_active_content_is_refused(admin_client):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

    for name in ("bild.svg", "bild.png"):
        admin_client.post(
            reverse("wagtailimages:add"),
            {"title": "Bild", "collection": 1, "file": SimpleUploadedFile(name, svg, "image/svg+xml")},
        )

    assert not get_image_model().objects.exists()
