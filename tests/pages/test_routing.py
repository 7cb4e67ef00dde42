"""The page of an address with one query once its way is known, and everything that Wagtail's own routing allows."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils.translation import override
from wagtail import views
from wagtail.models import Locale, Page, PageViewRestriction, Site

from pages import middleware, site_map
from pages.models import ContentPage

pytestmark = pytest.mark.django_db
DEPTHS = 4
# What Wagtail 8.0 needs for the same four pages; a newer Wagtail may need less, then this tells us.
WAGTAILS_OWN = [8, 10, 12, 14]


@pytest.fixture
def deep(home):
    """A page five levels below the root: /de/ebene-1/ebene-2/ebene-3/ebene-4/."""
    page = home
    for number in range(1, DEPTHS + 1):
        page = page.add_child(instance=ContentPage(title=f"Ebene {number}", slug=f"ebene-{number}"))
    return page


def way_to(page) -> list[Page]:
    """Return the content pages from the first level down to a page."""
    return list(page.get_ancestors(inclusive=True).filter(depth__gt=2).specific())


def url_of(page) -> str:
    return page.get_url()


def queries_of(client, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return [query["sql"] for query in queries]


@pytest.fixture
def wagtails_own_routing(monkeypatch):
    """The negative control: Wagtail looks for the page by itself."""
    monkeypatch.setattr(middleware, "prepare_route", lambda *args, **kwargs: None)


def test_a_page_costs_one_query_whatever_its_depth(client, home, deep):
    counts = [len(queries_of(client, url_of(page))) for page in way_to(deep)]

    assert counts == [1, 1, 1, 1]


def test_a_way_is_read_with_one_query_more_after_a_change(client, home, deep):
    client.get(url_of(home))
    with CaptureQueriesContext(connection) as first:
        client.get(url_of(deep))

    assert len(first) - len(queries_of(client, url_of(deep))) == 1


def test_who_may_see_a_page_is_read_each_time(client, deep):
    """Written past all signals, so that nothing tells the site map."""
    client.get(url_of(deep))
    parent = deep.get_parent()
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=parent.pk, restriction_type=PageViewRestriction.LOGIN)]
    )
    restricted = client.get(url_of(deep)).status_code
    PageViewRestriction.objects.all()._raw_delete("default")
    Page.objects.filter(pk=deep.pk).update(live=False)

    assert (restricted, client.get(url_of(deep)).status_code) == (302, 404)


def test_an_address_that_leads_nowhere_is_not_remembered(client, deep):
    client.get(url_of(deep))
    known = len(site_map.current().parts)

    for number in range(5):
        client.get(f"/de/ebene-1/gibt-es-nicht-{number}/")

    assert len(site_map.current().parts) == known


def test_the_oldest_part_gives_way_when_the_map_is_full(home, monkeypatch):
    monkeypatch.setattr(site_map, "PARTS", 3)
    known = site_map.current()
    known.parts.clear()

    for key in "abcd":
        known.part(key, lambda key=key: key.upper())

    assert list(known.parts.items()) == [("b", "B"), ("c", "C"), ("d", "D")]


@pytest.mark.usefixtures("wagtails_own_routing")
def test_wagtails_own_routing_costs_more_with_each_level(client, home, deep):
    counts = [len(queries_of(client, url_of(page))) for page in way_to(deep)]

    assert counts == WAGTAILS_OWN


def test_many_siblings_and_restrictions_cost_nothing(client, home, deep):
    before = len(queries_of(client, url_of(deep)))
    for number in range(20):
        page = home.add_child(instance=ContentPage(title=f"Seite {number}", slug=f"seite-{number}"))
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert len(queries_of(client, url_of(deep))) == before


@pytest.mark.parametrize("address", ["gibt-es-nicht/", "ebene-1/gibt-es-nicht/", "ebene-1/ebene-2/x/y/"])
def test_an_address_without_a_page_is_not_found(client, deep, address):
    assert client.get(f"/de/{address}").status_code == 404


def test_a_draft_is_not_found_but_a_live_page_below_it_is(client, deep):
    parent = deep.get_parent().specific
    parent.unpublish()

    assert [client.get(url_of(page)).status_code for page in (parent, deep)] == [404, 200]


def test_an_address_of_a_thousand_parts_is_not_found(client, deep):
    assert client.get("/de/" + "ebene-1/" * 1000).status_code == 404


@pytest.mark.parametrize("which", ["root", "home", "parent", "page"])
def test_a_private_page_stays_private_wherever_the_restriction_is(client, home, deep, which):
    restricted = {"root": Page.get_first_root_node(), "home": home, "parent": deep.get_parent(), "page": deep}[which]
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)

    response = client.get(url_of(deep))

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_the_restriction_is_what_keeps_the_page_private(client, deep):
    restriction = PageViewRestriction.objects.create(page=deep, restriction_type=PageViewRestriction.LOGIN)
    private = client.get(url_of(deep)).status_code
    restriction.delete()

    assert (private, client.get(url_of(deep)).status_code) == (302, 200)


def test_a_group_restriction_lets_its_members_in(client, django_user_model, deep):
    group = Group.objects.create(name="Vorstand")
    restriction = PageViewRestriction.objects.create(page=deep, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(group)
    member = django_user_model.objects.create_user("mitglied", "m@musterkreis.example", "geheim-genug-1")
    member.groups.add(group)
    anonymous = client.get(url_of(deep)).status_code
    client.force_login(member)

    assert (anonymous, client.get(url_of(deep)).status_code) == (302, 200)


def test_an_alias_is_as_private_as_its_source(client, home, deep):
    alias = deep.create_alias(parent=home, update_slug="alias")
    open_to_all = client.get(url_of(alias)).status_code
    PageViewRestriction.objects.create(page=deep, restriction_type=PageViewRestriction.LOGIN)

    assert (open_to_all, client.get(url_of(alias)).status_code) == (200, 302)


def test_a_page_below_an_alias_of_a_private_page_is_private(client, home, deep):
    alias = home.get_children().get(slug="ebene-1").specific.create_alias(parent=home, update_slug="alias")
    below = alias.add_child(instance=ContentPage(title="Darunter", slug="darunter"))
    PageViewRestriction.objects.create(
        page=home.get_children().get(slug="ebene-1"), restriction_type=PageViewRestriction.LOGIN
    )

    assert client.get(url_of(below)).status_code == 302


def test_a_translation_is_found_in_its_language(client, home):
    english = Locale.objects.get_or_create(language_code="en")[0]
    german_page = home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns"))
    english_home = home.copy_for_translation(english)
    english_home.slug = "home-en"
    english_home.save_revision().publish()
    english_page = german_page.copy_for_translation(english)
    english_page.title, english_page.slug = "About us", "about-us"
    english_page.save_revision().publish()

    found = [client.get(url) for url in ("/de/ueber-uns/", "/en/about-us/", "/en/ueber-uns/")]

    assert [response.status_code for response in found] == [200, 200, 404]
    assert [response.context["page"].title for response in found[:2]] == ["Über uns", "About us"]
    assert [response.context["page"].locale.language_code for response in found[:2]] == ["de", "en"]


def test_without_a_translation_the_sites_own_tree_answers_in_every_language(client, deep):
    with override("en"):
        Locale.objects.get_or_create(language_code="en")

    assert client.get("/en/ebene-1/").status_code == 200


def test_a_moved_page_is_found_at_its_new_address_at_once(client, home, deep):
    client.get(url_of(deep))
    deep.move(home, pos="last-child")
    deep.refresh_from_db()

    old = client.get("/de/ebene-1/ebene-2/ebene-3/ebene-4/")
    assert client.get("/de/ebene-4/").status_code == 200
    assert (old.status_code, old["Location"]) == (301, "/de/ebene-4/")


def test_a_deleted_page_is_gone_at_once(client, deep):
    url = url_of(deep)
    client.get(url)
    deep.delete()

    assert client.get(url).status_code == 404


def test_each_host_has_its_own_site(client, home):
    other_home = Page.get_first_root_node().add_child(
        instance=ContentPage(title="Anderer Kreis", slug="anderer", locale=home.locale)
    )
    Site.objects.create(hostname="anderer.example", port=80, root_page=other_home)

    titles = [
        client.get("/de/", headers={"host": host}).context["page"].title
        for host in ("localhost", "anderer.example", "unbekannt.example")
    ]

    assert titles == [home.title, "Anderer Kreis", home.title]


@pytest.mark.parametrize(
    ("sites", "host", "port"),
    [
        ([("a.example", 80, False), ("b.example", 80, True)], "a.example", 80),
        ([("a.example", 80, False), ("a.example", 8000, False), ("b.example", 80, True)], "a.example", 9000),
        ([("a.example", 80, True), ("a.example", 8000, False)], "a.example", 9000),
        ([("a.example", 80, False), ("a.example", 8000, True)], "a.example", 80),
        ([("a.example", 80, False)], "c.example", 80),
        ([("a.example", 80, False), ("a.example", 8000, False)], "a.example", 9000),
        ([], "a.example", 80),
    ],
)
def test_the_site_is_the_one_wagtail_would_choose(rf, home, sites, host, port):
    Site.objects.all().delete()
    for hostname, site_port, is_default in sites:
        Site.objects.create(hostname=hostname, port=site_port, is_default_site=is_default, root_page=home)
    request = rf.get("/", SERVER_NAME=host, SERVER_PORT=str(port))

    chosen = site_map.current().site_for(request)

    assert chosen == Site.find_for_request(request)


def test_a_page_type_with_a_route_of_its_own_gets_the_rest_of_the_address(client, home, monkeypatch):
    seen = []

    def own_route(self, request, path_components):
        seen.append(path_components)
        return Page.route(self, request, [])

    page = home.add_child(instance=ContentPage(title="Kalender", slug="kalender"))
    monkeypatch.setattr(ContentPage, "route", own_route)

    response = client.get("/de/kalender/2026/11/")

    assert (response.status_code, response.context["page"].pk, seen) == (200, page.pk, [["2026", "11"]])


def test_a_tree_in_disorder_is_left_to_wagtail(client, home, deep):
    Page.objects.filter(pk=deep.pk).update(path="00019999", depth=2)

    assert client.get("/de/ebene-1/ebene-2/ebene-3/ebene-4/").status_code == 404


def test_a_site_without_a_page_tree_is_not_found(client, home):
    Site.objects.all().delete()

    assert client.get("/de/").status_code == 404


def test_the_serve_view_is_the_one_that_is_prepared():
    assert middleware.serve is views.serve
    assert isinstance(path("", views.serve).callback, type(views.serve))
