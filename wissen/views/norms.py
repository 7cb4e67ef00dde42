"""All norms, and everything about one of them: the answers that rest on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wissen.reading.norms import answers_to_norm, laws_of_site
from wissen.reading.pages import topics_of, way_to_knowledge


@require_safe
def norm_index(request: HttpRequest) -> HttpResponse:
    """List all norms on which answers of the site rest, by their laws."""
    context = {
        "laws": laws_of_site(request),
        "trail": [*way_to_knowledge(request), (_("Rechtsgrundlagen"), request.path)],
    }
    return render(request, "wissen/norm_index.html", context)


@require_safe
def norm_page(request: HttpRequest, norm: str) -> HttpResponse:
    """List the answers of the site that rest on a norm ("bgb-31a"); 404 where there is none."""
    name, answers = answers_to_norm(norm, request)
    if not answers:
        raise Http404
    trail = [
        *way_to_knowledge(request),
        (_("Rechtsgrundlagen"), reverse("wissen_norms")),
        (_("Alles zu %(norm)s") % {"norm": name}, request.path),
    ]
    return render(
        request, "wissen/norm.html", {"norm": name, "answers": answers, "topics": topics_of(answers), "trail": trail}
    )
