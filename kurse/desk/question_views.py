"""The office takes over questions it need not write, and reads what people have answered."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from kurse.desk.course_frame import framed
from kurse.errors import BookingError
from kurse.models import Course
from kurse.questions.reading import answers_in, may_read_sensitive, note_sensitive_reading, readable_for
from kurse.questions.ready_made import READY_MADE, add_questions
from vorgang.journal.writing import record
from vorgang.states import StaffAction, StaffReason


class AddQuestionsForm(forms.Form):
    """Which ready-made questions a course is to ask, and those of which other course."""

    ready_made = forms.MultipleChoiceField(
        label=gettext_lazy("Fertige Fragen"),
        choices=[(name, made["text"]) for name, made in READY_MADE.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Alle Fragen dieses Kurses"),
        queryset=Course.objects.none(),
        required=False,
        help_text=gettext_lazy("Kopiert werden nur die Fragen, nie Antworten."),
    )

    def __init__(self, *args, course: Course, **kwargs):
        super().__init__(*args, **kwargs)
        others = Course.objects.exclude(pk=course.pk).exclude(questions_edition="")
        self.fields["source"].queryset = others.select_related("page").order_by("-starts_at")

    def clean(self):
        typed = super().clean()
        if not self.errors and not typed["ready_made"] and typed["source"] is None:
            raise forms.ValidationError(_("Bitte wählen Sie mindestens eine Frage oder einen Kurs."))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
def add_questions_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Offer questions to take over, add them, and lead to the form of the course, where they can be changed."""
    if not request.user.has_perm("kurse.change_course"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    form = AddQuestionsForm(request.POST if request.method == "POST" else None, course=course)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            number = add_questions(course, form.cleaned_data["ready_made"], form.cleaned_data["source"])
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            log(course, "wagtail.edit", user=request.user)
            messages.success(request, added(number))
            return redirect("kurse_course:edit", course.pk)
    title = _("Fragen übernehmen: %(course)s") % {"course": course}
    return TemplateResponse(
        request, "kurse/admin/add_questions.html", {**framed(course, title, "help"), "form": form}, status=status
    )


def added(number: int) -> str:
    if not number:
        return _("Diese Fragen stellt der Kurs schon.")
    return ngettext("%(n)s Frage ist dazugekommen.", "%(n)s Fragen sind dazugekommen.", number) % {"n": number}


@require_safe
def answers_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show what those who come have answered; specially protected answers only by their own right, and noted."""
    if not request.user.has_perm("kurse.view_booking"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    questions = readable_for(request.user, course)
    record(request.user, StaffAction.LISTED, course, reason=StaffReason.ANSWERS)
    note_sensitive_reading(request.user, StaffAction.LISTED, course, questions)
    title = _("Antworten: %(course)s") % {"course": course}
    context = {
        **framed(course, title, "help"),
        "answers": answers_in(course, questions),
        "sees_all": may_read_sensitive(request.user),
    }
    return TemplateResponse(request, "kurse/admin/answers.html", context)
