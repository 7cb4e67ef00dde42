"""The address that is left when somebody shortens that of the printed programme."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe
from wagtail.views import serve

from kurse.programme.facets import kept_filters
from kurse.views.programme_feed import programme_page_of


@require_safe
def to_programme(request: HttpRequest, path: str) -> HttpResponse:
    """Lead to the programme in the language of the request, filters kept; a page that has this address comes first."""
    try:
        return serve(request, path)
    except Http404:
        page = programme_page_of(request)
        if page is None:
            raise
    _title, url = page
    return redirect(url + kept_filters(request.GET, "sort"))
