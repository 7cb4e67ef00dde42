"""Parts of a page that are rendered once: never for another language, another value or after a change."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from pages import site_map
from pages.models import ContentPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def rendered(home):
    """Render a kept part whose content is written down beside the values that it is kept for."""
    template = Template('{% load kept %}{% kept "part" shown %}{{ shown }} {{ unnamed }}{% endkept %}')

    def render(shown, unnamed="", language="de"):
        with override(language):
            return template.render(Context({"shown": shown, "unnamed": unnamed}))

    return render


def test_a_part_is_rendered_once_for_the_values_that_it_names(rendered):
    assert [rendered("a", "1"), rendered("b", "2"), rendered("a", "3")] == ["a 1", "b 2", "a 1"]


def test_a_part_is_rendered_once_per_language(rendered):
    assert [rendered("a", "1"), rendered("a", "2", language="en")] == ["a 1", "a 2"]


def test_a_part_is_rendered_anew_when_a_page_changes(rendered, home):
    before = rendered("a", "1")
    home.add_child(instance=ContentPage(title="Neu", slug="neu"))

    assert (before, rendered("a", "2")) == ("a 1", "a 2")


def test_what_is_kept_stays_escaped_once(rendered):
    assert [rendered("<b>"), rendered("<b>")] == ["&lt;b&gt; ", "&lt;b&gt; "]


def test_the_menu_marks_the_page_shown_though_it_is_kept(client, home):
    for name in ("eins", "zwei"):
        home.add_child(instance=ContentPage(title=name.title(), slug=name, show_in_menus=True))

    for name in ("eins", "zwei", "eins"):
        content = client.get(f"/de/{name}/").content.decode()
        assert f'<a href="/de/{name}/" aria-current="true">{name.title()}</a>' in content
        assert content.count('aria-current="true"') == 2


def test_kept_parts_are_rendered_from_memory(client, home):
    client.get("/de/")
    for key in site_map.current().parts:
        if key[0] == "kept":
            site_map.current().parts[key] = f"[{key[2]}]"

    content = client.get("/de/").content.decode()

    assert ["[menu]" in content, "[section]" in content, "[footer]" in content] == [True, True, True]


def test_a_transaction_outdates_the_map_once_more_when_it_is_over(db, django_capture_on_commit_callbacks):
    """And at once, for itself: each change in it has a generation of its own."""
    seen = [site_map.current().generation]
    with django_capture_on_commit_callbacks(execute=True) as renewals:
        for _change in range(3):
            site_map.forget()
            seen.append(site_map.current().generation)
    seen.append(site_map.current().generation)

    assert renewals == [site_map.renew]
    assert len(set(seen)) == 5
