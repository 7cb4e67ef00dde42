"""What templates ask of the people of a booking."""

from django import template

from kurse.models import Seat
from kurse.models.bookings import names_of
from kurse.people.naming import may_give_up, may_give_up_some, may_name
from kurse.templatetags.kurse import seat_facts

register = template.Library()
register.filter(may_name)
register.filter(may_give_up)
register.filter(may_give_up_some)
register.filter("named", names_of)


@register.filter
def called(seat: Seat) -> str:
    """Return what a page says of somebody: the first name at most."""
    return seat.first_name or seat.no_name


@register.filter
def facts_of_one(seat: Seat) -> list[dict]:
    """Return the facts of one seat as its person sees them, of nobody else."""
    return seat_facts(seat, called(seat))
