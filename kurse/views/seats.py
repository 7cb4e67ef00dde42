"""What one person of a booking sees by their own link: their seat, and nobody else's."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kurse.attendance.certificates import issued_to
from kurse.booking.lifecycle import cancel
from kurse.calendars.files import seat_calendar
from kurse.errors import BookingError
from kurse.links import seat_of
from kurse.models import Seat
from kurse.papers.documents import certificates_pdf
from kurse.people.errors import SeatStillNeeded
from kurse.people.forgetting import forget_person, is_needed
from kurse.personal_page.afterwards import is_behind
from kurse.states import SeatState
from vorgang.models import PersonalLink
from vorgang.views.cases import PAGE_VERBS, opened_by_link, unknown_link


def for_its_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate view(request, seat, token) of a page that only the holder of a seat's own link sees."""

    @wraps(view)
    def wrapped(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
        seat = seat_of(link)
        return unknown_link(request) if seat is None else view(request, seat, token)

    return opened_by_link(wrapped, to=(Seat,))


@PAGE_VERBS
@for_its_person
def seat_page(request: HttpRequest, seat: Seat, token: str) -> HttpResponse:
    """Show a seat to its person, and give it up when the button is pressed; whoever booked is told."""
    error, status = "", HTTPStatus.OK
    if request.method == "POST":
        try:
            cancel(seat.booking, only=[seat.pk])
        except BookingError as fault:
            error, status = fault.message, fault.status
        else:
            return redirect("kurse_seat", token)
    context = {
        "seat": seat,
        "token": token,
        "error": error,
        "is_behind": seat.state == SeatState.CONFIRMED and is_behind(seat.booking),
        "is_cancelled": seat.state == SeatState.CANCELLED,
        "has_certificate": bool(own_certificates(seat)),
    }
    return render(request, "kurse/seat.html", context, status=status)


@PAGE_VERBS
@for_its_person
def seat_forget(request: HttpRequest, seat: Seat, token: str) -> HttpResponse:
    """Say what deleting means, and forget the person of a seat when the button is pressed."""
    error, status = "", HTTPStatus.OK
    if request.method == "POST":
        try:
            forget_person(seat)
        except BookingError as fault:
            error, status = fault.message, fault.status
        else:
            return redirect("vorgang_own_data_erased")
    context = {"token": token, "error": error, "is_needed": is_needed(seat), "refusal": SeatStillNeeded.message}
    return render(request, "kurse/seat_forget.html", context, status=status)


@require_safe
@for_its_person
def seat_calendar_file(request: HttpRequest, seat: Seat, token: str) -> HttpResponse:
    """Answer the calendar file of one person."""
    response = HttpResponse(seat_calendar(seat), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kurs.ics"'
    return response


@require_safe
@for_its_person
def seat_certificate(request: HttpRequest, seat: Seat, token: str) -> HttpResponse:
    """Answer the certificate of one person, whose page says how it stands without one."""
    issued = own_certificates(seat)
    if not issued:
        return redirect("kurse_seat", token)
    response = HttpResponse(certificates_pdf(issued, seat.booking.language), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="bescheinigung.pdf"'
    return response


def own_certificates(seat: Seat) -> list:
    """Return the certificate of one person, in a list; none while the data are locked (Art. 18 DSGVO)."""
    return [] if seat.booking.restricted_at else issued_to([seat])
