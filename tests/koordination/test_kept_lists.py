"""Lists of the API are kept like pages: never older than the database or the clock, apart by language, and counted."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from koordination.settings.caches import in_files
from kurse.booking.lifecycle import request_booking
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/api/v1/kurse/"


@pytest.fixture
def store(settings, tmp_path):
    """Answers and their state in files, as an installation keeps them."""
    settings.CACHES = {**settings.CACHES, **in_files(tmp_path)}


def items(url: str = URL, **headers) -> list[dict]:
    return Client().get(url, headers=headers).json()["items"]


@pytest.mark.parametrize("url", [URL, "/api/v1/seiten/", "/api/v1/orte/", "/api/v1/gemeinden/"])
def test_a_kept_list_costs_no_query(store, course, url, django_assert_num_queries):
    first = Client().get(url)

    with django_assert_num_queries(0):
        second = Client().get(url)

    assert (second.content, second["ETag"], second["Cache-Control"]) == (first.content, first["ETag"], "no-cache")
    assert second["Content-Type"] == "application/json; charset=utf-8"
    assert Client().get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_every_seat_that_is_taken_is_seen_at_once(store, course):
    [before] = items()
    request_booking(course.pk, person("a@a.example"))
    [after] = items()

    assert (before["seats_free"], after["seats_free"]) == (2, 1)


def test_without_the_new_version_programs_would_book_seats_that_are_gone(store, course, monkeypatch):
    """Negative control."""
    monkeypatch.setattr("kurse.seats.steps.outdate_on_commit", lambda: None)
    monkeypatch.setattr("pages.receivers.outdate_on_commit", lambda: None)
    items()
    request_booking(course.pk, person("a@a.example"))

    assert items()[0]["seats_free"] == 2


def test_a_course_that_closes_by_the_clock_is_closed_on_the_minute(store, course):
    closes_at = timezone.now().replace(microsecond=0) + timedelta(minutes=5)
    course.closes_at = closes_at
    course.save()
    [before] = items()
    with time_machine.travel(closes_at + timedelta(seconds=1), tick=False):
        [after] = items()

    assert (before["is_bookable"], after["is_bookable"]) == (True, False)


def test_each_language_has_a_list_of_its_own(store, course):
    factories.translate(course.page.get_parent(), "en", title="Courses")
    factories.translate(course.page, "en", title="Club treasurer")

    titles = [items(**{"Accept-Language": language})[0]["title"] for language in ("de", "en", "de")]

    assert titles == [course.page.title, "Club treasurer", course.page.title]


def test_each_question_has_an_answer_of_its_own(store, course):
    factories.make_course(course.page.get_parent())

    answers = [items(url) for url in (URL, f"{URL}?limit=1", f"{URL}?format=workshop", f"{URL}?fields=id", URL)]

    assert [len(answer) for answer in (answers[0], answers[1], answers[4])] == [2, 1, 2]
    assert answers[3] == [{"id": item["id"]} for item in answers[0]]


def test_a_kept_list_is_counted_against_the_limit_and_a_fault_is_not_kept(store, course, settings):
    assert [Client().get(f"{URL}?limit=0").status_code for _time in range(2)] == [422, 422]
    settings.KOORDINATION_API_PER_MINUTE = 4

    assert [Client().get(URL).status_code for _time in range(3)] == [200, 200, 429]


def test_head_is_answered_from_the_kept_list_without_content(store, course):
    items()

    response = Client().head(URL)

    assert (response.status_code, response.content, "ETag" in response) == (200, b"", True)
