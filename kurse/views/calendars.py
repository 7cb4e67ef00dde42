"""The programme by date: a month as a page, and all of it as a calendar to subscribe to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurse.calendars.feeds import named, programme_calendar
from kurse.calendars.month import month_calendar
from kurse.calendars.subscriptions import choices
from kurse.programme.course_index import course_index
from kurse.programme.facets import Search, kept_filters, search
from kurse.programme.filters import CourseFilter
from kurse.programme.narrowing import labels_of
from kurse.programme.on_offer import courses_on_offer
from kurse.views.programme_feed import programme_address
from vorgang.conf import site_url


@require_safe
def month_page(request: HttpRequest) -> HttpResponse:
    """Show a month of the programme as a table of its days, under the filters of the list."""
    title, url = programme_address(request)
    context = {
        "month": month_calendar(request.GET),
        "programme_url": url,
        "trail": [(title, url), (_("Kalender"), request.path)],
    }
    return TemplateResponse(request, "kurse/month.html", context)


@require_safe
def subscribe_page(request: HttpRequest) -> HttpResponse:
    """Show the address of a calendar under some filters, how to subscribe to it, and which others there are."""
    course_filter = CourseFilter(request.GET, queryset=courses_on_offer())
    is_usable, index = course_filter.is_valid(), course_index.current()
    narrowed = kept_filters(request.GET, "month", "sort") if is_usable else ""
    title, url = programme_address(request)
    context = {
        "error": "" if is_usable else _("Diesen Filter gibt es nicht. Bitte entfernen Sie ihn."),
        "name": named(labels_of(Search(index, course_filter))) if narrowed else named([]),
        "is_narrowed": bool(narrowed),
        "address": site_url() + reverse("kurse_calendar_feed") + narrowed,
        "choices": choices(index),
        "trail": [(title, url), (_("Kalender abonnieren"), request.path)],
    }
    return TemplateResponse(request, "kurse/subscribe.html", context)


@require_safe
def programme_file(request: HttpRequest) -> HttpResponse:
    """Answer the programme as a calendar, under the filters of its page; an unusable filter is a 404."""
    course_filter = CourseFilter(request.GET, queryset=courses_on_offer())
    if not course_filter.is_valid():
        raise Http404
    content = programme_calendar(course_filter.qs, named(labels_of(search(course_filter))))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kurse.ics"'
    return response
