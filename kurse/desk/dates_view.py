"""The coordinator gives a booking other dates, for instance after a call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kurse.changing_dates import change_dates
from kurse.dates_forms import DatesForm
from kurse.desk.people_views import of_standing_booking
from kurse.desk.views import trail
from kurse.errors import BookingError
from kurse.models import Booking
from vorgang.journal import record
from vorgang.states import StaffAction


@of_standing_booking
def dates_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask for the dates of a booking, and change them; whatever fails leaves them as they were."""
    if not booking.course.single_dates:
        return redirect("kurse_booking:inspect", booking.pk)
    form = DatesForm(booking, request.POST if request.method == "POST" else None, by_staff=True)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            change_dates(booking, form.chosen_dates(), by=request.user)
        except BookingError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("In der Buchung %(code)s sind die Termine geändert.") % {"code": booking.code})
            return redirect("kurse_booking:inspect", booking.pk)
    record(request.user, StaffAction.OPENED, booking)
    title = _("Termine ändern")
    address = reverse("kurse_booking:inspect", args=[booking.pk])
    context = {
        "booking": booking,
        "form": form,
        "header_title": title,
        "breadcrumbs_items": trail((booking.code, address), (title, "")),
        "header_icon": "calendar",
    }
    return TemplateResponse(request, "kurse/admin/dates.html", context, status=status)
