"""Every page type as a visitor gets it: content, cost, what search engines read, no cookie."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from pages.models import ContentPage, HomePage, LegalKind, LegalPage, NewsIndexPage, NewsPage, SiteSettings
from pages.slots import hook_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def news_index(home):
    return home.add_child(instance=NewsIndexPage(title="Aktuelles", slug="aktuelles", introduction="Neues."))


def add_news(index, number: int, image=None) -> list[NewsPage]:
    return [
        index.add_child(
            instance=NewsPage(
                title=f"Meldung {day}", slug=f"meldung-{day}", date=date(2026, 1, day), summary="Kurz.", image=image
            )
        )
        for day in range(1, number + 1)
    ]


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def structured(response) -> list[dict]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return json.loads(found[1])["@graph"]


def test_the_home_page_shows_hero_entries_and_what_the_rooms_add(client, home, image):
    target = home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen"))
    home.hero_text, home.hero_image, home.hero_image_alt = "Willkommen.", image, "Markt"
    home.hero_link_page, home.hero_link_label = target, "Los geht es"
    home.audiences = [
        {
            "type": "audience",
            "value": {
                "title": "Vereine",
                "text": "Hilfe",
                "link_label": "Zu den Kursen",
                "address": "/kurse/",
                "image": image.pk,
                "image_alt": "Tisch",
            },
        }
    ]
    home.save_revision().publish()

    with hooks.register_temporarily(hook_name("home_courses"), lambda context: "drei Kurse"):
        content = client.get("/de/").content.decode()

    for text in ("Willkommen.", 'alt="Markt"', 'href="/de/mitmachen/"', "Vereine", 'href="/kurse/"', "drei Kurse"):
        assert text in content
    assert content.count("<h1") == 1


def test_a_button_needs_a_label(home):
    home.hero_link_page = home

    with pytest.raises(Exception, match="Bitte sagen Sie, was auf dem Knopf steht"):
        home.full_clean()


def test_a_page_costs_one_query_and_sets_no_cookie(client, home):
    home.add_child(instance=ContentPage(title="Über uns", slug="ueber-uns", introduction="Wir."))

    assert queries_of(client, "/de/ueber-uns/") == 1
    response = client.get("/de/ueber-uns/")
    assert (len(response.cookies), response.headers.get("Vary", "")) == (0, "")


def test_the_news_list_costs_the_same_with_1_and_12_pieces_each_with_a_picture(client, news_index, image):
    [first] = add_news(news_index, 1, image)
    few = queries_of(client, "/de/aktuelles/")
    first.delete()
    add_news(news_index, 12, image)

    assert (few, queries_of(client, "/de/aktuelles/")) == (3, 3)


def test_the_news_list_shows_the_newest_first_in_pages_of_twelve(client, news_index):
    add_news(news_index, 13)

    first, second, beyond, nonsense = (
        [page.title for page in client.get(f"/de/aktuelles/?page={number}").context["page_obj"]]
        for number in ("1", "2", "99", "x%00")
    )

    assert (first[0], first[-1], second) == ("Meldung 13", "Meldung 2", ["Meldung 1"])
    assert (beyond, nonsense) == (second, first)


def test_private_news_and_drafts_are_not_listed(client, news_index):
    open_news, private, draft = add_news(news_index, 3)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    draft.unpublish()

    assert list(client.get("/de/aktuelles/").context["page_obj"]) == [open_news]


def test_an_empty_list_says_so(client, news_index):
    assert "Noch keine Meldungen" in client.get("/de/aktuelles/").content.decode()


def test_a_piece_of_news_costs_one_query_with_its_picture(client, news_index, image):
    add_news(news_index, 1, image)

    assert queries_of(client, "/de/aktuelles/meldung-1/") == 1
    assert "1. Januar 2026" in client.get("/de/aktuelles/meldung-1/").content.decode()


@pytest.mark.parametrize("kind", LegalKind.values)
def test_every_legal_page_is_one_click_from_every_page(client, home, kind):
    home.add_child(instance=LegalPage(title="Rechtliches", slug="rechtliches", kind=kind))

    assert 'href="/de/rechtliches/"' in client.get("/de/").content.decode()
    assert client.get("/de/rechtliches/").status_code == 200


def test_the_imprint_names_the_office_from_the_settings(client, home):
    SiteSettings.objects.update(operator="Landkreis Musterkreis", represented_by="die Landrätin", vat_id="DE000000000")
    home.add_child(instance=LegalPage(title="Impressum", slug="impressum", kind="imprint"))

    content = client.get("/de/impressum/").content.decode()

    for text in ("Landkreis Musterkreis", "die Landrätin", "DE000000000", "tel:06000123"):
        assert text in content


def test_the_privacy_page_holds_what_the_rooms_say_of_personal_data(client, home):
    for kind in ("privacy", "imprint"):
        home.add_child(instance=LegalPage(title=kind, slug=kind, kind=kind))

    with hooks.register_temporarily(hook_name("privacy"), lambda context: "Verzeichnis"):
        shown = ["Verzeichnis" in client.get(f"/de/{kind}/").content.decode() for kind in ("privacy", "imprint")]

    assert shown == [True, False]


def test_a_barrier_can_be_reported_from_the_accessibility_page(client, home):
    home.add_child(instance=LegalPage(title="Barrierefreiheit", slug="barrierefreiheit", kind="accessibility"))

    response = client.get("/de/barrierefreiheit/")

    assert f'href="{response.context["frame"].contact_url}?art=barriere"' in response.content.decode()


def test_messengers_and_search_engines_are_told_what_a_page_is(client, news_index, image):
    [page] = add_news(news_index, 1, image)
    page.save_revision().publish()

    response = client.get("/de/aktuelles/meldung-1/")

    content = response.content.decode()
    assert '<meta name="description" content="Kurz.">' in content
    assert '<link rel="canonical" href="http://testserver/de/aktuelles/meldung-1/">' in content
    assert '<meta property="og:title" content="Meldung 1">' in content
    assert re.search(r'<meta property="og:image" content="http://testserver/bilder/[^"]+/fill-1200x630', content)
    kinds = [part["@type"] for part in structured(response)]
    assert kinds == ["GovernmentOrganization", "NewsArticle", "BreadcrumbList"]
    assert structured(response)[1]["datePublished"] == "2026-01-01"
    assert [item["name"] for item in structured(response)[2]["itemListElement"]] == [
        "Ehrenamt im Musterkreis",
        "Aktuelles",
        "Meldung 1",
    ]


def test_what_an_editor_writes_cannot_end_the_data_block(client, home):
    title = "</script><script>alert(1)</script><!--"
    home.add_child(instance=ContentPage(title=title, slug="boese"))

    response = client.get("/de/boese/")

    assert "<script>alert(1)" not in response.content.decode()
    assert structured(response)[1]["name"] == title


def test_without_a_description_the_summary_is_cut_for_search_engines(client, home):
    home.add_child(instance=ContentPage(title="Lang", slug="lang", introduction="Wort " * 100))

    [description] = re.findall(r'<meta name="description" content="([^"]*)"', client.get("/de/lang/").content.decode())

    assert (len(description), description[-1]) == (160, "…")


@pytest.mark.parametrize("page_type", [HomePage, ContentPage, NewsIndexPage, NewsPage, LegalPage])
def test_every_page_type_offers_all_its_own_fields_to_the_api(page_type):
    own = {field.name for field in page_type._meta.get_fields() if field.model is page_type and field.concrete}

    assert own - {"page_ptr"} <= {field.name for field in page_type.api_fields}


@pytest.mark.parametrize("model", ["contentpage", "newsindexpage", "legalpage", "homepage"])
def test_the_cms_shows_the_form_of_every_page_type(admin_client, home, model):
    response = admin_client.get(f"/admin/pages/add/pages/{model}/{home.pk}/")

    assert response.status_code == 200


def test_a_foreign_home_page_may_hold_our_index_pages():
    for index_page in (NewsIndexPage, ContentPage, LegalPage):
        assert {Page, HomePage, ContentPage} <= set(index_page.allowed_parent_page_models())
