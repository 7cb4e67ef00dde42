"""Pages over the API: what is told of each, what never is, and what it costs."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail.rich_text import RichText

from pages.models import ContentPage, LegalPage, NewsIndexPage, NewsPage
from tests import factories
from tests.pages.conftest import picture_file

pytestmark = pytest.mark.django_db


def add(parent, title: str, **fields) -> ContentPage:
    return parent.add_child(instance=ContentPage(title=title, slug=title.lower().replace(" ", "-"), **fields))


def titles(client, query: str = "") -> list[str]:
    return [item["title"] for item in client.get(f"/api/v1/seiten/{query}").json()["items"]]


def body_of(client, page) -> list[dict]:
    return client.get(f"/api/v1/seiten/{page.pk}/").json()["body"]


def add_document(title: str):
    content = b"%PDF-1.4"
    return get_document_model().objects.create(
        title=title, file=ContentFile(content, name="datei.pdf"), file_size=len(content)
    )


def english(page, parent, title: str):
    """Publish the translation of a page below the translation of its parent."""
    locale, _created = Locale.objects.get_or_create(language_code="en")
    copy = page.copy_for_translation(locale, copy_parents=parent is not None)
    copy.title, copy.live = title, True
    copy.save()
    return copy


def restrict(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_a_list_says_of_each_page_what_it_is_and_where(client, home):
    page = add(home, "Mitmachen", search_description="So geht es.")

    answer = client.get("/api/v1/seiten/").json()

    assert answer["count"] == 2
    assert answer["items"][1] == {
        "id": page.pk,
        "type": "pages.ContentPage",
        "title": "Mitmachen",
        "description": "So geht es.",
        "url": "/de/mitmachen/",
        "locale": "de",
        "published_at": None,
        "changed_at": None,
        "translations": [],
    }


def test_drafts_private_pages_and_what_is_below_them_are_never_told(client, home):
    add(home, "Entwurf", live=False)
    private = add(home, "Intern")
    below = add(private, "Protokolle")
    restrict(private)

    statuses = [client.get(f"/api/v1/seiten/{page.pk}/").status_code for page in (private, below)]

    assert titles(client) == [home.title]
    assert statuses == [404, 404]
    assert client.get("/api/v1/seiten/nach-adresse/?path=/de/intern/protokolle/").status_code == 404


def test_the_alias_of_a_page_that_became_private_is_never_told(client, home):
    """Negative control: Wagtail's own public() lets the alias through."""
    private = add(home, "Intern")
    alias = private.create_alias(parent=home, update_slug="auch-intern")
    restrict(private)

    assert titles(client) == [home.title]
    assert client.get(f"/api/v1/seiten/{alias.pk}/").status_code == 404
    assert list(Page.objects.live().public().filter(pk=alias.pk)) == [Page.objects.get(pk=alias.pk)]


def test_pages_of_another_site_are_not_told(client, home):
    other = home.get_parent().add_child(instance=ContentPage(title="Nachbarkreis", slug="nachbar"))

    assert titles(client) == [home.title]
    assert client.get(f"/api/v1/seiten/{other.pk}/").status_code == 404


def test_a_language_narrows_the_list_and_every_page_names_its_translations(client, home):
    english_home = english(home, None, "Volunteering")
    page = add(home, "Mitmachen")
    translated = english(page, english_home, "Join in")

    german = client.get("/api/v1/seiten/?locale=de").json()

    assert titles(client, "?locale=en") == ["Volunteering", "Join in"]
    assert german["items"][1]["translations"] == [
        {"locale": "en", "id": translated.pk, "title": "Join in", "url": "/en/mitmachen/"}
    ]


def test_a_draft_translation_is_not_named(client, home):
    copy = english(home, None, "Volunteering")
    Page.objects.filter(pk=copy.pk).update(live=False)

    assert client.get(f"/api/v1/seiten/{home.pk}/").json()["translations"] == []


