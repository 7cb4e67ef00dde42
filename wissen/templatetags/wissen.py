"""Tags of the knowledge base."""

from urllib.parse import urlencode

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from pages.languages import address_of
from pages.metadata import script
from wissen.fields import lines
from wissen.glossary import by_letter, glossary
from wissen.models import GlossaryPage, KnowledgePage, ProgrammePage, QuestionPage, TopicPage
from wissen.models.glossary import language_of
from wissen.reading import audiences, pages
from wissen.reading.structured import faq_of
from wissen.states import Audience
from wissen.terms import Term

register = template.Library()
register.filter("lines", lines)


@register.simple_tag(takes_context=True)
def knowledge(context: template.Context) -> pages.Knowledge:
    """Return the topics of the page as the audience sees them that its address names."""
    return pages.knowledge_for(context["page"], audiences.chosen(context.get("request")))


@register.simple_tag(takes_context=True)
def questions(context: template.Context) -> pages.TopicQuestions:
    """Return the questions of the page likewise."""
    return pages.questions_for(context["page"], audiences.chosen(context.get("request")))


@register.filter
def related(page: QuestionPage) -> list[pages.Entry]:
    return pages.related_to(page)


@register.filter
def disclaimer(page: QuestionPage) -> str:
    return pages.disclaimer_of(page)


@register.filter
def next_step(page: QuestionPage) -> pages.Step | None:
    return pages.next_step(page)


@register.filter
def funding_url(page: KnowledgePage | ProgrammePage) -> str:
    return pages.funding_url(page)


@register.filter
def asked_from(page: KnowledgePage | TopicPage | QuestionPage | ProgrammePage) -> str:
    """Return the query by which the form for questions knows where somebody came from."""
    return urlencode({"seite": address_of(page.path, page.url_path)})


@register.filter
def audience_names(page: QuestionPage) -> list[str]:
    return [str(label) for name, label in Audience.choices if name in page.audiences]


@register.simple_tag
def faq(page: QuestionPage):
    """Return the question with its short answer as schema.org knows it."""
    return script(faq_of(page))


@register.filter
def glossary_url(page: KnowledgePage | QuestionPage) -> str:
    """Return the address of the glossary of the knowledge base in which a page stands; empty without one."""
    if isinstance(page, KnowledgePage):
        return pages.glossary_url(page.path)
    return pages.glossary_url(page.path[: -2 * page.steplen])


@register.filter
def letters(page: GlossaryPage) -> dict[str, list[Term]]:
    return by_letter(glossary(language_of(page)).terms)


class ExplainedNode(template.Node):
    """Renders its content with the terms of the glossary explained; names them afterwards as `explained_terms`."""

    def __init__(self, nodelist: template.NodeList):
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        html = self.nodelist.render(context)
        known = glossary(language_of(context["page"]))
        explained, context["explained_terms"] = known.mark(html, explain)
        return mark_safe(explained)  # nosec B308 B703 # rendered HTML in which templates have been put


def explain(word: str, term: Term) -> str:
    """Return a word of safe HTML with its explanation behind it."""
    values = {"word": mark_safe(word), "id": term.anchor, "term": term.term, "text": term.text}  # nosec B308 B703 # as above
    return get_template("components/term.html").render(values).strip()


@register.tag
def explained(parser: template.base.Parser, token: template.base.Token) -> ExplainedNode:
    """`{% explained %}…{% endexplained %}` explains the terms in a part of an answer where each stands first."""
    nodelist = parser.parse(("endexplained",))
    parser.delete_first_token()
    return ExplainedNode(nodelist)
