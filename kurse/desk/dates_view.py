"""The coordinator gives a booking other dates, for instance after a call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kurse.booking.changing_dates import change_dates
from kurse.dates.forms import DatesForm
from kurse.desk.people_views import answer, of_standing_booking
from kurse.models import Booking


@of_standing_booking
def dates_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Ask for the dates of a booking, and change them; whatever fails leaves them as they were."""
    if not booking.course.single_dates:
        return redirect("kurse_booking:inspect", booking.pk)
    form = DatesForm(booking, request.POST if request.method == "POST" else None, by_staff=True)
    return answer(
        request,
        booking,
        form,
        lambda: change_dates(booking, form.chosen_dates(), by=request.user),
        _("In der Buchung %(code)s sind die Termine geändert."),
        _("Termine ändern"),
        template="kurse/admin/dates.html",
        icon="calendar",
    )
