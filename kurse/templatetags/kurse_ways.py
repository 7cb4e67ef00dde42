"""What templates ask about taking part on site or online."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurse.models import Course, Seat
from orte.models import Place

register = template.Library()


@register.filter
def place_for(course: Course, seat: Seat) -> Place | None:
    """Return the place for whoever may come to it."""
    return course.place if course.tells_place(seat.mode) else None


@register.filter
def link_for(course: Course, seat: Seat) -> str:
    """Return the link for whoever may take part online, once it is shown; else the empty text."""
    is_open = link_opens_at(course, seat) is None
    return course.online_link if is_open and course.tells_link(seat.mode) else ""


def link_opens_at(course: Course, seat: Seat) -> datetime | None:
    """Return until when the link is held back: before the first date that this person booked."""
    return course.link_opens_at(start=seat.booking.begins_at if course.single_dates else None)


@register.filter
def link_later(course: Course, seat: Seat) -> str:
    """Return the sentence that says from when the link is shown, to whoever may take part online; else nothing."""
    opens_at = link_opens_at(course, seat)
    if opens_at is None or not course.online_link or not course.tells_link(seat.mode):
        return ""
    moment = date_format(timezone.localtime(opens_at), _("l, j. F Y, H:i"))
    return _("Den Link zur Online-Teilnahme sehen Sie ab %(moment)s Uhr auf Ihrer persönlichen Seite.") % {
        "moment": moment
    }


@register.filter
def way(course: Course, seat: Seat) -> str:
    """Return how somebody takes part, where there was a choice; else the empty text."""
    return seat.get_mode_display() if course.is_hybrid else ""
