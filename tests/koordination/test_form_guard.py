"""Three forms of Wagtail are answered without what they take for granted (koordination.form_guard)."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.admin.forms.choosers import URLOrAbsolutePathValidator
from wagtail.contrib.redirects.forms import ConfirmImportManagementForm
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile

pytestmark = pytest.mark.django_db
EXTERNAL_LINK, IMPORT = "wagtailadmin_choose_page_external_link", "wagtailredirects:process_import"


@pytest.fixture
def office(admin_user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    return client


@pytest.fixture
def waiting(admin_user) -> str:
    """Return the address at which a document that was uploaded gets its title."""
    kind = ContentType.objects.get_for_model(get_document_model())
    file = ContentFile(b"Text", name="merkblatt.txt")
    upload = UploadedFile.objects.create(file=file, uploaded_by_user=admin_user, for_content_type=kind)
    return reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[upload.pk])


@pytest.mark.goal("S1")
@pytest.mark.parametrize(("name", "status"), [(EXTERNAL_LINK, 200), (IMPORT, 400)])
def test_an_empty_form_is_answered(office, home, name, status):
    assert office.post(reverse(name)).status_code == status


@pytest.mark.goal("S1")
@pytest.mark.parametrize("name", [EXTERNAL_LINK, IMPORT])
def test_without_the_guard_an_empty_form_breaks(office, home, name, monkeypatch):
    """Negative control."""
    is_path, clean = URLOrAbsolutePathValidator.is_absolute_path, ConfirmImportManagementForm.clean
    monkeypatch.setattr(URLOrAbsolutePathValidator, "is_absolute_path", staticmethod(is_path.__wrapped__))
    monkeypatch.setattr(ConfirmImportManagementForm, "clean", clean.__wrapped__)

    assert office.post(reverse(name)).status_code == 500


@pytest.mark.goal("S1")
def test_a_document_that_waits_for_its_title_says_what_is_missing_and_is_then_saved(office, home, waiting):
    number = waiting.rstrip("/").rpartition("/")[2]
    by_script = {"X-Requested-With": "XMLHttpRequest"}

    empty = office.post(waiting, headers=by_script).json()
    fields = {f"uploaded-document-{number}-title": "Merkblatt", f"uploaded-document-{number}-collection": "1"}
    filled = office.post(waiting, fields, headers=by_script).json()

    assert (empty["success"], filled["success"]) == (False, True)
    assert get_document_model().objects.get().title == "Merkblatt"


@pytest.mark.goal("S1")
def test_without_the_guard_a_waiting_document_breaks(office, home, waiting, settings):
    """Negative control."""
    settings.WAGTAILDOCS_DOCUMENT_FORM_BASE = "wagtail.documents.forms.BaseDocumentForm"

    assert office.post(waiting).status_code == 500
