"""The coordinator's two buttons about a booking that waits for a decision."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kurse.booking.deciding import approve, turn_down
from kurse.desk.views import perform


@require_POST
def approve_booking(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Give everybody of a booking their seat for sure; the person is told by mail."""
    done = _("Sie haben zugesagt: Die Buchung %(code)s ist bestätigt.")
    return perform(request, booking_id, partial(approve, by=request.user), done)


@require_POST
def turn_down_booking(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Free the seats of a booking for others; the person is told by mail."""
    done = _("Sie haben abgesagt: Die Plätze der Buchung %(code)s sind wieder frei.")
    return perform(request, booking_id, partial(turn_down, by=request.user), done)
