"""What visitors fetch of an answer: its PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from pages.api.targets import targets_of
from pages.caches.pages import kept_until_changed
from pages.open_pages import open_pages
from vorgang.guards.limits import MINUTE, answers_too_many, count, network_of
from wissen.models import QuestionPage
from wissen.papers.answer import answer_pdf

# A whole class behind one address may print; nobody keeps the typesetter busy.
PER_NETWORK_AND_MINUTE = 60


@require_safe
@answers_too_many
def answer_file(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer a published answer that everybody may read as PDF; a 404 for any other."""
    count("answer-file", network_of(request), limit=PER_NETWORK_AND_MINUTE, seconds=MINUTE)
    return kept_file(request, page_id)


@kept_until_changed
def kept_file(request: HttpRequest, page_id: int) -> HttpResponse:
    opened = open_pages(request)
    page = get_object_or_404(opened.within(QuestionPage.objects.filter(pk=page_id)))
    response = HttpResponse(answer_pdf(page, targets_of(page, request, opened)), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{page.slug}.pdf")
    # The page itself is what is to be found.
    response["X-Robots-Tag"] = "noindex"
    return response
