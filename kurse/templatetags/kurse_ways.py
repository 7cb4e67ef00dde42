"""What templates ask about taking part on site or online."""

from django import template

from kurse.models import Course, Seat
from orte.models import Place

register = template.Library()


@register.filter
def place_for(course: Course, seat: Seat) -> Place | None:
    """Return the place for whoever may come to it."""
    return course.place if course.tells_place(seat.mode) else None


@register.filter
def link_for(course: Course, seat: Seat) -> str:
    """Return the link for whoever may take part online; else the empty text."""
    return course.online_link if course.tells_link(seat.mode) else ""


@register.filter
def way(course: Course, seat: Seat) -> str:
    """Return how somebody takes part, where there was a choice; else the empty text."""
    return seat.get_mode_display() if course.is_hybrid else ""
