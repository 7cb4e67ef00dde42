"""The questions of a course as they are asked, refused, changed afterwards, and read by a trainer."""

from django.urls import reverse

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.links import mint_for_trainer
from kurse.models import Answer, Booking, Course
from kurse.states import QuestionKind
from tests import factories
from tests.browser.state import State, send
from tests.kurse.test_booking import person
from vorgang.links import mint


def asking_course(programme_page) -> Course:
    """Return a course with a question of each kind, one under a condition and one specially protected."""
    course = factories.make_course(programme_page, title="Mit Fragen")
    by_car = factories.make_question(course, kind=QuestionKind.YES_NO, is_required=True)
    condition = {"asked_if": by_car, "asked_if_answer": "ja"}
    options = "keiner\neiner\nzwei"
    factories.make_question(course, "Wie viele Plätze sind frei?", kind=QuestionKind.ONE, options=options, **condition)
    factories.make_question(course, "Welche Sprachen?", kind=QuestionKind.SEVERAL, options="Deutsch\nArabisch")
    factories.make_question(course, "Was essen Sie?", kind=QuestionKind.LONG, is_sensitive=True, for_trainer=True)
    factories.make_question(course, "Welche Anrede?", is_required=True)
    return course


def booked(course: Course, number: int) -> Booking:
    booking = request_booking(course.pk, person(number, questions_edition=course.questions_edition))
    confirm(booking)
    Answer.objects.create(booking=booking, question=course.questions.get(text="Was essen Sie?"), text="ohne Nüsse")
    return booking


def question_states(programme_page) -> dict[str, State]:
    course = asking_course(programme_page)
    kept, given_up = booked(course, 1), booked(course, 2)
    cancel(given_up)
    own, gone = (
        reverse("kurse_my_answers", args=[mint(booking, "kurse.booking", factories.A_WEEK)])
        for booking in (kept, given_up)
    )
    form = reverse("kurse_book", args=[course.pk])
    return {
        "form with questions": State(form),
        "form with questions in Leichte Sprache": State(form.replace("/de/", "/de-simple/")),
        "form with questions and errors": State(form, 422, send),
        "answers": State(own),
        "answers with errors": State(own, 422, send),
        "answers saved": State(f"{own}?gespeichert=1"),
        "answers too late": State(gone),
        "trainer with answers": State(reverse("kurse_trainer", args=[mint_for_trainer(course)])),
    }
