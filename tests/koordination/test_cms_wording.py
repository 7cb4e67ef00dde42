"""The CMS speaks German where a library's own catalogue does not."""

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory
from wagtail.admin.menu import settings_menu

pytestmark = pytest.mark.django_db


@pytest.fixture
def labels(home) -> list[str]:
    """What the menu of the settings shows to an administrator."""
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_superuser("administration", "a@musterkreis.example", "geheim-genug-1")
    return [str(item.label) for item in settings_menu.menu_items_for_request(request)]


def test_the_list_of_languages_is_called_so(labels):
    assert [label for label in labels if label in {"Sprachen", "Locale", "Locales"}] == ["Sprachen"]
