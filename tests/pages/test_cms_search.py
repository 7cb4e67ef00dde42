"""Whatever somebody types into a search of the CMS is text: no mark of it is syntax of the database."""

import pytest
from django.db import OperationalError, transaction
from django.urls import reverse
from wagtail.models import Page
from wagtail.search import index

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S3")]
SEARCHES = ["wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index"]
TYPED = ['"', "¿'\"(", 'Satzung "neu', '"Satzung" OR "', "Satzung*", "(", "NEAR(", "a:b", "^a", "100%", "\\"]


@pytest.fixture
def indexed(home) -> Page:
    """A page that the search of the CMS knows."""
    home.title = "Musterkreis"
    home.save()
    index.insert_or_update_object(home)
    return home


@pytest.mark.parametrize("name", SEARCHES)
def test_each_search_of_the_cms_answers(admin_client, indexed, name):
    answers = {typed: admin_client.get(reverse(name), {"q": typed}).status_code for typed in TYPED}

    assert answers == dict.fromkeys(TYPED, 200)


@pytest.mark.parametrize("name", ["wagtailimages:index_results", "wagtaildocs:index_results"])
@pytest.mark.parametrize("usage", [("0", "5"), ("1337", "1337"), ("x", "-1"), ("", "9" * 30)])
def test_a_search_is_narrowed_by_how_often_a_thing_is_used(admin_client, indexed, name, usage):
    least, most = usage

    for typed in ["", "Muster", "¿'\"("]:
        asked = {"q": typed, "usage_count_min": least, "usage_count_max": most}
        assert admin_client.get(reverse(name), asked).status_code == 200


def test_the_librarys_own_search_breaks_where_pictures_are_narrowed_by_their_use(settings, admin_client, indexed):
    """Negative control; if it is red, the library has learnt it and ours can go."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

    with pytest.raises(AttributeError, match="Coalesce"):
        admin_client.get(reverse("wagtailimages:index_results"), {"q": "Muster", "usage_count_min": "1"})


@pytest.mark.parametrize("typed", ["Muster", 'Muster"', '"Muster'])
def test_a_page_is_found_with_a_quotation_mark_too(indexed, typed):
    assert [page.pk for page in Page.objects.autocomplete(typed)] == [indexed.pk]


@pytest.mark.database_free
def test_the_librarys_own_search_breaks(indexed):
    """Negative control, on SQLite; if it is red, the library has learnt it and ours can go."""
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend

    found = SQLiteSearchBackend({}).autocomplete('Muster"', Page.objects.all())

    with pytest.raises(OperationalError), transaction.atomic():
        list(found)
