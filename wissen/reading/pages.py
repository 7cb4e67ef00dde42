"""What the pages of the knowledge base show beside their own texts; a few queries each, however much there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages import site_map
from pages.facets import FacetValue
from pages.languages import address_of
from pages.open_pages import open_to_all
from wissen.models import GlossaryPage, KnowledgePage, QuestionPage, TopicPage
from wissen.reading import audiences
from wissen.states import NextStep

MOST_RELATED = 5
LISTED = ("title", "path", "url_path")
# Where the rooms of a next step begin: by the model of their first page, so that no room is imported.
FIRST_PAGES = {NextStep.WORKSHOPS: "courseindexpage", NextStep.FUNDING: "fundingindexpage"}


@dataclass(frozen=True)
class Entry:
    """One question of a list."""

    title: str
    url: str


@dataclass(frozen=True)
class Topic:
    """A topic with its questions, in their order in the tree."""

    title: str
    url: str
    introduction: str
    questions: tuple[Entry, ...]


def open_questions(below: Page):
    return open_to_all(QuestionPage.objects.descendant_of(below)).order_by("path")


@dataclass(frozen=True)
class Knowledge:
    """A knowledge base as one audience sees it: its topics, and the audiences that one may choose."""

    topics: list[Topic]
    audiences: list[FacetValue]

    @property
    def chips(self) -> list[FacetValue]:
        return [value for value in self.audiences if value.selected]


def knowledge_for(page: KnowledgePage, audience: str) -> Knowledge:
    """Return the topics with their questions, for everybody or those for one audience: two queries.

    A topic without a question for them is left out.
    """
    questions: dict[str, list[Entry]] = {}
    rows = list(open_questions(page).values_list(*LISTED, "audience"))
    for title, path, url_path, stored in rows:
        if audiences.is_for(stored, audience):
            questions.setdefault(path[: -Page.steplen], []).append(Entry(title, address_of(path, url_path)))
    topics = [
        Topic(
            topic.title,
            address_of(topic.path, topic.url_path) + audiences.query(audience),
            topic.introduction,
            tuple(questions.get(topic.path, ())),
        )
        for topic in open_to_all(TopicPage.objects.child_of(page)).order_by("path")
        if topic.path in questions or not audience
    ]
    return Knowledge(topics, audiences.facet((row[-1] for row in rows), audience))


@dataclass(frozen=True)
class TopicQuestions:
    """The questions of a topic as one audience sees them, and the audiences that one may choose."""

    questions: list[QuestionPage]
    audiences: list[FacetValue]

    @property
    def chips(self) -> list[FacetValue]:
        return [value for value in self.audiences if value.selected]


def questions_for(topic: TopicPage, audience: str) -> TopicQuestions:
    """Return the questions of a topic, for everybody or those for one audience: one query."""
    questions = list(open_questions(topic))
    shown = [question for question in questions if audiences.is_for(question.audience, audience)]
    return TopicQuestions(shown, audiences.facet((question.audience for question in questions), audience))


def related_to(page: QuestionPage) -> list[Entry]:
    """Return the chosen related questions, filled up with neighbours of the same topic."""
    chosen = list(open_to_all(page.related.all()).values_list("pk", "title", "path", "url_path"))
    found = {row[0]: row for row in chosen}
    if len(found) < MOST_RELATED and page.path:
        parent = page.path[: -Page.steplen]
        neighbours = open_to_all(QuestionPage.objects.filter(path__startswith=parent, depth=page.depth))
        for row in (
            neighbours.exclude(pk__in=[page.pk, *found])
            .order_by("path")
            .values_list("pk", "title", "path", "url_path")[: MOST_RELATED - len(found)]
        ):
            found[row[0]] = row
    return [Entry(title, address_of(path, url_path)) for _pk, title, path, url_path in found.values()]


def disclaimer_of(page: QuestionPage) -> str:
    """Return the text that stands under every answer, read once for a site map."""
    knowledge = page.path[: -2 * Page.steplen]
    return site_map.current().part(("wissen disclaimer", knowledge), lambda: read_disclaimer(page))


def read_disclaimer(page: QuestionPage) -> str:
    return KnowledgePage.objects.ancestor_of(page).values_list("disclaimer", flat=True).first() or ""


def glossary_url(knowledge_path: str) -> str:
    """Return the address of the glossary below a knowledge base, empty without one; read once for a site map."""
    return site_map.current().part(("wissen glossary", knowledge_path), lambda: read_glossary_url(knowledge_path))


def read_glossary_url(knowledge_path: str) -> str:
    depth = len(knowledge_path) // Page.steplen + 1
    pages = GlossaryPage.objects.filter(path__startswith=knowledge_path, depth=depth)
    found = open_to_all(pages).values_list("path", "url_path").first()
    return address_of(*found) if found else ""


@dataclass(frozen=True)
class Step:
    """Where to go from here."""

    text: str
    label: str
    url: str


def next_step(page: QuestionPage) -> Step | None:
    """Return the next step of an answer: the page that was chosen, else that of its sort, else asking the office."""
    if page.next_page_id and (chosen := chosen_page(page)):
        return Step(_("Hier geht es weiter:"), *chosen)
    if page.next_step == NextStep.WORKSHOPS and (url := first_page_of(NextStep.WORKSHOPS, page)):
        text = _("Zu diesem Thema gibt es auch Kurse.")
        return Step(text, _("Kurse ansehen"), url)
    if page.next_step == NextStep.FUNDING and (url := first_page_of(NextStep.FUNDING, page)):
        return Step(_("Zu diesem Thema gibt es auch Fördergeld."), _("Förderprogramme ansehen"), url)
    try:
        url = reverse("wissen_ask")
    except NoReverseMatch:
        return None
    asked_from = urlencode({"seite": address_of(page.path, page.url_path)})
    return Step(invitation_to_ask(page.next_step), _("Frage stellen"), f"{url}?{asked_from}")


def invitation_to_ask(step: str) -> str:
    """Return why to write to the office, as long as no page of its own stands for what editors chose."""
    if step == NextStep.COUNSELLING:
        return _("Sie möchten das lieber besprechen? Schreiben Sie uns. Wir antworten Ihnen persönlich.")
    if step == NextStep.EXCHANGE:
        return _("Sie suchen ein Engagement, das zu Ihnen passt? Schreiben Sie uns. Wir antworten Ihnen persönlich.")
    return _("Ihre Frage ist noch offen? Wir antworten Ihnen persönlich.")


def chosen_page(page: QuestionPage) -> tuple[str, str] | None:
    """Return (title, address) of the chosen page in the language of an answer, else in its own; None if it hides."""
    key = Page.objects.filter(pk=page.next_page_id).values("translation_key")
    pages = open_to_all(Page.objects.filter(translation_key__in=key))
    rows = pages.filter(Q(locale_id=page.locale_id) | Q(pk=page.next_page_id))
    found = rows.order_by(Case(When(locale_id=page.locale_id, then=0), default=1)).values_list(*LISTED).first()
    return (found[0], address_of(*found[1:])) if found else None


def first_page_of(step: NextStep, page: Page) -> str:
    """Return the address of the first page of a room in the language of a page; empty where there is none."""
    pages = Page.objects.filter(content_type__model=FIRST_PAGES[step], locale_id=page.locale_id)
    found = open_to_all(pages).values_list("path", "url_path").first()
    return address_of(*found) if found else ""


def funding_url(page: Page) -> str:
    """Return the address of the funding programmes in the language of a page; read once for a site map."""
    part = ("wissen funding", page.locale_id)
    return site_map.current().part(part, lambda: first_page_of(NextStep.FUNDING, page))


def way_to_knowledge(request: HttpRequest) -> list[tuple[str, str]]:
    """Return (title, address) of the knowledge base in the reader's language; empty without one; read as above."""
    known = site_map.current()
    site = known.site_for(request)
    home = known.home_for(site, get_language()) if site else None
    return list(known.part(("wissen way", home.path), lambda: read_way_to_knowledge(home.path))) if home else []


