"""The form by which the coordinator changes a course and its dates."""

import json
from hashlib import sha256

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from kurse import conf
from kurse.models import Course, CourseDate, Question
from kurse.models.questions import MOST_QUESTIONS
from kurse.states import CourseState

# Calling off tells everybody and so is a verb of its own; it is never a choice in a list.
CHOSEN_BY_HAND = (CourseState.DRAFT, CourseState.OPEN)
MOST_DATES = 100
# The rows below a course in its form.
MOST_ROWS = {"dates": MOST_DATES, "questions": MOST_QUESTIONS}


class CourseForm(WagtailAdminModelForm):
    """A course with its dates; knows which edition of the course was on the screen when it was opened."""

    edition = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    # Which warnings stood above the form when it was sent.
    warned = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *args, instance: Course | None = None, **kwargs):
        if data is not None and instance is not None and instance.pk:
            for name, most in MOST_ROWS.items():
                data = with_existing_rows(data, instance, name, most)
        super().__init__(data, *args, instance=instance, **kwargs)
        self.fields["edition"].initial = edition_of(self.instance)
        hours = round(conf.cancel_before().total_seconds() / 3600)
        self.fields["cancel_until"].help_text = _("Leer: bis %(hours)s Stunden vor Beginn.") % {"hours": hours}
        days = ", ".join(map(str, conf.reminder_days()))
        self.fields["reminder_days"].help_text = _("Mehrere mit Komma, zum Beispiel 7,1. Leer: %(days)s.") % {
            "days": days
        }
        usual = {"percent": conf.presence_needed()}
        self.fields["presence_needed"].help_text = _("Wie oft jemand da sein muss. Leer: %(percent)s Prozent.") % usual
        state = self.fields["state"]
        if self.instance.state in CHOSEN_BY_HAND:
            state.choices = [(choice.value, choice.label) for choice in CHOSEN_BY_HAND]
        else:
            state.disabled = True

    def is_of_another_edition(self) -> bool:
        """Whether somebody saved the course after this form was opened; ask under the course's lock."""
        opened = self.cleaned_data.get("edition")
        return bool(opened) and opened != edition_of(self.instance)

    def entered_dates(self) -> list[CourseDate]:
        """Return the dates of a valid form that are new or at another time than before."""
        rows = [row for row in self.formsets["dates"].forms if row not in self.formsets["dates"].deleted_forms]
        return [row.instance for row in rows if {"starts_at", "ends_at"} & set(row.changed_data)]

    def is_warned(self, warnings: str) -> bool:
        """Whether these warnings (a digest) were read; if not, they will be when the form is sent again."""
        if self.cleaned_data.get("warned") == warnings:
            return True
        self.data["warned"] = warnings
        return False


def edition_of(course: Course) -> str:
    """Return a digest of what the form edits, as it stands in the database; bookings do not change it."""
    content = [
        list(Course.objects.filter(pk=course.pk).values_list(*entered(Course))),
        list(CourseDate.objects.filter(course_id=course.pk).order_by("pk").values_list("pk", *entered(CourseDate))),
        list(Question.objects.filter(course_id=course.pk).order_by("pk").values_list()),
    ]
    return sha256(json.dumps(content, default=str).encode()).hexdigest()


def entered(model: type[Model]) -> list[str]:
    """Return what somebody enters in a form; what verbs count is not among it."""
    return [field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key]


def with_existing_rows(data, course: Course, name: str, most: int):
    """Return posted data in which a row below a course (a date, a question) that is gone meanwhile counts as a new one.

    A number of rows that nobody enters is cut to one too many, which the form refuses: Django would make a thousand
    rows of it, and show them all.
    """
    existing = {str(pk) for pk in getattr(course, name).values_list("pk", flat=True)}
    posted = data.copy()
    if counted(posted, f"{name}-TOTAL_FORMS", most) > most:
        posted[f"{name}-TOTAL_FORMS"] = str(most + 1)
    for number in range(counted(posted, f"{name}-INITIAL_FORMS", most + 1)):
        if posted.get(f"{name}-{number}-id") not in existing:
            posted[f"{name}-{number}-id"] = ""
    return posted


def counted(posted, name: str, most: int) -> int:
    """Return a counter of the form, never above `most` and one; 0 for what is no number."""
    text = posted.get(name, "")
    if not (text.isascii() and text.isdecimal()):
        return 0
    return min(int(text) if len(text) <= len(str(most)) else most + 1, most + 1)
