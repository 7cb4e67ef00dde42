"""Questions and answers as programs read and send them."""

from typing import Annotated

from ninja import Field, Schema

from kurse.models import Course, Question
from kurse.models.questions import LONGEST_ANSWER, NO, YES
from kurse.questions.asked import asked_in
from kurse.questions.fields import consent_name, name_of
from kurse.questions.wording import consent_to
from pages.api.types import CleanStr


class ConditionOut(Schema):
    """The earlier question and the answer to it under which another one is asked."""

    question: int
    answer: str


class QuestionOut(Schema):
    """A question of a course; show its purpose and `erased_on` beside it.

    `kind` is short, long, yes_no (answered "ja" or "nein"), one or several. `consent_wording` is what a person
    has to agree to where the answer is specially protected (Art. 9 GDPR), else empty.
    """

    id: int
    text: str
    purpose: str
    kind: str
    options: list[str]
    is_required: bool
    only_if: ConditionOut | None
    consent_wording: str
    for_trainer: bool
    erased_on: str | None


AnswerText = Annotated[CleanStr, Field(max_length=LONGEST_ANSWER)]


class AnswerIn(Schema):
    """The answer to one question: a text, true or false, or several texts; `consent` where the question asks for it."""

    question: int = Field(ge=1, le=2_147_483_647)
    answer: bool | AnswerText | list[AnswerText]
    consent: bool = False


def questions_out(course: Course) -> list[dict]:
    """Return what a course asks; without a query where it asks nothing."""
    return [question_out(question, course) for question in asked_in(course)]


def question_out(question: Question, course: Course) -> dict:
    condition = {"question": question.asked_if_id, "answer": question.asked_if_answer}
    return {
        "id": question.pk,
        "text": question.text,
        "purpose": question.purpose,
        "kind": question.kind,
        "options": question.choices(),
        "is_required": question.is_required and not question.is_sensitive,
        "only_if": condition if question.asked_if_id else None,
        "consent_wording": consent_to(question) if question.is_sensitive else "",
        "for_trainer": question.for_trainer,
        "erased_on": question.erased_on(course.ends_at).isoformat() if course.ends_at else None,
    }


def as_form_data(answers: list[dict]) -> dict:
    """Return sent answers as a browser would send them."""
    sent = {}
    for given in answers:
        said = given["answer"]
        sent[name_of(given["question"])] = {True: YES, False: NO}[said] if isinstance(said, bool) else said
        sent[consent_name(given["question"])] = given["consent"]
    return sent
