"""The page on which a person sees and changes what they have answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kurse.errors import BookingError
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from kurse.programme.presentation import presented
from kurse.questions.answering import change_answers, may_answer
from kurse.questions.fields import AnswersForm, as_filled_in
from vorgang.models import PersonalLink
from vorgang.views.cases import opened_by_link


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link
def my_answers(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Show the questions of a booking with what was answered, and write what is put right until the course begins."""
    booking = link.target
    if link.purpose != LINK_PURPOSE or not isinstance(booking, Booking):
        raise Http404
    if not booking.course.questions_edition:
        return redirect("vorgang_personal_page", token)
    course = presented([booking.course])[0]
    initial = as_filled_in(booking.answers.select_related("question"))
    form = AnswersForm(request.POST if request.method == "POST" else None, course=course, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            change_answers(booking, form.answers(), edition=form.edition)
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect(reverse("kurse_my_answers", args=[token]) + "?gespeichert=1")
    context = {
        "course": course,
        "form": form,
        "token": token,
        "may_answer": may_answer(booking),
        "is_saved": "gespeichert" in request.GET and not form.errors,
    }
    return render(request, "kurse/answers.html", context, status=status)
