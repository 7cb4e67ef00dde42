"""What other programs are told of pages: of those that everybody may read, whatever happens to them."""

import pytest
from wagtail.models import PageViewRestriction

from pages.events import events, happened, tell
from pages.models import ContentPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(home):
    facts = []

    def receive(event, subject, **kwargs):
        if event.startswith("page."):
            facts.append((event, subject.title))

    happened.connect(receive)
    yield facts
    happened.disconnect(receive)


@pytest.fixture
def page(home) -> ContentPage:
    return home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen"))


def test_publishing_and_taking_away_is_told_and_writing_is_not(page, told):
    page.save_revision()
    page.save_revision().publish()
    page.unpublish()

    assert told == [("page.published", "Mitmachen"), ("page.unpublished", "Mitmachen")]


def test_deleting_a_page_takes_away_what_is_published_below_it_too(home, page, told):
    page.add_child(instance=ContentPage(title="Darunter", slug="darunter"))
    page.add_child(instance=ContentPage(title="Entwurf", slug="entwurf", live=False))

    page.delete()

    assert sorted(told) == [("page.unpublished", "Darunter"), ("page.unpublished", "Mitmachen")]


def test_a_new_address_is_told_and_sorting_is_not(home, page, told):
    other = home.add_child(instance=ContentPage(title="Verein", slug="verein"))
    page.move(other, pos="right")
    sorted_only = list(told)

    page.refresh_from_db()
    page.move(other, pos="first-child")

    assert (sorted_only, told) == ([], [("page.moved", "Mitmachen")])


def test_of_a_page_that_not_everybody_may_read_nothing_is_told(page, told):
    below = page.add_child(instance=ContentPage(title="Darunter", slug="darunter"))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    for private in (page, below):
        private.save_revision().publish()
        private.unpublish()

    assert told == []


def test_a_receiver_that_fails_changes_nothing(page):
    def fail(**kwargs):
        raise ValueError

    happened.connect(fail)
    try:
        tell("page.published", page)
        page.save_revision().publish()
    finally:
        happened.disconnect(fail)

    assert ContentPage.objects.get(pk=page.pk).live


def test_every_room_names_its_events_once_and_describes_them_alike(course, home):
    factories.make_content(home)
    subjects = {"page": home, "course": course}

    facts = {name: event.describe(subjects[name.split(".")[0]]) for name, event in events().items()}

    assert len(facts) == 9
    assert [name for name, fact in facts.items() if not {"id", "url", "api_url"} <= set(fact)] == []
