"""What templates ask about choosing another course."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from kurse.booking.changing_dates import may_change_dates
from kurse.booking.rebooking import may_rebook
from kurse.models import Booking, Course, CourseDate
from kurse.programme.cards import marked_price
from kurse.templatetags.kurse import date_line, where

register = template.Library()
register.filter(may_rebook)
register.filter(may_change_dates)


@register.filter
def given_up_facts(booking: Booking) -> list[dict]:
    """Return the same of what somebody has: the dates they booked."""
    return facts_of(booking.course, booking.own_dates())


@register.filter
def exchange_facts(course: Course) -> list[dict]:
    """Return what one compares before exchanging one course for another, as pairs for a description list."""
    return facts_of(course, course.dates.all())


def facts_of(course: Course, dates: Iterable[CourseDate]) -> list[dict]:
    pairs = [
        (_("Kurs"), course.presentation.title),
        (_("Wann"), "\n".join(date_line(date) for date in dates)),
        (_("Wo"), where(course)),
        (_("Kosten"), marked_price(course)),
    ]
    return [{"term": term, "text": text} for term, text in pairs if text]
