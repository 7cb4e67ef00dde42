"""What templates ask of the people of a booking."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from kurse.models import Seat
from kurse.people import may_give_up_some, may_name

register = template.Library()
register.filter(may_name)
register.filter(may_give_up_some)


@register.filter
def first_name(seat: Seat) -> str:
    """Return what a page says of somebody: the first name at most."""
    return seat.name.partition(" ")[0] or _("Name folgt")


@register.filter
def named(seats: Iterable[Seat]) -> str:
    """Return who takes some seats, in one line; somebody without a name yet is mentioned too."""
    return ", ".join(seat.name or _("Name folgt") for seat in seats)
