"""Tags of the knowledge base."""

from urllib.parse import urlencode

from django import template

from pages.languages import address_of
from pages.metadata import script
from wissen import reading
from wissen.fields import lines
from wissen.models import KnowledgePage, QuestionPage, TopicPage
from wissen.states import Audience
from wissen.structured import faq_of

register = template.Library()
register.filter("lines", lines)


@register.filter
def topics(page: KnowledgePage) -> list[reading.Topic]:
    return reading.topics_below(page)


@register.filter
def questions(page: TopicPage) -> list[QuestionPage]:
    return reading.questions_of(page)


@register.filter
def related(page: QuestionPage) -> list[reading.Entry]:
    return reading.related_to(page)


@register.filter
def disclaimer(page: QuestionPage) -> str:
    return reading.disclaimer_of(page)


@register.filter
def next_step(page: QuestionPage) -> reading.Step | None:
    return reading.next_step(page)


@register.filter
def asked_from(page: KnowledgePage | TopicPage) -> str:
    """Return the query by which the form for questions knows where somebody came from."""
    return urlencode({"seite": address_of(page.path, page.url_path)})


@register.filter
def audience_names(page: QuestionPage) -> list[str]:
    return [str(label) for name, label in Audience.choices if name in page.audiences]


@register.simple_tag
def faq(page: QuestionPage):
    """Return the question with its short answer as schema.org knows it."""
    return script(faq_of(page))
