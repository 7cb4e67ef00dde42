"""Hits as a page or a program shows them: groups, facets, snippets, notices."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from pages.languages import native_name
from pages.open_pages import OpenPages, open_pages
from pages.readable_text import SENTENCE, joined
from suche.conf import page_size
from suche.documents.sources import kinds
from suche.engines.interface import EngineError, StoredHit
from suche.searching.facets import Facet, facets_of
from suche.searching.highlighting import highlighted, snippet
from suche.searching.service import Found, Question, search, shown

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """One hit as it is shown; `title` and `excerpt` are safe HTML with <mark>.

    `language` is set where it is not the one that was searched in; `missing` are typed words it does not hold.
    """

    title: SafeString
    url: str
    excerpt: SafeString
    kind: str
    kind_label: str
    topic: str
    language: str
    language_name: str
    dated: str
    outdated: bool
    recommended: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """An answered question."""

    question: Question
    found: Found
    facets: tuple[Facet, ...]
    page: PaginatorPage
    items: tuple[Result, ...]
    total: int

    @property
    def correction(self) -> str:
        return self.found.corrected

    @property
    def searched_languages(self) -> list[tuple[str, str]]:
        """The languages that were searched, as (code, name in itself), where it was more than the visitor's own."""
        searched = self.found.searched
        return [(code, native_name(code)) for code in searched] if len(searched) > 1 else []

    @property
    def is_weak(self) -> bool:
        """Whether no hit holds even half of what the query says."""
        return bool(self.found.hits) and all(hit.coverage < 0.4 for hit in self.found.hits[:3])


def answer(request: HttpRequest, question: Question, number: int | str = 1, size: int = 0) -> Results:
    """Search and prepare one page of hits; an unusable number gives the first or last page."""
    found = search(question)
    opened = open_pages(request)
    try:
        page, hits = page_of(found, number, size or page_size(), opened)
    except EngineError as error:  # gone since it found them
        logger.warning("The search engine could not show what it found: %s", error)
        found = Found(found.text, failed=True, engine=found.engine)
        page, hits = page_of(found, 1, size or page_size(), opened)
    ranked = {hit.candidate.key: hit for hit in found.hits}
    return Results(
        question=question,
        found=found,
        facets=facets_of(found, question, opened),
        page=page,
        items=tuple(result(hit, ranked[hit.key], found, question) for hit in hits),
        total=len(found.hits),
    )


def page_of(found: Found, number: int | str, size: int, opened: OpenPages) -> tuple[PaginatorPage, list[StoredHit]]:
    """Return one page of the hits and what is shown of them; raises EngineError."""
    page = Paginator(found.hits, size).get_page(number)
    return page, shown(found, page.start_index() - 1, size, lambda keys: still_open(keys, opened))


def still_open(keys: list[str], opened: OpenPages) -> set[str]:
    """Return those whose page is published and open to everybody now, whatever the index says: one query."""
    numbers = {int(key.rpartition(":")[2]): key for key in keys}
    found = opened.within(Page.objects.filter(pk__in=numbers)).values_list("pk", flat=True)
    return {numbers[number] for number in found}


def result(hit: StoredHit, ranked, found: Found, question: Question) -> Result:
    terms, analyser = found.terms_of(hit), found.analyser_of(hit)
    about = joined([(hit.summary, SENTENCE), (hit.text, SENTENCE)]) if hit.summary not in hit.text else hit.text
    is_foreign = hit.language != question.language
    source = kinds().get(hit.kind)
    return Result(
        title=highlighted(hit.title, terms, analyser),
        url=hit.url,
        excerpt=snippet(about, terms, analyser),
        kind=hit.kind,
        kind_label=str(source.badge or source.label) if source else "",
        topic=hit.topic,
        language=hit.language if is_foreign else "",
        language_name=native_name(hit.language) if is_foreign and hit.language in dict(settings.LANGUAGES) else "",
        dated=hit.dated,
        outdated=hit.outdated,
        recommended=hit.key in found.recommended,
        missing=ranked.missing,
    )
