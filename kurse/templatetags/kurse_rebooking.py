"""What templates ask about choosing another course."""

from django import template
from django.utils.translation import gettext as _

from kurse.changing_dates import may_change_dates
from kurse.models import Course
from kurse.rebooking import may_rebook
from kurse.templatetags.kurse import date_line, price, where

register = template.Library()
register.filter(may_rebook)
register.filter(may_change_dates)


@register.filter
def exchange_facts(course: Course) -> list[dict]:
    """Return what one compares before exchanging one course for another, as pairs for a description list."""
    pairs = [
        (_("Kurs"), course.presentation.title),
        (_("Wann"), "\n".join(date_line(date) for date in course.dates.all())),
        (_("Wo"), where(course)),
        (_("Kosten"), price(course)),
    ]
    return [{"term": term, "text": text} for term, text in pairs if text]
