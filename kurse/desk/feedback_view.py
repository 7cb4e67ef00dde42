"""What people said of one course, for the desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurse.desk.course_frame import framed
from kurse.feedback.results import are_readable, results_of
from kurse.models import Course


@require_safe
def feedback_page(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show the answers about a course that is over; nobody can tell from them who answered."""
    if not request.user.has_perm("kurse.view_course"):
        raise PermissionDenied
    course = get_object_or_404(Course.objects.select_related("page"), pk=course_id)
    title = _("Rückmeldungen: %(course)s") % {"course": course}
    context = {**framed(course, title, "comment"), "results": results_of(course) if are_readable(course) else None}
    return TemplateResponse(request, "kurse/admin/feedback.html", context)
