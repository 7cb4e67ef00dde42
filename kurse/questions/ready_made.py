"""Questions the office does not have to write: ready-made ones, and those of another course."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kurse.errors import TooManyQuestions
from kurse.models import Course, Question
from kurse.models.questions import MOST_QUESTIONS
from kurse.questions.asked import note_edition, read_asked
from kurse.seats.steps import seat_change
from kurse.states import QuestionKind
from vorgang.guards.locks import lock

READY_MADE = {
    "anrede": {
        "text": _("Welche Anrede soll auf Ihrem Namensschild stehen?"),
        "purpose": _("Damit wir Sie so ansprechen, wie Sie es möchten."),
        "kind": QuestionKind.SHORT,
        "for_trainer": True,
        "on_lists": True,
    },
    "ernaehrung": {
        "text": _("Was sollen wir beim Essen beachten?"),
        "purpose": _("Damit das Essen für alle passt."),
        "kind": QuestionKind.LONG,
        "is_sensitive": True,
        "erase_days": 7,
    },
    "unterstuetzung": {
        "text": _("Was brauchen Sie, um gut teilnehmen zu können?"),
        "purpose": _("Damit wir Raum, Technik und Begleitung vorbereiten. Bitte keine Diagnosen."),
        "kind": QuestionKind.LONG,
        "is_sensitive": True,
        "for_trainer": True,
        "erase_days": 7,
    },
}
# What a copy of a question has of its own.
OWN = {"id", "course", "asked_if", "sort_order"}


def add_questions(course: Course, names: Iterable[str], source: Course | None = None) -> int:
    """Add ready-made questions and those of another course to a course, and return how many.

    What it asks already, word for word, it does not ask twice. Raises TooManyQuestions, CourseBusy.
    """
    with seat_change():
        [current] = lock(Course, course.pk)
        before = Question.objects.filter(course=current).count()
        append(current, ready_made(names))
        if source is not None:
            copy_questions(source, current)
        after = Question.objects.filter(course=current).count()
        if after > MOST_QUESTIONS:
            raise TooManyQuestions
        note_edition(current)
    return after - before


def ready_made(names: Iterable[str]) -> list[Question]:
    """Return unsaved questions by their names, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        chosen = [READY_MADE[name] for name in names]
        return [Question(**{**made, "text": str(made["text"]), "purpose": str(made["purpose"])}) for made in chosen]


def copy_questions(source: Course, target: Course) -> None:
    """Ask in a locked course what another one asks, under the same conditions."""
    originals = read_asked(source.pk)
    copied = append(target, [copy_of(question) for question in originals])
    by_key = dict(zip((question.pk for question in originals), copied, strict=True))
    for original, copy in zip(originals, copied, strict=True):
        if original.asked_if_id and copy.asked_if_id is None:
            Question.objects.filter(pk=copy.pk).update(asked_if=by_key[original.asked_if_id])


def copy_of(question: Question) -> Question:
    names = [field.name for field in Question._meta.concrete_fields if field.name not in OWN]
    return Question(**{name: getattr(question, name) for name in names})


def append(course: Course, questions: Sequence[Question]) -> list[Question]:
    """Save questions behind those of a course, and return each, or the one it asks in the same words."""
    asked = {question.text: question for question in Question.objects.filter(course=course)}
    last = max((question.sort_order or 0 for question in asked.values()), default=-1)
    for question in questions:
        if question.text not in asked:
            last += 1
            question.course, question.sort_order = course, last
            question.save()
            asked[question.text] = question
    return [asked[question.text] for question in questions]
