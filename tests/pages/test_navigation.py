"""The frame of every page: its content, what it costs, and when it follows a change."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from pages import site_map
from pages.models import ContentPage, LegalPage, SiteSettings
from pages.navigation import frame_for

pytestmark = pytest.mark.django_db
COLD = 8


@pytest.fixture
def tree(home):
    """Two entries of the menu (one with two children, one of them hidden), one other page, two legal ones."""
    courses = home.add_child(instance=ContentPage(title="Lernen", slug="lernen", show_in_menus=True))
    courses.add_child(instance=ContentPage(title="Kasse", slug="kasse", show_in_menus=True))
    courses.add_child(instance=ContentPage(title="Versteckt", slug="versteckt"))
    home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen", show_in_menus=True))
    home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns"))
    home.add_child(instance=LegalPage(title="Datenschutz", slug="datenschutz", kind="privacy"))
    home.add_child(instance=LegalPage(title="Impressum", slug="impressum", kind="imprint"))
    return home


def request_to(rf, path: str):
    request = rf.get(path, SERVER_NAME="localhost")
    request.user = AnonymousUser()
    return request


def test_the_frame_holds_menu_footer_and_legal_pages(rf, tree):
    frame = frame_for(request_to(rf, "/de/lernen/kasse/"))

    assert [(item.title, item.url, item.is_current) for item in frame.navigation] == [
        ("Lernen", "/de/lernen/", True),
        ("Mitmachen", "/de/mitmachen/", False),
    ]
    assert [(item.title, item.is_current) for item in frame.navigation[0].children] == [("Kasse", True)]
    assert [(link.title, link.url) for link in frame.footer_links] == [("Über uns", "/de/ueber-uns/")]
    assert [(link.kind, link.url) for link in frame.legal_links] == [
        ("imprint", "/de/impressum/"),
        ("privacy", "/de/datenschutz/"),
    ]
    assert (frame.office.site_title, frame.home_url) == ("Ehrenamt im Musterkreis", "/de/")


def test_the_breadcrumb_leads_from_home_to_the_page_without_a_query_of_its_own(client, tree):
    client.get("/de/lernen/kasse/")

    frame = client.get("/de/lernen/kasse/").context["frame"]

    assert [(step.title, step.url) for step in frame.breadcrumb] == [
        ("Ehrenamt im Musterkreis", "/de/"),
        ("Lernen", "/de/lernen/"),
        ("Kasse", "/de/lernen/kasse/"),
    ]


def test_the_home_page_has_no_breadcrumb(client, tree):
    assert client.get("/de/").context["frame"].breadcrumb == ()


def test_a_view_without_a_page_names_its_own_trail(rf, tree):
    frame = frame_for(request_to(rf, "/de/orte/"), trail=[("Orte", "/de/orte/")])

    assert [step.title for step in frame.breadcrumb] == ["Ehrenamt im Musterkreis", "Orte"]


def count_queries(action) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def test_a_cold_frame_costs_eight_queries_and_a_warm_one_none(rf, tree):
    request = request_to(rf, "/de/")
    site_map.renew()

    counts = [count_queries(lambda: frame_for(request)) for _time in range(2)]

    assert counts == [COLD, 0]


def test_a_cold_frame_costs_the_same_with_many_pages(rf, tree):
    for number in range(30):
        page = tree.add_child(instance=ContentPage(title=f"Seite {number}", slug=f"seite-{number}", show_in_menus=True))
        page.add_child(instance=ContentPage(title="Unterseite", slug="unterseite", show_in_menus=True))
    site_map.renew()

    assert count_queries(lambda: frame_for(request_to(rf, "/de/"))) == COLD


def test_each_language_and_site_has_its_own_frame(rf, tree):
    english = Locale.objects.get_or_create(language_code="en")[0]
    home = tree.copy_for_translation(english)
    home.slug = "home-en"
    home.save_revision().publish()
    home.add_child(instance=ContentPage(title="Learning", slug="learning", show_in_menus=True, locale=english))

    german = frame_for(request_to(rf, "/de/"))
    with translation.override("en"):
        frame = frame_for(request_to(rf, "/en/"))

    assert [item.title for item in german.navigation] == ["Lernen", "Mitmachen"]
    assert [(item.title, item.url) for item in frame.navigation] == [("Learning", "/en/learning/")]
    assert [link.title for link in frame.legal_links] == ["Impressum", "Datenschutz"]


def menu_titles(rf) -> list[str]:
    return [item.title for item in frame_for(request_to(rf, "/de/")).navigation]


CHANGES = {
    "publish": lambda page: change_title(page).publish(),
    "unpublish": lambda page: page.unpublish(),
    "move": lambda page: page.move(page.get_parent().get_children().get(slug="mitmachen"), pos="last-child"),
    "delete": lambda page: page.delete(),
    "save": lambda page: (setattr(page, "title", "Neu"), page.save()),
    "restrict": lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
}


def change_title(page):
    page.title = "Neu"
    return page.save_revision()


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ("publish", ["Neu", "Mitmachen"]),
        ("unpublish", ["Mitmachen"]),
        ("move", ["Mitmachen"]),
        ("delete", ["Mitmachen"]),
        ("save", ["Neu", "Mitmachen"]),
        ("restrict", ["Mitmachen"]),
    ],
)
def test_the_menu_follows_a_change_at_once(rf, tree, change, after):
    before = menu_titles(rf)
    page = ContentPage.objects.get(slug="lernen")

    CHANGES[change](page)

    assert (before, menu_titles(rf)) == (["Lernen", "Mitmachen"], after)


def test_a_draft_being_written_leaves_the_frame_warm(rf, tree):
    request = request_to(rf, "/de/")
    frame_for(request)
    page = ContentPage.objects.get(slug="lernen")
    page.title = "Entwurf"
    page.save_revision()

    assert count_queries(lambda: frame_for(request)) == 0


def test_the_office_follows_its_settings(rf, tree):
    frame_for(request_to(rf, "/de/"))
    settings = SiteSettings.objects.get()
    settings.office_name = "Neue Stelle"
    settings.save()

    assert frame_for(request_to(rf, "/de/")).office.office_name == "Neue Stelle"


def test_a_change_that_bypasses_the_signals_is_seen_after_a_minute(rf, tree, monkeypatch):
    menu_titles(rf)
    Page.objects.filter(slug="lernen").update(title="Leise geändert")
    early = menu_titles(rf)
    monkeypatch.setattr(site_map.time, "monotonic", lambda: later, raising=True)
    later = site_map._current.read_at + site_map.SECONDS + 1

    assert (early, menu_titles(rf)) == (["Lernen", "Mitmachen"], ["Leise geändert", "Mitmachen"])


@pytest.mark.django_db(transaction=True)
def test_a_map_read_by_somebody_else_before_the_commit_is_outdated_by_it(home):
    with transaction.atomic():
        home.title = "Neu"
        home.save()
        generation_inside = site_map.shared().get(site_map.GENERATION_KEY)

    assert site_map.shared().get(site_map.GENERATION_KEY) != generation_inside


@pytest.mark.parametrize("context", [{}, {"request": None}, {"page": None}, {"page": "kein Page"}])
def test_the_tag_copes_with_error_pages_and_previews(tree, context):
    rendered = Template("{% load pages_tags %}{% site_frame as f %}{{ f.navigation|length }} {{ f.breadcrumb|length }}")

    assert rendered.render(Context(context)) == "2 0"


def test_the_tag_copes_with_a_page_that_is_not_saved_yet(tree):
    rendered = Template("{% load pages_tags %}{% site_frame as f %}{{ f.navigation|length }} {{ f.breadcrumb|length }}")

    assert rendered.render(Context({"page": ContentPage(title="Neu")})) == "2 0"


def test_without_any_site_the_frame_is_empty(rf, home):
    Site.objects.all().delete()

    frame = frame_for(request_to(rf, "/de/"))

    assert (frame.office, frame.navigation, frame.legal_links, frame.home_url) == (None, (), (), "/")


def test_without_settings_the_frame_has_no_office(rf, tree):
    SiteSettings.objects.all().delete()

    assert frame_for(request_to(rf, "/de/")).office is None
    assert SiteSettings.objects.count() == 0


def test_the_frame_of_a_page_that_goes_live_later_shows_nothing_early(rf, tree):
    page = ContentPage(title="Später", slug="spaeter", show_in_menus=True, live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    tree.add_child(instance=page)

    assert menu_titles(rf) == ["Lernen", "Mitmachen"]


def test_many_addresses_ask_for_those_of_the_sites_once(tree, monkeypatch):
    """On one host each time would be a file that is read, with Valkey a question over the network."""
    pages = list(ContentPage.objects.all())
    asked = []
    read = Site.get_site_root_paths
    monkeypatch.setattr(Site, "get_site_root_paths", staticmethod(lambda: asked.append("") or read()))

    with site_map.one_per_request():
        addresses = [page.get_url() for page in pages]

    assert len(set(addresses)) == len(pages) > 1
    assert len(asked) == 1


def test_an_address_follows_a_site_whose_home_page_changes(tree):
    page = ContentPage.objects.get(slug="kasse")
    before = page.get_url()
    Site.objects.update(root_page=ContentPage.objects.get(slug="lernen"))
    Site.objects.get().save()

    assert (before, ContentPage.objects.get(slug="kasse").get_url()) == ("/de/lernen/kasse/", "/de/kasse/")
