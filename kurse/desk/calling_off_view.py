"""The coordinator's decisions about a course: it takes place, or it is called off and everybody is told."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from kurse.desk.course_frame import framed
from kurse.desk.outcomes import outcome
from kurse.errors import BookingError
from kurse.models import Course
from kurse.notices.affected import affected_by
from kurse.planning.calling_off import call_off
from kurse.planning.go_ahead import let_run
from kurse.programme.related import related_courses
from vorgang.journal.writing import record
from vorgang.states import StaffAction


class CallOffForm(forms.Form):
    """Why a course is called off, in a sentence for everybody."""

    note = forms.CharField(
        label=gettext_lazy("Grund"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Steht in der E-Mail und auf der Kursseite. Bitte ohne Namen und ohne Krankheiten."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def call_off_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show who would be told, and call the course off when the button is pressed."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    form = CallOffForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            told = call_off(course, form.cleaned_data["note"], by=request.user)
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, outcome(_("Der Kurs ist abgesagt."), told))
            return redirect("kurse_course:edit", course.pk)
    affected = affected_by(course)
    record(request.user, StaffAction.LISTED, course)
    title = _("Kurs absagen: %(course)s") % {"course": course}
    context = {
        **framed(course, title, "cross"),
        "form": form,
        "affected": affected,
        "others": related_courses(course),
    }
    return TemplateResponse(request, "kurse/admin/call_off.html", context, status=status)


@require_POST
def let_it_run(request: HttpRequest, course_id: int) -> HttpResponse:
    """Say that a course takes place although too few have booked."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    course = get_object_or_404(Course, pk=course_id)
    try:
        let_run(course, by=request.user)
    except BookingError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Der Kurs findet statt. Alle mit festem Platz bekommen eine E-Mail."))
    return redirect("wagtailadmin_home")
