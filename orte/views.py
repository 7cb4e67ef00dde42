"""Pages of places: the list, and one page for each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orte.models import Place

PLACES_PER_PAGE = 50


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List all places, grouped by municipality."""
    ordered = Place.objects.with_municipality().order_by("municipality__name", "municipality_id", "name", "pk")
    page_obj = Paginator(ordered, PLACES_PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "orte/places.html", {"page_obj": page_obj, "trail": [(_("Orte"), request.path)]})


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Show address, way and accessibility of one place."""
    found = get_object_or_404(Place.objects.with_municipality(), slug=slug)
    trail = [(_("Orte"), reverse("orte_places")), (found.name, found.get_absolute_url())]
    return TemplateResponse(request, "orte/place.html", {"place": found, "trail": trail})
