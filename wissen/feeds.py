"""Answers and funding programmes as Atom feeds: what was published or revised last; no person is named."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.feeds import LENGTH, LONG_AGO, AtomFeed, office_name, open_list
from pages.models import BasePage
from pages.open_pages import OpenPages, open_pages
from pages.placeholders import filled
from pages.searchable import plain
from wissen.funding.filters import FundingFilter, current_programmes
from wissen.funding.wording import deadline
from wissen.models import FundingIndexPage, KnowledgePage, ProgrammePage, QuestionPage, TopicPage


@dataclass(frozen=True)
class Told:
    """What one feed tells: a list, its address, and the pages of it that changed last."""

    page: BasePage
    url: str
    items: list[BasePage]
    author: str


class PageFeed(AtomFeed):
    """The pages of one list that were published last, each with the day it came and the day it was revised."""

    kind = ""

    def told(self, request: HttpRequest, page: BasePage, items: QuerySet) -> Told:
        opened = open_pages(request)
        newest = opened.within(items).order_by(F("last_published_at").desc(nulls_last=True), "-pk")
        return Told(page, opened.url(page.path, page.url_path), with_links(newest, opened), office_name(request))

    def title(self, found: Told) -> str:
        return found.page.title

    def subtitle(self, found: Told) -> str:
        return found.page.introduction

    def link(self, found: Told) -> str:
        return found.url

    def items(self, found: Told) -> list[BasePage]:
        return found.items

    def item_title(self, item: BasePage) -> str:
        return item.title

    def item_link(self, item: BasePage) -> str:
        return item.feed_link

    def item_guid(self, item: BasePage) -> str:
        # Not the address of the page, which an editor may change.
        return f"urn:koordination:{self.kind}:{item.pk}"

    def item_pubdate(self, item: BasePage) -> datetime:
        return item.first_published_at or LONG_AGO

    def item_updateddate(self, item: BasePage) -> datetime:
        return item.last_published_at or LONG_AGO


def with_links(pages: QuerySet, opened: OpenPages) -> list[BasePage]:
    found = list(pages[:LENGTH])
    for page in found:
        page.feed_link = opened.url(page.path, page.url_path)
    return found


class AnswerFeed(PageFeed):
    """New and revised answers of the whole knowledge base, or of one topic."""

    kind = "antwort"

    def get_object(self, request: HttpRequest, page_id: int) -> Told:
        page = open_list(request, Page.objects.type(KnowledgePage, TopicPage).filter(pk=page_id).specific())
        return self.told(request, page, QuestionPage.objects.descendant_of(page))

    def item_description(self, item: QuestionPage) -> str:
        return filled(plain(item.short_answer))


class FundingFeed(PageFeed):
    """New and changed funding programmes under the facets of their list; an unusable filter is a 404."""

    kind = "foerderprogramm"

    def get_object(self, request: HttpRequest, page_id: int) -> Told:
        page = open_list(request, FundingIndexPage.objects.filter(pk=page_id))
        funding_filter = FundingFilter(request.GET, queryset=current_programmes().child_of(page))
        if not funding_filter.is_valid():
            raise Http404
        return self.told(request, page, funding_filter.qs)

    def item_description(self, item: ProgrammePage) -> str:
        if item.deadline is None:
            return item.summary
        return _("%(summary)s Frist: %(deadline)s") % {"summary": item.summary, "deadline": deadline(item)}
