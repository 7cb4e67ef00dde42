"""The coordinator's pages about single people of a booking: their names, who does not come, and that nobody comes."""

from collections.abc import Callable
from functools import partial, wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kurse.booking.lifecycle import cancel
from kurse.desk.views import trail
from kurse.errors import BookingError
from kurse.models import Booking
from kurse.people.forms import LeavingForm, NamesForm
from kurse.people.naming import name_people
from kurse.states import ACTIVE, CancelReason
from vorgang.journal.writing import record
from vorgang.states import StaffAction


def of_standing_booking(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate view(request, booking) of a page for staff; what stands no more leads to the booking itself."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, booking_id: int) -> HttpResponse:
        if not request.user.has_perm("kurse.change_booking"):
            raise PermissionDenied
        booking = get_object_or_404(Booking, pk=booking_id)
        if booking.restricted_at or booking.leading_seat.state not in ACTIVE:
            return redirect("kurse_booking:inspect", booking.pk)
        return view(request, booking)

    return wrapped


@of_standing_booking
def names(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Show the names on the seats of a booking, and write those that were sent."""
    form = NamesForm(booking, request.POST if request.method == "POST" else None)
    verb = partial(name_people, booking, by=request.user)
    done = _("Die Namen der Buchung %(code)s sind gespeichert.")
    return answer(request, booking, form, lambda: verb(form.names(), form.emails()), done, _("Wer kommt?"))


@of_standing_booking
def leaving(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask who does not come, and cancel these seats; whoever booked is told by mail or letter."""
    form = LeavingForm(booking.standing_seats, request.POST if request.method == "POST" else None)
    verb = partial(cancel, booking, reason=CancelReason.OFFICE, by=request.user)
    done = _("In der Buchung %(code)s sind die gewählten Plätze storniert.")
    title = _("Einzelne Plätze stornieren")
    return answer(request, booking, form, lambda: verb(only=form.cleaned_data["people"]), done, title)


@of_standing_booking
def cancelling(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask before a whole booking is cancelled: its seats are offered to others at once, which nothing takes back."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    verb = partial(cancel, booking, reason=CancelReason.OFFICE, by=request.user)
    done = _("Die Buchung %(code)s ist storniert.")
    return answer(
        request, booking, form, verb, done, _("Buchung stornieren?"), template="kurse/admin/cancelling.html", icon="bin"
    )


def answer(
    request: HttpRequest,
    booking: Booking,
    form,
    act: Callable[[], None],
    done: str,
    title: str,
    *,
    template: str = "kurse/admin/people.html",
    icon: str = "group",
) -> HttpResponse:
    """Show a form, which is written down, or act on what was sent; every fault keeps what was typed."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            act()
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, done % {"code": booking.code})
            return redirect("kurse_booking:inspect", booking.pk)
    return form_about(request, booking, form, title, template=template, icon=icon, status=status)


def form_about(
    request: HttpRequest, booking: Booking, form, title: str, *, template: str, icon: str, status: int
) -> HttpResponse:
    """Show a form about a booking below its code, and write down who has opened it."""
    record(request.user, StaffAction.OPENED, booking)
    address = reverse("kurse_booking:inspect", args=[booking.pk])
    context = {
        "booking": booking,
        "form": form,
        "header_title": title,
        "breadcrumbs_items": trail((booking.code, address), (title, "")),
        "header_icon": icon,
    }
    return TemplateResponse(request, template, context, status=status)
