"""The end of answers: on the day that stands at their question, or as soon as they serve no purpose any more."""

from django.db.models import QuerySet
from django.utils import timezone

from kurse.models import Answer, Booking, Question
from vorgang.keeping.erasure import sweep


def erase_answers() -> int:
    """Delete the answers whose day has come and those of bookings given up, and return how many; a nightly job.

    The day is reckoned from the end of the course as it is now, so it moves along with the course. The digest by which
    a repeated request is known goes too: whoever has it could try out answers against it.
    """
    erased = sweep("kurse.Answer:purposeless", Answer.objects.purposeless(), forget)
    return erased + sum(
        sweep("kurse.Answer:due", Answer.objects.in_use().filter(question=question), forget) for question in due()
    )


def due() -> list[Question]:
    """Return the questions with answers whose day to be erased has come."""
    over = Question.objects.filter(course__ends_at__lte=timezone.now(), answers__in=Answer.objects.in_use())
    today = timezone.localdate()
    return [
        question
        for question in over.select_related("course").distinct()
        if question.erased_on(question.course.ends_at) <= today
    ]


def forget(answers: QuerySet) -> None:
    Booking.objects.filter(answers__in=answers).update(request_digest="")
    answers.delete()
