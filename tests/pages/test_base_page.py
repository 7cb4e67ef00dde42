"""The guards of BasePage."""

import pytest
from django.test import override_settings
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object, translate_page_subtree

from pages.models import BasePage, ContentPage
from tests import factories


def translate_subtree(home) -> Page:
    """Submit the home page with its subtree for translation, as the CMS does; return the new home page."""
    english = Locale.objects.get_or_create(language_code="en")[0]
    translate_object(home, [english])
    translate_page_subtree(home.pk, [english], None, None)
    return home.get_translation(english)


@pytest.fixture
def small_tree(transactional_db):
    home = factories.make_home()
    parent = home.add_child(instance=ContentPage(title="Eltern", slug="eltern"))
    parent.add_child(instance=ContentPage(title="Kind", slug="kind"))
    home.refresh_from_db()
    return home


def number_of_children(home) -> list[int]:
    return list(home.get_descendants(inclusive=True).order_by("path").values_list("numchild", flat=True))


def test_pasted_text_is_cleaned_when_a_page_is_saved(home):
    page = home.add_child(
        instance=ContentPage(title="Kasse", slug="kasse", introduction=" Wo\u00adhin\x0b\r\nmit Geld?")
    )

    page.refresh_from_db()

    assert page.introduction == "Wohin\nmit Geld?"


@override_settings(WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE=True)
def test_translating_a_subtree_keeps_every_child(small_tree):
    translated = translate_subtree(small_tree)

    assert number_of_children(translated) == [1, 1, 0]
    assert [problem for problems in Page.find_problems() for problem in problems or []] == []


@override_settings(WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE=True)
def test_without_the_guard_the_children_vanish(small_tree, monkeypatch):
    monkeypatch.delattr(BasePage, "with_content_json")

    translated = translate_subtree(small_tree)

    assert number_of_children(translated) != [1, 1, 0]
