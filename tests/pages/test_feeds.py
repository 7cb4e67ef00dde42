"""Lists as Atom feeds: found from their page, valid, and silent about people."""

import re

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from kurse.models import Course
from pages.models import NewsIndexPage, NewsPage
from tests import factories
from tests.pages.feed_reader import read_feed

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(home):
    return home.add_child(instance=NewsIndexPage(title="Aktuelles & mehr", slug="aktuelles", introduction="Neues."))


def add_news(news, number: int) -> list[NewsPage]:
    return [
        news.add_child(
            instance=NewsPage(title=f"Am {day}.", slug=f"am-{day}", date=f"2026-01-{day:02}", summary="Kurz <und> gut.")
        )
        for day in range(1, number + 1)
    ]


def feed_of(client, page_url: str) -> str:
    """Return the address of the feed that a page names in its head."""
    content = client.get(page_url).content.decode()
    return re.search(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)"', content)[1]


def test_news_are_a_feed_that_their_page_names(client, home, news):
    add_news(news, 2)

    response = client.get(feed_of(client, "/de/aktuelles/"))
    feed = read_feed(response.content)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (feed.title, feed.author, feed.link) == (
        "Aktuelles & mehr",
        "Koordinierungsstelle Ehrenamt",
        "http://testserver/de/aktuelles/",
    )
    assert [(entry.title, entry.link) for entry in feed.entries] == [
        ("Am 2.", "http://testserver/de/aktuelles/am-2/"),
        ("Am 1.", "http://testserver/de/aktuelles/am-1/"),
    ]
    assert feed.entries[0].summary == "Kurz <und> gut."
    assert feed.entries[0].updated.isoformat() == "2026-01-02T00:00:00+01:00"


def test_the_feed_holds_only_what_everybody_may_read(client, home, news):
    _open, draft, private = add_news(news, 3)
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert [entry.title for entry in read_feed(client.get(f"/de/meldungen/{news.pk}.atom").content).entries] == [
        "Am 1."
    ]


def test_a_feed_of_a_private_list_or_in_another_language_does_not_exist(client, home, news):
    assert client.get(f"/en/meldungen/{news.pk}.atom").status_code == 404

    PageViewRestriction.objects.create(page=news, restriction_type="login")

    assert client.get(f"/de/meldungen/{news.pk}.atom").status_code == 404


def test_a_reader_that_has_the_feed_gets_304_until_it_changes(client, home, news):
    first = client.get(f"/de/meldungen/{news.pk}.atom")
    same = client.get(f"/de/meldungen/{news.pk}.atom", headers={"If-None-Match": first["ETag"]})
    add_news(news, 1)
    changed = client.get(f"/de/meldungen/{news.pk}.atom", headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, changed.status_code) == (304, 200)


def test_the_programme_is_a_feed_that_its_page_names(client, course):
    Course.objects.filter(pk=course.pk).update(trainer="Erika Beispiel", online_link="https://raum.example/geheim")

    response = client.get(feed_of(client, course.page.get_parent().get_url()))
    feed = read_feed(response.content)

    assert [(entry.title, entry.link) for entry in feed.entries] == [
        (course.page.title, f"http://testserver{course.page.get_url()}")
    ]
    assert course.place.name in feed.entries[0].summary
    assert "Erika" not in response.content.decode()
    assert "raum.example" not in response.content.decode()


def test_the_feed_of_the_programme_knows_the_facets_of_its_page(client, programme_page):
    factories.make_course(programme_page, title="Werkstatt", format="workshop")
    factories.make_course(programme_page, title="Kurs")

    entries = read_feed(client.get("/de/kurse.atom?format=workshop").content).entries

    assert [entry.title for entry in entries] == ["Werkstatt"]
    assert client.get("/de/kurse.atom?format=konzert").status_code == 404


@pytest.mark.parametrize(("language", "spelling"), [("de", "j. F Y, H:i \\U\\h\\r"), ("en", "j F Y, H:i")])
def test_a_course_in_the_feed_says_when_as_its_language_does(client, course, language, spelling):
    [entry] = read_feed(client.get(f"/{language}/kurse.atom").content).entries

    with override(language):
        assert entry.summary.split(f", {course.place.name}")[0] == date_format(
            timezone.localtime(course.starts_at), spelling
        )


def test_a_course_that_was_called_off_says_so(client, course):
    Course.objects.filter(pk=course.pk).update(state="called_off")

    [entry] = read_feed(client.get("/de/kurse.atom").content).entries

    assert entry.title == f"Abgesagt: {course.page.title}"


@pytest.mark.parametrize("number", [2, 12])
def test_feeds_cost_the_same_with_few_and_many(client, programme_page, news, number, django_assert_num_queries):
    add_news(news, number)
    for _ in range(number):
        factories.make_course(programme_page)
    client.get("/de/kurse.atom")

    with django_assert_num_queries(2):
        client.get(f"/de/meldungen/{news.pk}.atom")
    with django_assert_num_queries(2):
        client.get("/de/kurse.atom")


def test_a_feed_is_only_read(client, home, news):
    assert client.post(f"/de/meldungen/{news.pk}.atom").status_code == 405


def test_the_reader_refuses_a_feed_without_dates():
    """Negative control of the reader itself."""
    with pytest.raises(ValueError, match="not enough values"):
        read_feed(
            b'<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><link rel="self" href="http://x.example/"/></feed>'
        )
