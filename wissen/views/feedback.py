"""The pages of "Hat das geholfen?": the form behind the two links, and thanks. Only the button changes anything."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pages.open_pages import open_to_all
from vorgang.errors import TooManyRequests
from vorgang.guards.limits import DAY, check_submission, count, network_of
from vorgang.views.cases import form_page, too_many
from wissen.feedback.form import NO, YES, AnswerFeedbackForm
from wissen.feedback.keeping import keep_feedback
from wissen.models import QuestionPage

# A whole office behind one address may say what it thinks of an answer; nobody outvotes the others.
PER_NETWORK_AND_DAY = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form for an answer and keep what is sent; every fault keeps what was typed."""
    page = found_or_404(page_id)
    wanted = request.GET.get("hilfreich", "")
    initial = {"helpful": wanted} if wanted in {YES, NO} else {}
    form = AnswerFeedbackForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {"answer": page, "trail": [(page.title, page.get_url(request)), (_("Hat das geholfen?"), request.path)]}
    if form.is_bound and form.is_valid():
        try:
            check_submission(request, "")
            count("answer", f"{network_of(request)} {page.pk}", limit=PER_NETWORK_AND_DAY, seconds=DAY)
        except TooManyRequests as error:
            return unlisted(too_many(request, "wissen/feedback.html", form, error, **context))
        keep_feedback(page, form.given())
        sent = reverse("wissen_feedback_sent", args=[page.pk])
        return redirect(f"{sent}?hilfreich={form.cleaned_data['helpful']}")
    return unlisted(form_page(request, "wissen/feedback.html", form, **context))


@never_cache
@require_safe
def feedback_sent(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say thanks; to whom the answer has not helped, name the way to the office."""
    context = {"answer": found_or_404(page_id), "asks": request.GET.get("hilfreich") == NO}
    return unlisted(render(request, "wissen/feedback_sent.html", context))


def found_or_404(page_id: int) -> QuestionPage:
    """Return an answer that everybody may read; raises Http404."""
    page = open_to_all(QuestionPage.objects.filter(pk=page_id)).first()
    if page is None or page.get_url() is None:
        raise Http404
    return page


def unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the form out of search engines: the answer is what is to be found."""
    response["X-Robots-Tag"] = "noindex"
    return response
