"""The coordinator's questions: entered in the course form, taken over, copied; fixed once somebody has answered."""

import pytest
from django.urls import reverse

from kurse.booking.lifecycle import request_booking
from kurse.models import Answer, Course, Question
from kurse.planning.copying import copy_course
from kurse.questions.asked import asked_in
from kurse.questions.ready_made import READY_MADE, add_questions
from kurse.states import QuestionKind
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.test_booking import person
from tests.kurse.test_course_form import edit_url, filled

pytestmark = pytest.mark.django_db


def new_question(number: int, **fields) -> dict:
    values = {
        "id": "",
        "text": "Kommen Sie mit dem Auto?",
        "purpose": "Damit genug Parkplätze da sind.",
        "kind": "yes_no",
        "options": "",
        "erase_days": "14",
        "asked_if": "",
        "asked_if_answer": "",
        "is_asked": "on",
        "ORDER": str(number + 1),
        "DELETE": "",
        **fields,
    }
    return {f"questions-{number}-{name}": value for name, value in values.items()}


def save(desk, course: Course, **fields):
    return desk.post(edit_url(course), filled(desk, course, **fields))


def faults(response) -> list[dict]:
    return [form.errors for form in response.context["form"].formsets["questions"].forms if form.errors]


def asked(course: Course) -> list[str]:
    course.refresh_from_db()
    return [question.text for question in asked_in(course)]


def answered(course: Course, question: Question, text: str = "ja") -> Answer:
    course.refresh_from_db()
    booking = request_booking(course.pk, person(questions_edition=course.questions_edition))
    return Answer.objects.create(booking=booking, question=question, text=text)


def test_a_question_entered_in_the_form_is_asked(desk, course):
    response = save(desk, course, **{"questions-TOTAL_FORMS": "1"}, **new_question(0))

    assert response.status_code == 302
    assert asked(course) == ["Kommen Sie mit dem Auto?"]


def test_a_question_without_its_purpose_is_refused(desk, course):
    response = save(desk, course, **{"questions-TOTAL_FORMS": "1"}, **new_question(0, purpose=""))

    assert list(faults(response)[0]) == ["purpose"]
    assert asked(course) == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"kind": "one", "options": "S"}, "options", id="one choice is none"),
        pytest.param({"kind": "one", "options": "S\nS"}, "options", id="the same twice"),
        pytest.param({"is_sensitive": "on", "is_required": "on"}, "is_required", id="protected and required"),
        pytest.param({"erase_days": "4000"}, "erase_days", id="kept longer than the booking"),
        pytest.param({"asked_if_answer": "ja"}, "asked_if", id="half a condition"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(desk, course, fields, field):
    response = save(desk, course, **{"questions-TOTAL_FORMS": "1"}, **new_question(0, **fields))

    assert field in faults(response)[0]


def test_a_question_depends_on_an_earlier_one_only(desk, course):
    earlier = factories.make_question(course, kind=QuestionKind.YES_NO)
    condition = {"text": "Kennzeichen?", "kind": "short", "asked_if": str(earlier.pk), "asked_if_answer": "ja"}
    two = {"questions-TOTAL_FORMS": "2"}

    moved_before = save(desk, course, **two, **{"questions-0-ORDER": "2"}, **new_question(1, ORDER="1", **condition))
    unknown_answer = save(desk, course, **two, **new_question(1, **{**condition, "asked_if_answer": "vielleicht"}))
    good = save(desk, course, **two, **new_question(1, **condition))

    assert list(faults(moved_before)[0]) == list(faults(unknown_answer)[0]) == ["asked_if"]
    assert good.status_code == 302
    assert Question.objects.get(text="Kennzeichen?").asked_if == earlier


@pytest.mark.parametrize(
    "change",
    [
        {"questions-0-text": "Kommen Sie mit dem Rad?"},
        {"questions-0-purpose": "Für die Statistik."},
        {"questions-0-kind": "short"},
        {"questions-0-erase_days": "30"},
        {"questions-0-for_trainer": "on"},
        {"questions-0-is_sensitive": "on"},
        {"questions-0-DELETE": "on"},
    ],
    ids=lambda change: next(iter(change)).rpartition("-")[2],
)
def test_what_an_answered_question_means_stays(desk, course, change):
    question = factories.make_question(course, kind=QuestionKind.YES_NO)
    answered(course, question)

    response = save(desk, course, **change)

    assert response.status_code == 200
    assert "haben schon Menschen beantwortet" in str(response.context["form"].non_field_errors())
    assert asked(course) == [question.text]


def test_an_answered_question_may_be_withdrawn_asked_of_fewer_and_erased_sooner(desk, course):
    question = factories.make_question(course, kind=QuestionKind.ONE, options="S\nM", is_required=True)
    answered(course, question, "S")
    change = {"options": "S\nM\nL", "erase_days": "3", "is_required": "", "is_asked": ""}

    response = save(desk, course, **{f"questions-0-{name}": value for name, value in change.items()})

    assert response.status_code == 302
    assert asked(course) == []
    assert Answer.objects.count() == 1


def test_unguarded_an_answered_question_would_change_its_meaning_silently(desk, course, monkeypatch):
    """Negative control."""
    question = factories.make_question(course, kind=QuestionKind.YES_NO)
    answered(course, question)
    monkeypatch.setattr("kurse.planning.scheduling.refuse_changed_meaning", lambda before: None)

    assert save(desk, course, **{"questions-0-text": "Kommen Sie mit dem Rad?"}).status_code == 302


def test_two_coordinators_do_not_overwrite_each_others_questions(desk, course):
    factories.make_question(course)
    fields = filled(desk, course)
    Question.objects.update(text="Inzwischen anders?")

    response = desk.post(edit_url(course), fields)

    assert response.status_code == 200
    assert Question.objects.get().text == "Inzwischen anders?"


def test_ready_made_questions_come_with_one_click_and_once(desk, course):
    url = reverse("kurse_add_questions", args=[course.pk])

    first = desk.post(url, {"ready_made": list(READY_MADE)})
    second = desk.post(url, {"ready_made": list(READY_MADE)})

    assert (first.status_code, second.status_code) == (302, 302)
    assert asked(course) == [str(made["text"]) for made in READY_MADE.values()]


def test_questions_of_another_course_are_copied_with_their_conditions_and_without_answers(desk, course, programme_page):
    other = factories.make_course(programme_page)
    by_car = factories.make_question(other, kind=QuestionKind.YES_NO)
    factories.make_question(other, "Kennzeichen?", asked_if=by_car, asked_if_answer="ja")
    answered(other, by_car)

    desk.post(reverse("kurse_add_questions", args=[course.pk]), {"source": other.pk})

    assert asked(course) == [by_car.text, "Kennzeichen?"]
    copied = course.questions.get(text="Kennzeichen?")
    assert copied.asked_if == course.questions.get(text=by_car.text)
    assert not Answer.objects.filter(question__course=course).exists()


def test_taking_over_nothing_is_told(desk, course):
    response = desk.post(reverse("kurse_add_questions", args=[course.pk]), {})

    assert response.status_code == 422


def test_a_course_copied_for_the_next_term_asks_the_same(course):
    add_questions(course, ["anrede", "ernaehrung"])

    copy = copy_course(course, slug="noch-einmal", weeks=26, by=staff("verwaltung", "Administration"))

    assert asked(copy) == asked(course)
