"""Writing answers: with a new booking, and changed by whoever gave them until the course begins."""

from collections.abc import Sequence

from django.utils import timezone

from kurse.errors import BookingRestricted, QuestionsChanged, TooLateToAnswer
from kurse.models import Answer, Booking, Course
from kurse.questions.asked import asked_in
from kurse.questions.given import GivenAnswer
from kurse.seats.steps import seat_change
from kurse.states import ACTIVE
from vorgang.forms.consent import consent_text
from vorgang.guards.locks import lock


def refuse_other_questions(course: Course, edition: str) -> None:
    """Raise QuestionsChanged unless these are the questions that a locked course asks at this moment."""
    if course.questions_edition != edition:
        raise QuestionsChanged


def keep_answers(booking: Booking, answers: Sequence[GivenAnswer]) -> None:
    """Write the answers of a new booking under the caller's lock."""
    Answer.objects.bulk_create(answer_of(booking, given) for given in answers)


def answer_of(booking: Booking, given: GivenAnswer) -> Answer:
    wording = consent_text(given.consent, booking.language) if given.consent else None
    return Answer(booking=booking, question_id=given.question, text=given.text, consent_text=wording)


def may_answer(booking: Booking) -> bool:
    """Whether a person may still change their answers, and there are questions to answer."""
    course = booking.course
    start = booking.begins_at
    begins_later = start is None or timezone.now() < start
    is_standing = booking.restricted_at is None and booking.leading_seat.state in ACTIVE
    return bool(course.questions_edition) and begins_later and is_standing


def change_answers(booking: Booking, answers: Sequence[GivenAnswer], *, edition: str) -> None:
    """Put these answers in the place of those that a booking has given to the questions still asked.

    Raises TooLateToAnswer once the course has begun or the seat is given up, QuestionsChanged where the questions
    are others than those of `edition`, BookingRestricted, CourseBusy.
    """
    with seat_change():
        [course] = lock(Course, booking.course_id)
        current = Booking.objects.select_related("course").get(pk=booking.pk)
        if current.restricted_at:
            raise BookingRestricted
        if current.erased_at or not may_answer(current):
            raise TooLateToAnswer
        refuse_other_questions(course, edition)
        stored = {answer.question_id: answer.text for answer in current.answers.all()}
        # What was not touched keeps the wording to which the person agreed then, and its time.
        changed = [given for given in answers if stored.get(given.question) != given.text]
        kept = {given.question for given in answers} - {given.question for given in changed}
        replaced = {question.pk for question in asked_in(course)} - kept
        current.answers.filter(question__in=replaced).delete()
        keep_answers(current, changed)
