"""The office makes many dates at once: it describes them, sees what stands against them, and saves what it keeps."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from kurse.desk.course_buttons import after_change
from kurse.desk.course_frame import framed
from kurse.errors import BookingError
from kurse.models import Course
from kurse.planning.errors import ProposalOutdated
from kurse.planning.scheduling import add_dates
from kurse.series.form import SeriesForm, beginning_with
from kurse.series.preview import Preview, preview


@require_http_methods(["GET", "HEAD", "POST"])
def series_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show the form, then the proposed dates, and save those that are kept when the second button is pressed."""
    if not request.user.has_perm("kurse.change_course"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.with_place().select_related("page"), pk=course_id)
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=beginning_with(course))
    proposed, status = None, (422 if form.is_bound else 200)
    if form.is_valid():
        proposed, status = ticked(request, course, form), 200
        if "save" in request.POST:
            try:
                number = save(request, course, proposed)
            except BookingError as error:
                form.add_error(None, error.message)
                proposed, status = ticked(request, course, form), error.status
            else:
                text = ngettext("%(n)s Termin ist gespeichert.", "%(n)s Termine sind gespeichert.", number)
                messages.success(request, text % {"n": number})
                edit = reverse("kurse_course:edit", args=[course.pk])
                return redirect(after_change(request.user, course, otherwise=edit))
    title = _("Termine erzeugen: %(course)s") % {"course": course}
    context = {
        **framed(course, title, "calendar"),
        "form": form,
        "proposed": proposed,
    }
    return TemplateResponse(request, "kurse/admin/series.html", context, status=status)


def ticked(request: HttpRequest, course: Course, form: SeriesForm) -> Preview:
    """Return the proposed dates; ticks stay while nothing else was changed since they were set."""
    proposed = preview(course, form.plan())
    if request.POST.get("typed") == form.digest():
        proposed.skip(request.POST.getlist("skip"))
    return proposed


def save(request: HttpRequest, course: Course, proposed: Preview) -> int:
    """Save the dates that are kept and return how many; raises ProposalOutdated, NoDateKept and what the verb does."""
    if request.POST["save"] != proposed.digest():
        raise ProposalOutdated
    dates = proposed.dates()
    add_dates(course, dates, edition=proposed.edition)
    log(course, "wagtail.edit", user=request.user)
    return len(dates)
