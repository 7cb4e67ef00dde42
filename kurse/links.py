"""The personal link of a booking: what a token of this room is good for."""

from kurse.models import Booking
from vorgang.links import resolve

LINK_PURPOSE = "kurse.booking"


def booking_of(token: str) -> Booking | None:
    """Return the booking a token opens; None for every token that is not good for exactly this."""
    link = resolve(token)
    if link is None or link.purpose != LINK_PURPOSE or not isinstance(link.target, Booking):
        return None
    return link.target
