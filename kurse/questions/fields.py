"""The part of a form that asks the questions of a course: by page, phone and program they are judged alike."""

from collections.abc import Sequence

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from kurse.models import Answer, Course, Question
from kurse.models.questions import LONGEST_ANSWER
from kurse.questions.asked import applies, asked_in, edition_of
from kurse.questions.given import GivenAnswer
from kurse.questions.wording import answer_label, as_written, consent_to, notes
from kurse.states import QuestionKind
from pages.forms import CleanFormMixin

PREFIX = "frage_"
LONGEST_SHORT_ANSWER = 200
# Put into words where a form is shown; one that is only judged needs none of it.
LATER_CONSENT = lazy(consent_to, str)


def name_of(question: Question | int) -> str:
    """Return the name of a question's field, of the question or its key."""
    return f"{PREFIX}{getattr(question, 'pk', question)}"


def consent_name(question: Question | int) -> str:
    return f"{name_of(question)}_einwilligung"


class QuestionFields(forms.Form):
    """A field for each question of a course, and a consent beside each that is specially protected.

    A question whose condition is not met is ignored, whatever its field says. `by_staff` asks for the consent in the
    words of somebody on the phone; what comes `by_program` is judged only, so nothing is explained.
    """

    by_staff = False
    by_program = False

    # Which questions were on the page when it was opened.
    questions = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, course: Course | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked: Sequence[Question] = asked_in(course) if course else []
        self.edition = edition_of(self.asked)
        self.fields["questions"].initial = self.edition
        for question in self.asked:
            self.fields[name_of(question)] = field_of(question, course, with_notes=not self.by_program)
            if question.is_sensitive:
                wording = LATER_CONSENT(question, by_phone=self.by_staff)
                self.fields[consent_name(question)] = forms.BooleanField(label=wording, required=False)

    def question_names(self) -> set[str]:
        return {name for question in self.asked for name in (name_of(question), consent_name(question))}

    def visible_fields(self):
        names = self.question_names()
        return [field for field in super().visible_fields() if field.name not in names]

    def question_fields(self):
        names = self.question_names()
        return [field for field in self if field.name in names]

    def clean(self):
        cleaned = super().clean()
        self.check_edition()
        self.given: dict[int, str] = {}
        for question in self.asked:
            if applies(question, self.given):
                self.take(question)
            else:
                self.errors.pop(name_of(question), None)
        return cleaned

    def check_edition(self) -> None:
        """Show once more what was changed while somebody was filling in, with whatever they typed."""
        if "questions" in self.fields and self.cleaned_data.get("questions", "") != self.edition:
            self.data = self.data.copy()
            self.data[self.add_prefix("questions")] = self.edition
            self.add_error(None, _("Die Fragen zu diesem Kurs haben sich gerade geändert. Bitte sehen Sie sie durch."))

    def take(self, question: Question) -> None:
        """Take the answer to a question that is asked of this person, or say what is missing."""
        name = name_of(question)
        if name in self.errors:
            return
        said = self.cleaned_data.get(name) or ""
        text = said if isinstance(said, str) else "\n".join(said)
        if not text and question.is_required and not question.is_sensitive:
            self.add_error(name, _("Bitte beantworten Sie diese Frage."))
        elif text and question.is_sensitive and not self.cleaned_data.get(consent_name(question)):
            message = _("Bitte stimmen Sie zu, oder lassen Sie diese Frage leer. Beides ist in Ordnung.")
            self.add_error(consent_name(question), message)
        elif text:
            self.given[question.pk] = text

    def answers(self) -> tuple[GivenAnswer, ...]:
        """Return what was answered, each with the wording agreed to where there is one."""
        wordings = {
            question.pk: consent_to(question, by_phone=self.by_staff)
            for question in self.asked
            if question.is_sensitive and question.pk in self.given
        }
        return tuple(GivenAnswer(key, text, wordings.get(key, "")) for key, text in self.given.items())


class AnswersForm(CleanFormMixin, QuestionFields):
    """The questions alone, for whoever has booked already."""

    @classmethod
    def from_program(cls, answers: dict, course: Course | None) -> "AnswersForm":
        """Return the form bound to what a program sent: judged alike, but there was no page that it could keep."""
        form = cls(answers, course=course)
        del form.fields["questions"]
        return form


def field_of(question: Question, course: Course, *, with_notes: bool) -> forms.Field:
    """Return the field of a question; one with a condition is never required by the browser."""
    required = question.is_required and question.asked_if_id is None and not question.is_sensitive
    common = {
        "label": as_written(question.text),
        "help_text": notes(question, course) if with_notes else "",
        "required": required,
        "error_messages": {"required": _("Bitte beantworten Sie diese Frage.")},
    }
    choices = [(text, answer_label(text)) for text in question.choices()]
    if question.kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    if choices:
        nothing = [] if required else [("", _("keine Angabe"))]
        return forms.ChoiceField(choices=[*choices, *nothing], widget=forms.RadioSelect, **common)
    if question.kind == QuestionKind.LONG:
        return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}), **common)
    return forms.CharField(max_length=LONGEST_SHORT_ANSWER, **common)


def as_filled_in(answers: Sequence[Answer]) -> dict:
    """Return given answers as the initial values of their fields."""
    values: dict = {}
    for answer in answers:
        is_several = answer.question.kind == QuestionKind.SEVERAL
        values[name_of(answer.question_id)] = answer.text.splitlines() if is_several else answer.text
        values[consent_name(answer.question_id)] = answer.consent_text_id is not None
    return values
