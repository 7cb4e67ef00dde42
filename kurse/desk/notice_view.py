"""The office writes to the people of a course: first it sees what goes to whom, then it sends."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kurse.desk.course_frame import framed
from kurse.errors import NobodyToTell
from kurse.models import Course, CourseDate, CourseNotice
from kurse.models.notices import NoticeAudience
from kurse.notices.writing import Draft, people, readers, send_notice
from pages.forms import CleanFormMixin


class NoticeForm(CleanFormMixin, forms.Form):
    """A message to the people of one course."""

    audience = forms.ChoiceField(label=gettext_lazy("An"), choices=NoticeAudience.choices)
    date = forms.ModelChoiceField(
        CourseDate.objects.none(),
        label=gettext_lazy("Nur an einem Termin"),
        required=False,
        empty_label=gettext_lazy("alle Termine"),
        help_text=gettext_lazy("Mit einem Termin geht die Nachricht nur an die, die ihn gebucht haben."),
    )
    subject = forms.CharField(
        label=gettext_lazy("Betreff"),
        max_length=120,
        error_messages={"required": gettext_lazy("Bitte schreiben Sie in den Betreff, worum es geht.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Nachricht"),
        max_length=5000,
        help_text=gettext_lazy(
            "Anrede, Termine, Ort und der Link zur Anmeldung stehen von selbst in der E-Mail. Bitte keine Namen nennen."
        ),
        error_messages={"required": gettext_lazy("Bitte schreiben Sie, was die Teilnehmenden wissen sollen.")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    # Made when the form is opened, so that a double click sends once.
    opened = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, course: Course, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = NoticeAudience.choices_for(course)
        self.fields["opened"].initial = uuid.uuid4
        if course.single_dates:
            self.fields["date"].queryset = CourseDate.objects.filter(course=course)
        else:
            del self.fields["date"]

    def draft(self) -> Draft:
        return Draft(**{**self.cleaned_data, "audience": NoticeAudience(self.cleaned_data["audience"])})


@require_http_methods(["GET", "HEAD", "POST"])
def notice_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show the form, then what would go out, and send it when the second button is pressed."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    form = NoticeForm(request.POST if request.method == "POST" else None, course=course)
    status, reached, seen = (422 if form.is_bound else 200), None, ""
    if form.is_bound and form.is_valid():
        draft = form.draft()
        reached, seen = numbers(course, draft), draft.digest(course)
        status = 200
        try:
            if not sum(reached):
                raise NobodyToTell
            if request.POST.get("send") == draft.digest(course):
                send_notice(course, draft, by=request.user)
                messages.success(request, outcome(*reached))
                return redirect("kurse_course:edit", course.pk)
        except NobodyToTell as error:
            form.add_error("audience", error.message)
            status, reached = error.status, None
    title = _("Nachricht an Teilnehmende: %(course)s") % {"course": course}
    context = {
        **framed(course, title, "mail"),
        "form": form,
        # What the second button sends along: a text that was changed after its preview is shown again first.
        "seen": seen,
        "reached": outcome(*reached) if reached else "",
        "sent": sent_to(course),
    }
    return TemplateResponse(request, "kurse/admin/notice.html", context, status=status)


def sent_to(course: Course) -> QuerySet:
    """Return the notices of a course with the number of their copies."""
    notices = CourseNotice.objects.filter(course=course).select_related("author", "date")
    return notices.annotate(number=Count("copies"))


def numbers(course: Course, draft: Draft) -> tuple[int, int]:
    """Return how many get a mail and how many a letter."""
    addresses = list(readers(course, draft.audience, draft.date).values_list("email", flat=True))
    by_mail = sum(1 for address in addresses if address)
    return by_mail + len(people(course, draft.audience, draft.date)), len(addresses) - by_mail


def outcome(by_mail: int, by_letter: int) -> str:
    mails = ngettext("%(n)s E-Mail geht hinaus.", "%(n)s E-Mails gehen hinaus.", by_mail) % {"n": by_mail}
    if not by_letter:
        return mails
    letters = ngettext(
        "%(n)s Brief liegt zum Drucken im Posteingang.", "%(n)s Briefe liegen zum Drucken im Posteingang.", by_letter
    )
    return f"{mails} {letters % {'n': by_letter}}"
