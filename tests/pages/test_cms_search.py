"""Whatever somebody types into a search of the CMS is text: no mark of it is syntax of the database."""

import pytest
from django.urls import reverse
from wagtail.models import Page

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S3")]
SEARCHES = ["wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index", "wagtailadmin_explore_root"]
TYPED = [
    '"',
    "¿'\"(",
    'Satzung"',
    'Satzung "neu',
    '"Satzung" OR "',
    "Satzung*",
    "(",
    "NEAR(",
    "a:b",
    "^a",
    "100%",
    "\\",
]


@pytest.mark.parametrize("name", SEARCHES)
@pytest.mark.parametrize("typed", TYPED)
def test_each_search_of_the_cms_answers(admin_client, home, name, typed):
    assert admin_client.get(reverse(name), {"q": typed}).status_code == 200


@pytest.mark.parametrize("typed", ["Muster", 'Muster"', '"Muster'])
def test_a_page_is_found_with_a_quotation_mark_too(home, typed):
    home.title = "Musterkreis"
    home.save()

    assert [page.pk for page in Page.objects.autocomplete(typed)] == [home.pk]


@pytest.mark.database_free
def test_the_librarys_own_search_breaks(admin_client, home, settings):
    """Negative control, on SQLite; if it is red, the library has learnt it and ours can go."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

    assert admin_client.get(reverse(SEARCHES[0]), {"q": 'Satzung"'}).status_code == 503
