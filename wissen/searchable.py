"""How the pages of the knowledge base are found."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.placeholders import filled
from pages.searchable import SearchDocument, SearchSource, describe_page, plain, texts_of
from wissen.fields import lines
from wissen.figures import figures
from wissen.funding.states import FundingArea
from wissen.models import FundingIndexPage, GlossaryPage, KnowledgePage, ProgrammePage, QuestionPage, TopicPage
from wissen.review import figure_keys


def prepare_questions(pages: list[QuestionPage]) -> None:
    """Fetch along the legal bases of many answers, and the names of the topics that they lie below."""
    prefetch_related_objects(pages, "legal_bases")
    above = {page.path[: -page.steplen] for page in pages}
    slugs = dict(Page.objects.filter(path__in=above).values_list("path", "slug"))
    for page in pages:
        page.topic_slug = slugs[page.path[: -page.steplen]]


def describe_question(page: QuestionPage) -> SearchDocument:
    """Return an answer with all its texts; values that figures once had lead to it, too."""
    body, headings = texts_of(page, ("applies_to", "does_not_apply_to", "body"))
    asked = lines(page.asked_as)
    return SearchDocument(
        title=page.title,
        summary=filled(plain(page.short_answer)),
        headings=(*headings, *asked),
        text=body,
        unshown=" ".join(other_values(page)),
        search_terms=tuple(lines(page.search_terms)),
        norms=tuple(page.norms),
        topic=page.topic_slug,
        dated=page.reviewed_on,
        outdated=page.is_overdue,
    )


def other_values(page: QuestionPage) -> list[str]:
    """Return what the figures of a page were and will be: people type old amounts for years."""
    known = (figures().get(key) for key in figure_keys(page))
    return [row.text for figure in known if figure for row in figure.rows() if not row.is_current]


def describe_topic(page: TopicPage | KnowledgePage | GlossaryPage) -> SearchDocument:
    return describe_page(page, summary=page.introduction, fields=("introduction",))


def describe_programme(page: ProgrammePage) -> SearchDocument | None:
    """Return a programme that is up to date, until the day on which it hides itself."""
    if not page.is_current:
        return None
    areas = [str(FundingArea(name).label) for name in page.funded_areas]
    return describe_page(
        page,
        summary=page.summary,
        fields=("how_to_apply",),
        search_terms=(page.provider, *areas),
        dated=page.checked_on,
        until=page.current_until,
    )


def describe_funding(page: FundingIndexPage) -> SearchDocument:
    return describe_page(page, summary=page.introduction, fields=("introduction",))


def search_sources() -> list[SearchSource]:
    answers = {"kind": "antworten", "label": _("Antworten"), "badge": _("Antwort"), "order": 10, "weight": 1.25}
    pages = {"kind": "seiten", "label": _("Seiten"), "badge": _("Seite"), "order": 80}
    funding = {"kind": "foerderung", "label": _("Förderprogramme"), "badge": _("Förderprogramm"), "order": 30}
    return [
        SearchSource(model=QuestionPage, describe=describe_question, prepare=prepare_questions, **answers),
        SearchSource(model=TopicPage, describe=describe_topic, **pages),
        SearchSource(model=KnowledgePage, describe=describe_topic, **pages),
        SearchSource(model=GlossaryPage, describe=describe_topic, **pages),
        SearchSource(model=ProgrammePage, describe=describe_programme, **funding),
        SearchSource(model=FundingIndexPage, describe=describe_funding, **funding),
    ]
