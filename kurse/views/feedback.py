"""The pages of feedback: the form behind a ticket, and thanks. Looking changes nothing; only the button does."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurse.errors import FeedbackClosed
from kurse.feedback.boxes import answer, is_open
from kurse.feedback.form import FeedbackForm
from kurse.feedback.tickets import Ticket, ticket_of
from kurse.models import FeedbackBox
from kurse.programme.presentation import presented
from vorgang.guards.limits import answers_too_many
from vorgang.views.cases import private, unknown_link


@require_http_methods(["GET", "HEAD", "POST"])
@answers_too_many
def give(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show the form to whoever holds a ticket, and take one answer; a second one is thanked for like the first."""
    found = ticket_of(ticket)
    if found is None:
        return private(unknown_link(request))
    return private(form_page(request, found))


def form_page(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    box = FeedbackBox.objects.filter(course=ticket.course_id).select_related("course__page").first()
    if box is None or not is_open(box):
        return closed(request)
    if ticket.digest in box.spent:
        return redirect("kurse_feedback_given")
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            answer(ticket, form.given())
        except FeedbackClosed:
            return closed(request)
        return redirect("kurse_feedback_given")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "course": presented([box.course])[0]}
    return render(request, "kurse/feedback_form.html", context, status=status)


def closed(request: HttpRequest) -> HttpResponse:
    return render(
        request, "kurse/feedback_closed.html", {"error": FeedbackClosed.message}, status=FeedbackClosed.status
    )


@never_cache
@require_safe
def given(request: HttpRequest) -> HttpResponse:
    return render(request, "kurse/feedback_given.html")