def test_type_parent_and_order_narrow_the_list(client, home):
    news = home.add_child(instance=NewsIndexPage(title="Aktuelles", slug="aktuelles"))
    for day in (1, 3, 2):
        news.add_child(instance=NewsPage(title=f"Am {day}.", slug=f"am-{day}", date=f"2026-01-0{day}"))
    add(home, "Über uns")

    assert titles(client, "?type=pages.NewsPage&order=newest") == ["Am 3.", "Am 2.", "Am 1."]
    assert titles(client, f"?parent={home.pk}") == ["Aktuelles", "Über uns"]
    assert titles(client, f"?parent={news.pk}&limit=1&offset=1") == ["Am 3."]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=101", "limit"),
        ("limit=0", "limit"),
        ("offset=-1", "offset"),
        ("order=zufall", "order"),
        ("locale=xx", "locale"),
        ("type=auth.User", "type"),
        ("fields=title,password", "fields"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_that_names_the_field(client, home, query, field):
    response = client.get(f"/api/v1/seiten/?{query}")

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert [error["field"] for error in response.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("99999999999999999999/", 404),
        ("?parent=99999999999999999999", 422),
        ("?parent=eins", 422),
        ("?type=%00x", 422),
        ("?locale=%25' OR 1=1 --", 422),
        (f"?fields={'x' * 600}", 422),
        (f"nach-adresse/?path=/de/{'x/' * 190}", 404),
        (f"nach-adresse/?path=/{'x' * 450}", 422),
        ("nach-adresse/?path=/de/%00/", 404),
        ("nach-adresse/?path=/de/../../etc/", 404),
        ("nach-adresse/?path=%", 422),
        ("nach-adresse/", 422),
    ],
)
def test_odd_questions_are_refused_and_never_a_fault(client, home, path, status):
    response = client.get(f"/api/v1/seiten/{path}")

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


def test_fields_keep_only_what_is_asked_for(client, home):
    page = add(home, "Mitmachen", introduction="Kommen Sie.")

    listed = client.get("/api/v1/seiten/?fields=title,url").json()
    alone = client.get(f"/api/v1/seiten/{page.pk}/?fields=id,introduction").json()

    assert listed["items"][1] == {"title": "Mitmachen", "url": "/de/mitmachen/"}
    assert alone == {"id": page.pk, "introduction": "Kommen Sie."}


def test_a_page_is_found_by_its_id_and_by_its_address(client, home):
    page = add(add(home, "Lernen"), "Kasse")

    by_id = client.get(f"/api/v1/seiten/{page.pk}/").json()
    by_address = client.get("/api/v1/seiten/nach-adresse/?path=/de/lernen/kasse/").json()

    assert by_address == by_id
    assert by_id["breadcrumb"] == [
        {"title": "Ehrenamt im Musterkreis", "url": "/de/"},
        {"title": "Lernen", "url": "/de/lernen/"},
        {"title": "Kasse", "url": "/de/lernen/kasse/"},
    ]


