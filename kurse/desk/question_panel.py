"""The questions of a course in its form in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from kurse.models.questions import MOST_QUESTIONS
from kurse.questions.editing import QuestionForm, QuestionFormSet


class QuestionsPanel(InlinePanel):
    """Rows of questions, whose form knows on which others they may depend."""

    def __init__(self, relation_name="questions", panels=None, **kwargs):
        usual = {"heading": _("Fragen bei der Anmeldung"), "label": _("Frage"), "max_num": MOST_QUESTIONS}
        super().__init__(relation_name, panels=panels or question_panels(), **{**usual, **kwargs})

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": QuestionForm, "formset": QuestionFormSet}
        return options


def question_panels() -> list:
    return [
        FieldPanel("text"),
        FieldPanel("purpose"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("erase_days")]),
        FieldPanel("options"),
        FieldRowPanel([FieldPanel("is_required"), FieldPanel("is_sensitive")]),
        FieldRowPanel([FieldPanel("for_trainer"), FieldPanel("on_lists")]),
        FieldRowPanel([FieldPanel("asked_if"), FieldPanel("asked_if_answer")]),
        FieldPanel("is_asked"),
    ]
