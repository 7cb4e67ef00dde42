"""What visitors fetch beside the pages of the funding finder."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from pages.open_pages import open_pages
from wissen.funding.calendar import deadline_calendar
from wissen.models import ProgrammePage


@require_safe
def deadline_file(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer the deadline of a published programme as a calendar file; a 404 where none lies ahead."""
    page = get_object_or_404(open_pages(request).within(ProgrammePage.objects.filter(pk=page_id)))
    if not page.has_coming_deadline:
        raise Http404
    response = HttpResponse(deadline_calendar(page), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="frist.ics"'
    return response
