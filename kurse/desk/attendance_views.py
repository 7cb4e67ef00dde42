"""The coordinator ticks who is there, at the door and on a phone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kurse.attendance.noting import note_attendance
from kurse.attendance.roster import may_be_entered
from kurse.attendance.sheet import marks_of, rows, shown_marks
from kurse.errors import BookingError
from kurse.models import CourseDate
from vorgang.journal.writing import record
from vorgang.states import StaffAction, StaffReason


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, course_id: int, date_id: int) -> HttpResponse:
    """Show the list of one date, and note what was ticked; a fault keeps the ticks."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    date = date_of_course(course_id, date_id)
    error, status = "", 200
    if request.method == "POST":
        try:
            number = note_attendance(date, marks_of(request.POST), by=request.user)
        except BookingError as fault:
            error, status = fault.message, fault.status
        else:
            messages.success(request, saved(number))
            return redirect("kurse_attendance", course_id, date_id)
    record(request.user, StaffAction.LISTED, date.course, reason=StaffReason.ATTENDANCE)
    title = _("Anwesenheit: %(course)s") % {"course": date.course}
    people = rows(date, request.POST if error else None)
    context = {
        "date": date,
        "rows": people,
        "shown": shown_marks(people),
        "may_be_entered": may_be_entered(date),
        "error": error,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": reverse("kurse_course:edit", args=[course_id]), "label": str(date.course)},
            {"url": reverse("kurse_participants", args=[course_id]), "label": _("Teilnehmende")},
            {"url": "", "label": title},
        ],
        "header_icon": "check",
    }
    return TemplateResponse(request, "kurse/admin/attendance.html", context, status=status)


def date_of_course(course_id: int, date_id: int) -> CourseDate:
    """Return a date of a course; raises Http404 for that of another one."""
    return get_object_or_404(CourseDate.objects.select_related("course__page"), pk=date_id, course=course_id)


def saved(number: int) -> str:
    """Return what is said of a list that was saved."""
    if not number:
        return _("Gespeichert. An der Liste hat sich nichts geändert.")
    return ngettext("Gespeichert: %(n)s Person eingetragen.", "Gespeichert: %(n)s Personen eingetragen.", number) % {
        "n": number
    }
