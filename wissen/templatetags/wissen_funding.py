"""Tags of the funding finder."""

from django import template
from django.template import Context

from pages.cards import Card
from wissen.funding import wording
from wissen.funding.listing import Funding
from wissen.funding.listing import funding as funding_below
from wissen.models import FundingReminder, ProgrammePage
from wissen.reminders.wording import facts_of

register = template.Library()
register.filter("programme_facts", wording.facts_of)
register.filter("deadline_text", wording.deadline)


@register.simple_tag(takes_context=True)
def funding(context: Context) -> Funding:
    """Return the programmes below the page under the filters of the request."""
    return funding_below(context["page"], context["request"].GET)


@register.filter
def programme_cards(programmes: list[ProgrammePage]) -> list[Card]:
    return [wording.as_card(page) for page in programmes]


@register.filter
def reminder_facts(reminder: FundingReminder) -> list[dict]:
    """Return what somebody is told of, as pairs for components/description_list.html."""
    return facts_of(reminder)


@register.filter
def programme_badge(page: ProgrammePage) -> dict:
    """Return text and kind of the badge that says whether one can apply; nobody can once it is over."""
    return wording.badge_of(page)
