"""Which questions a course asks, under which condition, and what they meant when somebody read them."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from json import dumps

from kurse.models import Course, Question

# What a question means to whoever answers it; whether it must be answered may change at any time.
MEANING = (
    "text",
    "purpose",
    "kind",
    "options",
    "asked_if_id",
    "asked_if_answer",
    "is_sensitive",
    "erase_days",
    "for_trainer",
)


def asked_in(course: Course) -> list[Question]:
    """Return the questions a course asks, in order; without a query where it asks none."""
    return read_asked(course.pk) if course.questions_edition else []


def read_asked(course_id: int) -> list[Question]:
    """Return the questions as the database has them, each with the one it depends on, which comes before it."""
    found: dict[int, Question] = {}
    for question in Question.objects.filter(course_id=course_id, is_asked=True):
        if question.asked_if_id in found:
            question.asked_if = found[question.asked_if_id]
        elif question.asked_if_id is not None:
            # What it depends on is not asked any more, so its condition is never met.
            continue
        found[question.pk] = question
    return list(found.values())


def edition_of(questions: Sequence[Question]) -> str:
    """Return a digest of what is asked, by which a form that was opened earlier is known; "" for no question."""
    if not questions:
        return ""
    meant = [[question.pk, *(getattr(question, name) for name in MEANING)] for question in questions]
    return sha256(dumps(meant).encode()).hexdigest()


def note_edition(course: Course) -> None:
    """Repeat on the course row which questions it asks, under the caller's lock: bookings need no query for it then."""
    course.questions_edition = edition_of(read_asked(course.pk))
    Course.objects.filter(pk=course.pk).update(questions_edition=course.questions_edition)


def applies(question: Question, given: Mapping[int, str]) -> bool:
    """Whether a question is asked of somebody who has given these answers (question key to text) to earlier ones."""
    if question.asked_if_id is None:
        return True
    return question.asked_if_answer in given.get(question.asked_if_id, "").splitlines()
