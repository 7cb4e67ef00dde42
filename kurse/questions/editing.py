"""The coordinator's form of a question, and what may not be changed once somebody has answered it."""

from django.forms import ModelForm
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from kurse import conf
from kurse.errors import QuestionAnswered
from kurse.models import Course, Question
from kurse.states import QuestionKind

CHOICES = {QuestionKind.ONE, QuestionKind.SEVERAL}
CLOSED = CHOICES | {QuestionKind.YES_NO}
LONGEST_OPTION = 200
# What an answered question keeps as it is; its answers may become fewer people's and go sooner, never the reverse.
FIXED = ("text", "purpose", "kind", "asked_if_id", "asked_if_answer", "is_sensitive")


class QuestionForm(WagtailAdminModelForm):
    """One question; `conditions` are the saved questions on which it may depend."""

    def __init__(self, *args, conditions: list[Question], **kwargs):
        super().__init__(*args, **kwargs)
        others = [question for question in conditions if question.pk != self.instance.pk]
        field = self.fields["asked_if"]
        field.queryset = Question.objects.filter(pk__in=[question.pk for question in others])
        field.widget.choices = [("", "---------"), *((question.pk, question.text) for question in others)]

    def clean(self):
        typed = super().clean()
        if typed.get("kind") in CHOICES:
            self.check_options(typed)
        else:
            typed["options"] = ""
        if typed.get("is_sensitive") and typed.get("is_required"):
            self.add_error(
                "is_required", _("Eine besonders geschützte Frage ist nie Pflicht. Bitte entfernen Sie den Haken.")
            )
        if bool(typed.get("asked_if")) != bool(typed.get("asked_if_answer")):
            missing = "asked_if_answer" if typed.get("asked_if") else "asked_if"
            self.add_error(missing, _("Bitte geben Sie die frühere Frage und die Antwort darauf an, oder keines."))
        most = conf.erase_after_course().days
        if (typed.get("erase_days") or 0) > most:
            self.add_error(
                "erase_days", _("Bitte höchstens %(days)s: Dann löschen wir die ganze Anmeldung.") % {"days": most}
            )
        return typed

    def check_options(self, typed: dict) -> None:
        lines = [" ".join(line.split()) for line in typed.get("options", "").splitlines() if line.strip()]
        typed["options"] = "\n".join(lines)
        if len(lines) < 2:
            self.add_error("options", _("Bitte schreiben Sie mindestens zwei Antworten, jede in eine eigene Zeile."))
        if len(set(lines)) < len(lines):
            self.add_error("options", _("Eine Antwort steht zweimal da. Bitte streichen Sie eine davon."))
        if any(len(line) > LONGEST_OPTION for line in lines):
            longest = {"number": LONGEST_OPTION}
            self.add_error("options", _("Eine Antwort ist länger als %(number)s Zeichen. Bitte kürzen.") % longest)


class QuestionFormSet(BaseChildFormSet):
    """The questions of a course, which may depend on earlier ones."""

    @cached_property
    def conditions(self) -> list[Question]:
        return list(Question.objects.filter(course_id=self.instance.pk, kind__in=sorted(CLOSED)))

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "conditions": self.conditions}

    def clean(self, *args, **kwargs):
        super().clean(*args, **kwargs)
        kept = [form for form in self.forms if hasattr(form, "cleaned_data") and not self._should_delete_form(form)]
        earlier: dict[int, Question] = {}
        for form in sorted(kept, key=place_of):
            if fault := fault_of_condition(form.instance, earlier):
                form.add_error("asked_if", fault)
            if form.instance.pk and form.instance.is_asked:
                earlier[form.instance.pk] = form.instance


def place_of(form: ModelForm) -> tuple[bool, int]:
    """Return where a form stands among the others; one without a place comes last."""
    order = form.cleaned_data.get("ORDER")
    return order is None, order or 0


def fault_of_condition(question: Question, earlier: dict[int, Question]) -> str:
    """Return why a question can never be asked under its condition, "" where it can."""
    if question.asked_if_id is None:
        return ""
    condition = earlier.get(question.asked_if_id)
    if condition is None:
        return _("Das muss eine frühere Frage sein, die gestellt wird. Bitte ordnen Sie die Fragen um.")
    if question.asked_if_answer not in condition.choices():
        possible = ", ".join(condition.choices())
        return _("Diese Antwort gibt es dort nicht. Möglich sind: %(answers)s.") % {"answers": possible}
    return ""


def answered_in(course: Course) -> dict[int, Question]:
    """Return the questions of a course that somebody has answered, as the database has them."""
    return {question.pk: question for question in Question.objects.filter(course=course, answers__isnull=False)}


def refuse_changed_meaning(before: dict[int, Question]) -> None:
    """Raise QuestionAnswered if an answered question means something else now than before, under the caller's lock."""
    for question in Question.objects.filter(pk__in=before):
        if not still_means(before[question.pk], question):
            raise QuestionAnswered(before[question.pk].text)


def still_means(before: Question, after: Question) -> bool:
    """Whether whoever answered a question would find in it what they were told: new choices, less use, sooner gone."""
    is_same = all(getattr(before, name) == getattr(after, name) for name in FIXED)
    is_no_more = after.erase_days <= before.erase_days and after.for_trainer <= before.for_trainer
    return is_same and is_no_more and set(before.choices()) <= set(after.choices())
