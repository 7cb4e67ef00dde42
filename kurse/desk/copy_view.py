"""The office copies a course for the next term, with its dates some weeks later or without any."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log

from kurse.desk.course_frame import framed
from kurse.errors import BookingError
from kurse.models import Course
from kurse.planning.copying import copy_course, may_copy, moved
from kurse.planning.errors import CopyHasNoAddress
from kurse.series.preview import closed_days_of
from pages.forms import CleanFormMixin

HALF_A_YEAR = 26


class CopyForm(CleanFormMixin, forms.Form):
    """How a course is copied; its address is taken by the first of two presses of the button."""

    takes_dates = forms.BooleanField(label=gettext_lazy("Termine mitnehmen"), required=False, initial=True)
    weeks = forms.IntegerField(
        label=gettext_lazy("Um so viele Wochen später"),
        initial=HALF_A_YEAR,
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(260)],
        help_text=gettext_lazy(
            "26 Wochen sind ein halbes Jahr, 52 ein ganzes. Wochentag und Uhrzeit bleiben, Fristen wandern mit."
        ),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Adresse der neuen Seite"),
        max_length=255,
        allow_unicode=True,
        help_text=gettext_lazy("Der letzte Teil der Adresse. Der Titel bleibt; Sie können ihn danach ändern."),
    )

    def __init__(self, *args, course: Course, **kwargs):
        self.course = course
        super().__init__(*args, **kwargs)

    def clean(self):
        typed = super().clean()
        if typed.get("takes_dates") and "weeks" in typed:
            weeks = typed["weeks"]
            if weeks is None:
                self.add_error("weeks", _("Bitte geben Sie an, wie viele Wochen später die Termine liegen."))
            elif self.course.starts_at and moved(self.course.starts_at, weeks) <= timezone.now():
                self.add_error("weeks", _("Der erste Termin läge in der Vergangenheit. Bitte wählen Sie mehr Wochen."))
        return typed

    def shift(self) -> int | None:
        return self.cleaned_data["weeks"] if self.cleaned_data["takes_dates"] else None


@require_http_methods(["GET", "HEAD", "POST"])
def copy_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Ask how a course is to be copied, copy it, and lead to the copy."""
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    if not may_copy(request.user, course):
        raise PermissionDenied
    initial = {"slug": find_available_slug(course.page.get_parent(), course.page.slug)}
    form = CopyForm(request.POST if request.method == "POST" else None, course=course, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            copy = copy_course(course, slug=form.cleaned_data["slug"], weeks=form.shift(), by=request.user)
        except BookingError as error:
            form.add_error("slug" if isinstance(error, CopyHasNoAddress) else None, error.message)
            status = error.status
        else:
            log(copy, "wagtail.create", user=request.user)
            say_copied(request, copy)
            return redirect("kurse_course:edit", copy.pk)
    title = _("Kurs kopieren: %(course)s") % {"course": course}
    context = {**framed(course, title, "copy"), "form": form, "dates": list(course.dates.all())}
    return TemplateResponse(request, "kurse/admin/copy.html", context, status=status)


def say_copied(request: HttpRequest, copy: Course) -> None:
    messages.success(
        request,
        _("Der Kurs ist kopiert. Die Seite ist ein Entwurf, der Kurs in Vorbereitung, und niemand ist angemeldet."),
    )
    days = sorted({timezone.localdate(date.starts_at) for date in copy.dates.all()})
    closed = closed_days_of(copy, days) if days else {}
    if unlucky := [day for day in days if day in closed]:
        named = ", ".join(f"{day:%d.%m.%Y} ({closed[day][0].name})" for day in unlucky)
        messages.warning(request, _("Bitte prüfen Sie diese Termine: %(days)s.") % {"days": named})
