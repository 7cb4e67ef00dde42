"""The coordinator's button by which somebody takes part the other way."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kurse.booking.changing_ways import take_part
from kurse.desk.views import perform
from kurse.models import Booking
from kurse.states import SeatMode
from kurse.ways.errors import ModeNotOffered


@require_POST
def change_way(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Let everybody of a booking take part the other way; whoever booked is told by mail or letter."""
    done = _("In der Buchung %(code)s ist die Teilnahme geändert.")
    return perform(request, booking_id, partial(take_part_as_asked, request), done)


def take_part_as_asked(request: HttpRequest, booking: Booking) -> None:
    asked = request.POST.get("mode", "")
    if asked not in SeatMode.values:
        raise ModeNotOffered
    take_part(booking, SeatMode(asked), by=request.user)
