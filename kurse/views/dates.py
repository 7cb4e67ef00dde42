"""The page on which whoever holds the link of a booking chooses other dates of the same course."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kurse.booking.changing_dates import change_dates, may_change_dates
from kurse.dates.forms import DatesForm
from kurse.errors import BookingError
from kurse.models import Booking
from kurse.programme.presentation import presented
from kurse.views.people import for_bookers
from vorgang.views.cases import PAGE_VERBS


@PAGE_VERBS
@for_bookers
def dates_page(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Show the dates of a booking and those still free, and change them when the button is pressed."""
    if not may_change_dates(booking):
        return redirect("vorgang_personal_page", token)
    form = DatesForm(booking, request.POST if request.method == "POST" else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_valid():
        try:
            change_dates(booking, form.chosen_dates())
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect(reverse("vorgang_personal_page", args=[token]) + "?termine=1")
    presented([booking.course])
    return render(request, "kurse/dates.html", {"booking": booking, "token": token, "form": form}, status=status)
