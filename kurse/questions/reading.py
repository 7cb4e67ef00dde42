"""Who reads which answers: the office what it acts upon, whoever leads the course what is meant for them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from kurse.attendance.roster import name_of, roster
from kurse.models import Answer, Booking, Course, Question
from vorgang.journal.writing import record
from vorgang.states import StaffAction, StaffReason

SENSITIVE = "kurse.view_sensitive_answer"


@dataclass(frozen=True)
class Answered:
    """A question with what was answered: (who, answer) in the order of the list, and how often each choice."""

    question: Question
    given: list[tuple[str, str]]

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Return how many bookings chose each of the answers one can choose from; none where people write freely."""
        counts = Counter(line for _name, text in self.given for line in text.splitlines())
        return [(choice, counts[choice]) for choice in self.question.choices()]


def may_read_sensitive(user: AbstractBaseUser) -> bool:
    return user.has_perm(SENSITIVE)


def readable_for(user: AbstractBaseUser, course: Course) -> list[Question]:
    """Return the questions of a course, those not asked any more included, whose answers somebody may read."""
    questions = Question.objects.filter(course=course)
    return list(questions if may_read_sensitive(user) else questions.filter(is_sensitive=False))


def listed_for(user: AbstractBaseUser, course: Course) -> list[Question]:
    """Return those questions whose answers stand in the tables that somebody takes along."""
    return [question for question in readable_for(user, course) if question.on_lists]


def for_trainer(course: Course) -> list[Question]:
    """Return the questions whose answers are meant for whoever leads the course too."""
    return list(Question.objects.filter(course=course, for_trainer=True))


def note_sensitive_reading(
    user: AbstractBaseUser, action: StaffAction, course: Course, questions: Sequence[Question]
) -> None:
    """Write into the journal that somebody reads specially protected answers, where there are any among these."""
    if any(question.is_sensitive for question in questions):
        record(user, action, course, reason=StaffReason.SENSITIVE_ANSWERS)


def texts_of(course: Course, questions: Iterable[Question]) -> dict[tuple[int, int], str]:
    """Return the answers by booking and question, in one query."""
    answers = Answer.objects.in_use().filter(booking__course=course, question__in=questions)
    return {(answer.booking_id, answer.question_id): answer.text for answer in answers}


def answers_in(course: Course, questions: Sequence[Question]) -> list[Answered]:
    """Return what those who come have answered to these questions; a booking answers once for all its people."""
    names: dict[int, list[str]] = {}
    for seat in roster(course):
        names.setdefault(seat.booking_id, []).append(name_of(seat))
    texts = texts_of(course, questions)
    answered = [Answered(question, []) for question in questions]
    for one in answered:
        for key, who in names.items():
            if text := texts.get((key, one.question.pk)):
                one.given.append((", ".join(who), text))
    return answered


def answers_of(booking: Booking, user: AbstractBaseUser) -> tuple[list[Answer], int]:
    """Return the answers of a booking that are not specially protected, and how many others somebody could read.

    Those stand on a page of their own, whose reading is noted. Nothing is read before the address is confirmed.
    """
    if booking.restricted_at or booking.confirmed_at is None:
        return [], 0
    answers = list(booking.answers.select_related("question"))
    usual = [answer for answer in answers if not answer.question.is_sensitive]
    return usual, len(answers) - len(usual) if may_read_sensitive(user) else 0
