"""Pages on which whoever holds the link of a booking chooses another course: a list, then one page with one button."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kurse.booking.rebooking import may_rebook, offered_to, rebook
from kurse.errors import BookingError
from kurse.models import Booking
from kurse.programme.presentation import presented
from kurse.questions.fields import AnswersForm
from kurse.views.booking import find_course
from kurse.views.people import for_bookers
from vorgang.views.cases import PAGE_VERBS


@require_safe
@for_bookers
def choices_page(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Show the courses with seats for everybody in the booking, each with a link to the next page."""
    if not may_rebook(booking):
        return redirect("vorgang_personal_page", token)
    presented([booking.course])
    context = {"booking": booking, "token": token, "courses": offered_to(booking)}
    return render(request, "kurse/rebooking_choices.html", context)


@PAGE_VERBS
@for_bookers
def rebooking_page(request: HttpRequest, booking: Booking, token: str, *, course_id: int) -> HttpResponse:
    """Show what one gives up and gets, and rebook when the button is pressed; whatever fails leaves all as it was.

    What the new course asks stands above the button.
    """
    course = find_course(course_id)
    form = AnswersForm(request.POST if request.method == "POST" else None, course=course)
    error, status = "", HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            rebook(booking, course.pk, answers=form.answers(), edition=form.edition)
        except BookingError as fault:
            error, status = fault.message, fault.status
        else:
            return redirect(reverse("vorgang_personal_page", args=[token]) + "?umgebucht=1")
    elif not form.is_bound and not may_rebook(booking):
        return redirect("vorgang_personal_page", token)
    presented([booking.course])
    context = {"booking": booking, "token": token, "course": course, "form": form, "error": error}
    return render(request, "kurse/rebooking.html", context, status=status)
