"""Pages and pictures that a page points to: read once, never shared, never older than the database."""

import pytest
from wagtail.images import get_image_model
from wagtail.models import Page

from pages.models import ContentPage, HomePage
from pages.shown_rows import PageBlock, PictureBlock, shown_rows
from tests.pages.conftest import picture_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(home):
    """A page that others point to."""
    return home.add_child(instance=ContentPage(title="Ziel", slug="ziel"))


@pytest.fixture
def picture(db):
    return get_image_model().objects.create(title="Bild", file=picture_file("bild.jpg"))


@pytest.mark.parametrize("number", [1, 3])
def test_rows_are_read_by_one_query_and_then_by_none(home, number, django_assert_num_queries):
    keys = [home.add_child(instance=ContentPage(title=f"Ziel {n}", slug=f"ziel-{n}")).pk for n in range(number)]
    shown_rows(Page, [])

    with django_assert_num_queries(1):
        assert shown_rows(Page, keys).keys() == set(keys)
    with django_assert_num_queries(0):
        assert shown_rows(Page, keys).keys() == set(keys)


def test_a_row_that_is_gone_is_left_out(home, target):
    key = target.pk
    shown_rows(Page, [key])
    target.delete()

    assert shown_rows(Page, [home.pk, key]).keys() == {home.pk}


def test_a_change_is_seen_at_once(target, picture):
    shown_rows(Page, [target.pk])
    shown_rows(type(picture), [picture.pk])
    target.title, picture.title = "Neues Ziel", "Neues Bild"
    target.save()
    picture.save()

    found = [shown_rows(Page, [target.pk])[target.pk], shown_rows(type(picture), [picture.pk])[picture.pk]]

    assert [row.title for row in found] == ["Neues Ziel", "Neues Bild"]


def test_a_change_that_no_signal_tells_is_not_seen(target):
    """Negative control: rows are kept indeed."""
    shown_rows(Page, [target.pk])
    Page.objects.filter(pk=target.pk).update(title="Neues Ziel")

    assert shown_rows(Page, [target.pk])[target.pk].title == "Ziel"


def test_what_one_caller_puts_onto_a_row_no_other_one_sees(target, picture):
    shown_rows(Page, [target.pk])[target.pk].title = "Verändert"
    one, other = PictureBlock().bulk_to_python([picture.pk, picture.pk])
    one.title = "Verändert"

    assert [shown_rows(Page, [target.pk])[target.pk].title, other.title] == ["Ziel", "Bild"]


def test_blocks_keep_the_order_and_the_gaps(home, target):
    found = PageBlock().bulk_to_python([target.pk, None, 0, home.pk])

    assert [row and row.title for row in found] == ["Ziel", None, None, home.title]


def test_a_home_page_shows_its_picture_and_its_button_without_a_query_of_their_own(
    client, home, target, picture, django_assert_num_queries
):
    HomePage.objects.filter(pk=home.pk).update(hero_image=picture, hero_link_page=target, hero_link_label="Los")
    client.get("/de/")

    with django_assert_num_queries(2):
        content = client.get("/de/").content.decode()

    assert f'href="{target.get_url()}"' in content
    assert content.count("<picture>") == 1


def test_a_button_vanishes_when_its_target_is_unpublished(client, home, target):
    HomePage.objects.filter(pk=home.pk).update(hero_link_page=target, hero_link_label="Zum Ziel")
    before = client.get("/de/").content.decode()
    target.unpublish()

    assert ["Zum Ziel" in before, "Zum Ziel" in client.get("/de/").content.decode()] == [True, False]