@pytest.mark.parametrize("path", ["/de/gibt-es-nicht/", "/xx/", "/admin/", "//example.org/", "/de/kontakt/", "/"])
def test_an_address_without_a_page_is_a_404(client, home, path):
    response = client.get("/api/v1/seiten/nach-adresse/", {"path": path})

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_every_block_is_told_by_its_kind(client, home, image):
    document = add_document("Antrag")
    target = add(home, "Ziel")
    table = {
        "data": [["Amt", "Tag"], ["Kasse", None]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "Sprechzeiten",
    }
    body = [
        ("text", RichText("<p>Ein <b>Absatz</b>.</p>")),
        ("image", {"image": image, "alt_text": "Marktplatz", "decorative": False, "caption": "Der Markt"}),
        ("call_to_action", {"heading": "Los", "text": "", "link": {"label": "Weiter", "page": target, "address": ""}}),
        ("accordion", {"items": [{"title": "Kosten?", "body": RichText("<p>Nichts.</p>")}]}),
        ("table", table),
        ("contact", {"name": "Kursbüro", "role": "", "phone": "06000 123-10", "email": "", "hours": ""}),
        ("documents", {"heading": "", "documents": [document]}),
        ("embed", {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Ein Film", "summary": ""}),
    ]
    page = add(home, "Alles", body=body)

    blocks = {block["type"]: block["value"] for block in body_of(client, page)}

    picture = blocks["image"].pop("image")
    file = blocks["documents"].pop("documents")
    assert blocks == {
        "text": "<p>Ein <b>Absatz</b>.</p>",
        "image": {"alt_text": "Marktplatz", "decorative": False, "caption": "Der Markt"},
        "call_to_action": {
            "heading": "Los",
            "text": "",
            "link": {
                "label": "Weiter",
                "page": {"id": target.pk, "title": "Ziel", "url": "/de/ziel/"},
                "address": "",
            },
        },
        "accordion": {"items": [{"title": "Kosten?", "body": "<p>Nichts.</p>"}]},
        "table": {"caption": "Sprechzeiten", "header": ["Amt", "Tag"], "rows": [["Kasse", ""]], "row_headers": False},
        "contact": {"name": "Kursbüro", "role": "", "phone": "06000 123-10", "email": "", "hours": ""},
        "documents": {"heading": ""},
        "embed": {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Ein Film", "summary": ""},
    }
    assert (picture["alt"], picture["width"], [source["width"] for source in picture["sources"]]) == (
        "Marktplatz",
        1000,
        [400, 800, 1000],
    )
    assert [(item["title"], item["extension"], item["size"]) for item in file] == [("Antrag", "pdf", 8)]
    assert client.get(picture["url"])["Content-Type"] == "image/jpeg"
    assert client.get(picture["sources"][0]["url"])["Content-Type"] == "image/webp"
    assert client.get(file[0]["url"]).status_code == 200


def test_pictures_of_a_page_carry_the_text_beside_them(client, home, image):
    news = home.add_child(instance=NewsIndexPage(title="Aktuelles", slug="aktuelles"))
    item = news.add_child(instance=NewsPage(title="Neu", slug="neu", image=image, image_alt="Ein Tisch"))

    answer = client.get(f"/api/v1/seiten/{item.pk}/").json()

    assert answer["image"]["alt"] == "Ein Tisch"
    assert answer["social_image"] is None


def test_links_in_texts_are_resolved_and_lead_only_where_everybody_may_go(client, home):
    document = add_document("Antrag")
    target, draft, private = add(home, "Ziel"), add(home, "Entwurf", live=False), add(home, "Intern")
    restrict(private)
    source = (
        f'<p><a linktype="page" id="{target.pk}">offen</a> <a linktype="page" id="{draft.pk}">Entwurf</a> '
        f'<a linktype="page" id="{private.pk}">intern</a> <a linktype="document" id="{document.pk}">Datei</a> '
        '<a href="https://example.org/">außen</a> <a linktype="page" id="99999">weg</a></p>'
    )
    page = add(home, "Links", body=[("text", RichText(source))])

    [block] = body_of(client, page)

    assert block["value"] == (
        '<p><a href="/de/ziel/">offen</a> Entwurf intern '
        f'<a href="http://testserver{document.url}">Datei</a> <a href="https://example.org/">außen</a> weg</p>'
    )


def test_a_chosen_page_that_is_not_open_is_null(client, home):
    draft = add(home, "Entwurf", live=False)
    link = {"label": "Weiter", "page": draft, "address": ""}
    page = add(home, "Aufruf", body=[("call_to_action", {"heading": "Los", "text": "", "link": link})])

    assert body_of(client, page)[0]["value"]["link"]["page"] is None


def test_links_lead_to_the_translation_in_the_language_of_the_page(client, home):
    english_home = english(home, None, "Volunteering")
    target = add(home, "Ziel")
    english(target, english_home, "Target")
    page = english_home.add_child(
        instance=ContentPage(
            title="Links",
            slug="links",
            locale=english_home.locale,
            body=[("text", RichText(f'<p><a linktype="page" id="{target.pk}">there</a></p>'))],
        )
    )

    assert body_of(client, page)[0]["value"] == '<p><a href="/en/ziel/">there</a></p>'


def test_texts_are_safe_whatever_stands_in_the_database(client, home):
    """Negative control: the stored text really holds what must not come out."""
    source = (
        '<p onclick="x()">Text<script>alert(1)</script><img src="x" onerror="y()">'
        '<a href="jav&#9;ascript:alert(1)">Klick</a><iframe src="//böse.example"></iframe></p>'
    )
    page = add(home, "Gefahr", body=[("text", RichText(source))])

    [block] = body_of(client, page)

    assert ContentPage.objects.get(pk=page.pk).body[0].value.source == source
    assert block["value"] == "<p>TextKlick</p>"


def test_each_page_type_answers_what_its_schema_says(client, course):
    pages = factories.make_content(course.page.get_parent().get_parent().specific)
    course.page.tags.add("Recht")
    course.page.save()

    answers = {page.pk: client.get(f"/api/v1/seiten/{page.pk}/") for page in [course.page, *pages.values()]}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert answers[course.page.pk].json()["tags"] == ["Recht"]
    assert answers[pages["imprint"].pk].json()["kind"] == "imprint"


@pytest.mark.parametrize("number", [2, 25])
def test_a_list_costs_three_queries_with_few_and_many(client, home, number, django_assert_num_queries):
    news = home.add_child(instance=NewsIndexPage(title="Aktuelles", slug="aktuelles"))
    for day in range(number):
        news.add_child(instance=NewsPage(title=f"Meldung {day}", slug=f"meldung-{day}"))
    restrict(add(home, "Intern"))
    english(home, None, "Volunteering")
    url = f"/api/v1/seiten/?type=pages.NewsPage&order=newest&parent={news.pk}&limit=20"
    client.get(url)

    with django_assert_num_queries(3):
        assert len(client.get(url).json()["items"]) == min(number, 20)


@pytest.mark.parametrize("number", [1, 12])
def test_a_page_costs_the_same_with_few_and_many_blocks(client, home, number, django_assert_num_queries):
    body = []
    for index in range(number):
        picture = get_image_model().objects.create(title=f"Bild {index}", file=picture_file(f"bild{index}.jpg"))
        file = add_document("Datei")
        target = add(home, f"Ziel {index}")
        link = {"label": "Weiter", "page": target, "address": ""}
        body += [
            ("text", RichText(f'<p><a linktype="page" id="{target.pk}">a</a><a linktype="document" id="{file.pk}">')),
            ("image", {"image": picture, "alt_text": "Bild", "decorative": False, "caption": ""}),
            ("documents", {"heading": "", "documents": [file]}),
            ("call_to_action", {"heading": "Los", "text": "", "link": link}),
        ]
    page = add(home, "Viel", body=body)
    english(home, None, "Volunteering")
    url = f"/api/v1/seiten/{page.pk}/"
    client.get(url)

    # The row, the page; the files of the blocks; targets (2), way, translations.
    with django_assert_num_queries(7):
        assert len(client.get(url).json()["body"]) == 4 * number


def test_the_languages_name_themselves(client, home):
    english(home, None, "Volunteering")

    assert client.get("/api/v1/sprachen/").json() == [
        {"locale": "de", "name": "Deutsch", "direction": "ltr", "home_url": "/de/"},
        {"locale": "en", "name": "English", "direction": "ltr", "home_url": "/en/"},
    ]


def test_the_navigation_speaks_the_language_asked_for(client, home):
    english(home, None, "Volunteering")
    home.add_child(instance=LegalPage(title="Impressum", slug="impressum", kind="imprint"))

    german = client.get("/api/v1/navigation/?locale=de", headers={"Accept-Language": "en"}).json()
    asked = client.get("/api/v1/navigation/?locale=en").json()

    assert (german["home_url"], asked["home_url"]) == ("/de/", "/en/")
