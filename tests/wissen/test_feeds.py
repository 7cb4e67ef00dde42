"""Answers and funding programmes as Atom feeds: what changed last comes first, and nothing that is not open to all."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from tests import factories
from tests.pages.feed_reader import ReadFeed, read_feed
from tests.pages.test_feeds import feed_of
from wissen.models import ProgrammePage, QuestionPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home):
    return factories.make_knowledge(home)


def answer(topic, title: str, days_ago: int) -> QuestionPage:
    page = topic.add_child(instance=QuestionPage(title=title, slug=title.lower(), short_answer="<p>Ja &amp; nein.</p>"))
    then = timezone.now() - timedelta(days=days_ago)
    QuestionPage.objects.filter(pk=page.pk).update(first_published_at=then, last_published_at=then)
    return page


def titles(client, page_id: int, address: str = "antworten", query: str = "") -> list[str]:
    return [entry.title for entry in read(client, f"/de/{address}/{page_id}.atom{query}").entries]


def read(client, address: str) -> ReadFeed:
    return read_feed(client.get(address).content)


def test_a_topic_names_its_feed_and_the_feed_its_answers(client, pages):
    answer(pages["topic"], "Neu", days_ago=1)

    address = feed_of(client, pages["topic"].get_url())
    page = client.get(pages["topic"].get_url()).content.decode()
    feed = read(client, address)

    assert f'<a href="{address}" type="application/atom+xml"' in page
    assert (feed.title, feed.language, feed.author) == ("Geld und Steuern", "de", "Koordinierungsstelle Ehrenamt")
    assert (feed.entries[0].title, feed.entries[0].summary) == ("Neu", "Ja & nein.")
    assert feed.entries[0].link == "http://testserver/de/wissen/geld-und-steuern/neu/"


def test_the_answer_revised_last_comes_first_and_keeps_its_name(client, pages):
    first, second = answer(pages["topic"], "Erste", days_ago=3), answer(pages["topic"], "Zweite", days_ago=2)
    before = read(client, f"/de/antworten/{pages['topic'].pk}.atom")
    first.slug = "umbenannt"

    first.save_revision().publish()
    after = read(client, f"/de/antworten/{pages['topic'].pk}.atom")

    assert [entry.title for entry in before.entries][:2] == ["Zweite", "Erste"]
    assert [entry.title for entry in after.entries][:2] == ["Erste", "Zweite"]
    assert after.entries[0].id == before.entries[1].id == f"urn:koordination:antwort:{first.pk}"
    assert second.pk != first.pk


def test_the_whole_knowledge_base_has_a_feed_of_all_topics(client, pages):
    root = pages["topic"].get_parent()
    other = root.add_child(instance=type(pages["topic"])(title="Recht", slug="recht"))
    answer(other, "Anderswo", days_ago=1)

    assert feed_of(client, root.get_url()) == f"/de/antworten/{root.pk}.atom"
    assert "Anderswo" in titles(client, root.pk)
    assert "Anderswo" not in titles(client, pages["topic"].pk)


def test_figures_stand_in_a_feed_with_the_value_of_today(client, pages):
    [entry] = read(client, f"/de/antworten/{pages['topic'].pk}.atom").entries

    assert entry.summary.replace("\xa0", " ") == "Ein Betrag von 3.300 Euro, der steuerfrei bleibt."


def test_a_feed_holds_only_what_everybody_may_read(client, pages):
    topic = pages["topic"]
    answer(topic, "Offen", days_ago=1)
    draft, private = answer(topic, "Entwurf", days_ago=1), answer(topic, "Geheim", days_ago=1)
    assert {"Entwurf", "Geheim"} <= set(titles(client, topic.pk))

    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert titles(client, topic.pk) == ["Offen", "Was ist die Pauschale?"]


def test_a_private_list_or_one_in_another_language_has_no_feed(client, pages):
    address = f"antworten/{pages['topic'].pk}.atom"
    statuses = [client.get(f"/{language}/{address}").status_code for language in ("de", "en")]

    PageViewRestriction.objects.create(page=pages["topic"].get_parent(), restriction_type="login")

    assert statuses == [200, 404]
    assert client.get(f"/de/{address}").status_code == 404
    assert client.get(f"/de/antworten/{pages['question'].pk}.atom").status_code == 404


def test_a_translated_topic_has_a_feed_of_its_own(client, pages):
    english = pages["topic"].copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
    )
    # Its parents are aliases of German pages, which are online with them.
    english.save_revision().publish()

    feed = read(client, f"/en/antworten/{english.pk}.atom")

    assert (feed.language, feed.entries) == ("en", [])


def test_a_reader_gets_304_until_an_answer_is_revised_or_taken_away(client, pages):
    address = f"/de/antworten/{pages['topic'].pk}.atom"
    page = answer(pages["topic"], "Neu", days_ago=1)
    first = client.get(address)

    same = client.get(address, headers={"If-None-Match": first["ETag"]})
    page.unpublish()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, changed.status_code) == (304, 200)


@pytest.mark.parametrize("number", [1, 3])
def test_the_feeds_cost_the_same_with_few_and_many(client, pages, home, number, django_assert_num_queries):
    index = factories.make_funding(home)
    for day in range(number):
        answer(pages["topic"], f"Antwort-{day}", days_ago=day)
        factories.make_programme_page(index, title=f"Programm {day}", slug=f"programm-{day}")
    addresses = [f"/de/antworten/{pages['topic'].pk}.atom", f"/de/foerderprogramme/{index.pk}.atom"]
    for address in addresses:
        client.get(address)

    # Two of them for the figures, which inside a transaction nobody keeps; one answer names one.
    with django_assert_num_queries(5):
        client.get(addresses[0])
    with django_assert_num_queries(2):
        client.get(addresses[1])


def test_programmes_are_a_feed_under_the_facets_of_their_list(client, home):
    index = factories.make_funding(home)
    factories.make_programme_page(index, title="Bälle", summary="Bälle & Tore.", deadline=date(2099, 1, 31))
    factories.make_programme_page(index, title="Chor", areas="kultur")

    address = feed_of(client, index.get_url())
    sport, page = read(client, f"{address}?area=sport"), client.get(f"{index.get_url()}?area=sport&sort=name")

    assert titles(client, index.pk, "foerderprogramme", "?area=kultur") == ["Chor"]
    assert [(entry.title, entry.summary) for entry in sport.entries] == [
        ("Bälle", "Bälle & Tore. Frist: 31. Januar 2099")
    ]
    assert f'<a href="{address}?area=sport" type="application/atom+xml"' in page.content.decode()
    assert client.get(f"{address}?area=mond").status_code == 404


def test_a_programme_that_is_over_or_long_unchecked_is_in_no_feed(client, home):
    index = factories.make_funding(home)
    over = factories.make_programme_page(index, title="Vorbei")
    old = factories.make_programme_page(index, title="Alt")
    assert set(titles(client, index.pk, "foerderprogramme")) == {"Vorbei", "Alt"}

    yesterday = timezone.localdate() - timedelta(days=1)
    ProgrammePage.objects.filter(pk=over.pk).update(deadline=yesterday)
    ProgrammePage.objects.filter(pk=old.pk).update(checked_on=date(2020, 1, 1))

    assert titles(client, index.pk, "foerderprogramme") == []


def test_feeds_are_only_read(client, pages):
    assert client.post(f"/de/antworten/{pages['topic'].pk}.atom").status_code == 405
