"""Pages about single people of a booking, for whoever holds its link: their names, and who does not come."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kurse.booking.lifecycle import cancel
from kurse.errors import BookingError
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from kurse.people.forms import LeavingForm, NamesForm
from kurse.people.naming import make_own_link, may_give_up_some, may_name, name_people, stands
from vorgang.conf import site_url
from vorgang.errors import TooManyRequests
from vorgang.guards.limits import check_submission
from vorgang.models import PersonalLink
from vorgang.views.cases import PAGE_VERBS, opened_by_link, unknown_link


def for_bookers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate view(request, booking, token) of a page that only the holder of a booking's link sees."""

    @wraps(view)
    def wrapped(request: HttpRequest, link: PersonalLink, token: str, **kwargs) -> HttpResponse:
        is_for_booking = link.purpose == LINK_PURPOSE
        return view(request, link.target, token, **kwargs) if is_for_booking else unknown_link(request)

    return opened_by_link(wrapped, to=(Booking,))


@PAGE_VERBS
@for_bookers
def names_page(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Show the names on the seats, and write those that were sent; every fault keeps what was typed."""
    if request.method != "POST":
        if not may_name(booking):
            return redirect("vorgang_personal_page", token)
        return page(request, "kurse/names.html", booking, token, NamesForm(booking))
    form = NamesForm(booking, request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            for email in form.new_emails():
                check_submission(request, email)
            name_people(booking, form.names(), form.emails())
        except (TooManyRequests, BookingError) as error:
            form.refuse(error)
            status = error.status
        else:
            return redirect(reverse("kurse_names", args=[token]) + "?gespeichert=1")
    return page(request, "kurse/names.html", booking, token, form, status)


@PAGE_VERBS
@for_bookers
def leaving_page(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Ask who does not come, with ?platz= chosen already, and give up these seats when the button is pressed."""
    if request.method != "POST":
        if not may_give_up_some(booking):
            return redirect("vorgang_personal_page", token)
        form = LeavingForm(booking.standing_seats, initial={"people": request.GET.getlist("platz")})
        return page(request, "kurse/leaving.html", booking, token, form)
    form = LeavingForm(booking.standing_seats, request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            cancel(booking, only=form.cleaned_data["people"])
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect(reverse("vorgang_personal_page", args=[token]) + "?abgemeldet=1")
    return page(request, "kurse/leaving.html", booking, token, form, status)


@PAGE_VERBS
@for_bookers
def own_links_page(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Offer a link of their own for each person, and show the one that was just made: it is stored nowhere."""
    context, status = {"booking": booking, "token": token}, HTTPStatus.OK
    if request.method == "POST":
        chosen = [seat for seat in booking.seats.all() if str(seat.pk) == request.POST.get("platz")]
        try:
            made = make_own_link(booking, chosen[0].pk if chosen else 0)
        except BookingError as error:
            context["error"], status = error.message, error.status
        else:
            context |= {"seat": chosen[0], "address": site_url() + reverse("kurse_seat", args=[made])}
    elif not stands(booking):
        return redirect("vorgang_personal_page", token)
    return render(request, "kurse/own_links.html", context, status=status)


def page(
    request: HttpRequest, template: str, booking: Booking, token: str, form, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"booking": booking, "token": token, "form": form}
    return render(request, template, context | {"saved": "gespeichert" in request.GET}, status=status)
