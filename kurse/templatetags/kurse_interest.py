"""What templates ask of the interest list."""

from django import template
from django.utils.translation import gettext as _

from kurse.interest.matching import bookable_for
from kurse.models import Course, Interest
from kurse.programme.badges import opening
from kurse.programme.cards import as_cards
from kurse.programme.presentation import presented
from pages.cards import Card

register = template.Library()


@register.filter
def cannot_be_had(course: Course) -> bool:
    """Whether somebody can neither book nor wait for a course now, so that only a later one helps them."""
    return not course.offers_waiting and (course.is_full or not course.is_open_for_booking())


@register.filter
def opens_later(course: Course) -> str:
    """Return from when one can book a course that is not open yet; else the empty text."""
    return opening(course, _("l, j. F Y, H:i"))


@register.filter
def course_query(course: Course) -> str:
    """Return the query by which the form of the interest list knows a course."""
    return f"?kurs={course.pk}"


@register.filter
def interest_facts(interest: Interest) -> list[dict]:
    """Return what somebody is told of, as pairs for components/description_list.html."""
    course = presented([interest.course])[0] if interest.course else None
    pairs = [
        (_("Kurs"), course.presentation.title if course else ""),
        (_("Themen"), interest.topics_in_words),
        (_("In Ihren Worten"), interest.wish),
        (_("Gemeinde"), interest.municipality.name if interest.municipality else _("überall im Landkreis")),
        (_("Wochentage"), interest.weekdays_in_words or _("jeder Tag")),
        (_("Uhrzeiten"), interest.daytimes_in_words or _("zu jeder Zeit")),
    ]
    return [{"term": term, "text": text} for term, text in pairs if text]


@register.filter
def fitting_courses(interest: Interest) -> list[Card]:
    """Return cards of the courses one can book now that somebody waits for."""
    return as_cards(bookable_for(interest))
