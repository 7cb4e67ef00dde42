"""Collecting documents costs the same however many there are: what many need is fetched along for all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suche.documents.sources import entries_of, sources
from tests.factories import make_course, make_place
from tests.suche.knowledge import make_question, make_topic

pytestmark = pytest.mark.django_db
QUESTIONS, COURSES = "wissen.questionpage", "kurse.coursepage"


def make_answers(home, number: int) -> None:
    topic = make_topic(home)
    linked = make_question(topic, "anlaufstelle", "Wer hilft uns?")
    text = f'<h2>Wer <a linktype="page" id="{linked.pk}">hilft</a></h2><p>Fragen Sie uns.</p>'
    for index in range(number):
        make_question(topic, f"frage-{index}", f"Frage {index}?", body=[("text", text)], norms=[("BGB", "31a", "")])


def statements(name: str, primary_keys=None) -> tuple[int, int]:
    """Return how many documents a source has, and how many statements it took to collect them."""
    list(entries_of(sources()[name], [-1]))
    with CaptureQueriesContext(connection) as caught:
        found = list(entries_of(sources()[name], primary_keys))
    return len(found), len(caught)


@pytest.mark.parametrize("number", [1, 12])
def test_answers_take_three_statements(home, number):
    make_answers(home, number)

    assert statements(QUESTIONS) == (number + 1, 3)


@pytest.mark.parametrize("number", [1, 12])
def test_courses_take_three_statements(programme_page, number):
    for _each in range(number):
        make_course(programme_page, tags=("Recht", "Kasse"), place=make_place())

    assert statements(COURSES) == (number, 3)


def test_one_by_one_they_would_cost_more_with_each(home):
    """Negative control: the measure sees what is asked for each document."""
    make_answers(home, 4)
    keys = list(sources()[QUESTIONS].model.objects.values_list("pk", flat=True))

    assert sum(statements(QUESTIONS, [key])[1] for key in keys) == 3 * len(keys)


def test_a_heading_with_a_link_is_found_by_its_words(home):
    make_answers(home, 1)

    headings = [entry.document.headings for entry in entries_of(sources()[QUESTIONS])]
    assert sorted(headings) == [(), ("Wer hilft",)]
