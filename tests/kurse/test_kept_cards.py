"""The cards of the programme are kept beside its index: never older than the database or the clock, by language."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from kurse.booking.lifecycle import request_booking
from kurse.programme.course_index import course_index
from kurse.programme.listing import programme
from pages.caches.kept_reading import Shelf
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db(transaction=True)


def cards() -> list:
    return programme(QueryDict("")).cards


def badge() -> str:
    [card] = cards()
    return card.badge


def test_a_card_is_made_once(course):
    [first], [second] = cards(), cards()
    with CaptureQueriesContext(connection) as queries:
        assert cards() == [first]

    assert len(queries) == 0
    assert second == first


def test_a_kept_card_ends_when_its_course_changes(course):
    [before] = cards()
    course.page.title = "Neuer Name"
    course.page.save_revision().publish()
    course.price_note = "12 Euro"
    course.save()
    [after] = cards()

    assert (before.title != "Neuer Name", before.meta[-1].text) == (True, "kostenlos")
    assert (after.title, "12 Euro" in after.meta[-1].text) == ("Neuer Name", True)


def test_a_kept_card_ends_when_a_seat_is_taken(course):
    before = badge()
    request_booking(course.pk, person("a@a.example"))

    assert (before, badge()) == ("2 Plätze frei", "1 Platz frei")


def test_without_the_new_version_a_card_would_promise_a_seat_that_is_gone(course, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("kurse.seats.steps.outdate_on_commit", lambda: None)
    monkeypatch.setattr("pages.receivers.outdate_on_commit", lambda: None)
    before = badge()
    request_booking(course.pk, person("a@a.example"))

    assert (before, badge()) == ("2 Plätze frei", "2 Plätze frei")


@pytest.fixture
def closing(course):
    """Return when the booking of a course ends by the clock, five minutes from now."""
    course.closes_at = timezone.now().replace(microsecond=0) + timedelta(minutes=5)
    course.save()
    return course.closes_at


def test_a_kept_card_ends_when_the_clock_passes_a_moment(closing):
    before = badge()
    with time_machine.travel(closing + timedelta(seconds=1), tick=False):
        after = badge()

    assert (before, after) == ("2 Plätze frei", "Anmeldung geschlossen")


def test_without_the_end_by_the_clock_a_card_would_stay_open(closing, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("pages.caches.kept_reading.end_of", lambda version: timezone.now() + timedelta(days=1))
    before = badge()
    with time_machine.travel(closing + timedelta(seconds=1), tick=False):
        after = badge()

    assert (before, after) == ("2 Plätze frei", "2 Plätze frei")


def titles_by_language(course) -> list[str]:
    """Return the title of one course for readers of German, English and German in turn."""
    factories.translate(course.page.get_parent(), "en", title="Courses")
    factories.translate(course.page, "en", title="Club treasurer")
    found = []
    for language in ("de", "en", "de"):
        with override(language):
            found += [card.title for card in cards()]
    return found


def test_another_language_has_a_card_of_its_own(course):
    assert titles_by_language(course) == [course.page.title, "Club treasurer", course.page.title]


def test_without_the_language_in_its_key_a_card_would_speak_another_one(course, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("kurse.programme.listing.get_language", lambda: "")

    assert titles_by_language(course) == [course.page.title] * 3


def test_inside_a_transaction_no_card_is_kept(course):
    """What a transaction has written others do not see yet, and it may be undone."""
    badge()
    with transaction.atomic():
        type(course).objects.filter(pk=course.pk).update(capacity=1)
        inside = badge()
        transaction.set_rollback(True)

    assert (inside, badge()) == ("1 Platz frei", "2 Plätze frei")


def test_only_the_first_card_of_a_list_has_a_picture_that_is_loaded_at_once(programme_page):
    for _number in range(3):
        factories.make_course(programme_page)

    for _visit in range(2):
        assert [card.eager for card in cards()] == [True, False, False]
    assert not any(card.eager for card in course_index.current().cards.parts.values())


@pytest.mark.database_free
def test_on_a_full_shelf_the_oldest_part_gives_way():
    shelf = Shelf(most=2)
    asked = []

    def doubled(keys):
        asked.append(keys)
        return {key: 2 * key for key in keys if key != 9}

    taken = [shelf.take(keys, doubled) for keys in ([1, 2], [2, 1], [3, 9, 2], [1])]

    assert taken == [[2, 4], [4, 2], [6, 4], [2]]
    assert asked == [[1, 2], [3, 9], [1]]
    assert len(shelf.parts) == 2