def read_way_to_knowledge(below: str) -> tuple[tuple[str, str], ...]:
    pages = open_to_all(KnowledgePage.objects.filter(path__startswith=below)).order_by("path")
    return tuple((title, address_of(path, url_path)) for title, path, url_path in pages.values_list(*LISTED)[:1])


def topics_of_site(request: HttpRequest | None) -> list[Entry]:
    """Return the topics of the site in the reader's language, else in the site's own: one query."""
    topics = open_topics(request).values_list(*LISTED)
    return [Entry(title, address_of(path, url_path)) for title, path, url_path in topics]


def topics_of(answers: Iterable[QuestionPage]) -> list[Entry]:
    """Return the topics to which answers belong, in the order of the site: one query."""
    paths = {answer.path[: -Page.steplen] for answer in answers}
    topics = open_to_all(TopicPage.objects.filter(path__in=paths)).order_by("path").values_list(*LISTED)
    return [Entry(title, address_of(path, url_path)) for title, path, url_path in topics]


def open_topics(request: HttpRequest | None) -> QuerySet[TopicPage]:
    """Return the same as pages."""
    known = site_map.current()
    site = known.site_for(request) if request else None
    home = known.home_for(site, get_language()) if site else None
    if home is None:
        return TopicPage.objects.none()
    return open_to_all(TopicPage.objects.filter(path__startswith=home.path)).order_by("path")


def title_of_topic(topic: TopicPage | None) -> str:
    """Return what a topic is called in the language of this moment, else in its own; empty without one."""
    if topic is None:
        return ""
    translated = open_to_all(topic.get_translations().filter(locale__language_code=get_language()))
    return translated.values_list("title", flat=True).first() or topic.title


def topic_of_page(topics: QuerySet[TopicPage], address: str) -> TopicPage | None:
    """Return the topic to which an address of this site belongs: that of an answer, or its own."""
    for topic in topics if address else ():
        if address.startswith(address_of(topic.path, topic.url_path)):
            return topic
    return None
