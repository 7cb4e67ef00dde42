"""Lists as Atom feeds (RFC 4287): what is new, for feed readers and other sites. No person is named."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware
from django.utils.translation import get_language

from pages import site_map
from pages.models import BasePage, NewsIndexPage, NewsPage
from pages.navigation import frame_for
from pages.open_pages import open_pages

LENGTH = 20
# For what has no date of its own; a feed must not change by itself.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class SteadyAtom(Atom1Feed):
    """Atom as Django writes it, but an empty feed does not say that it was updated right now."""

    def latest_post_date(self) -> datetime:
        dates = [item[key] for item in self.items for key in ("updateddate", "pubdate") if item.get(key)]
        return max(dates, default=LONG_AGO)


class AtomFeed(Feed):
    """A feed that readers ask for again and again: it answers 304 while nothing has changed."""

    feed_type = SteadyAtom

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # The date of the newest entry would hide that an older one was taken away.
        del response["Last-Modified"]
        response["Cache-Control"] = "no-cache"
        set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    def author_name(self, found) -> str:
        """The office: Atom asks for an author, and a person is none of a reader's business."""
        return found.author


def office_name(request: HttpRequest) -> str:
    """Return who publishes the feeds of a site."""
    office = frame_for(request).office
    return (office.office_name or office.site_title) if office else ""


def open_list(request: HttpRequest, pages: QuerySet[BasePage]) -> BasePage:
    """Return the one page whose list a feed tells; Http404 where it is not open, or in another language."""
    opened = open_pages(request)
    page = get_object_or_404(opened.within(pages))
    if opened.language_of(page.locale_id) != site_map.content_language(get_language()):
        raise Http404
    return page


@dataclass(frozen=True)
class News:
    """What one feed of news tells."""

    page: NewsIndexPage
    url: str
    items: list[NewsPage]
    author: str


class NewsFeed(AtomFeed):
    """The newest entries of one overview of news, in its language."""

    def get_object(self, request: HttpRequest, page_id: int) -> News:
        opened = open_pages(request)
        page = open_list(request, NewsIndexPage.objects.filter(pk=page_id))
        items = list(opened.within(page.news())[:LENGTH])
        for item in items:
            item.feed_link = opened.url(item.path, item.url_path)
        return News(page, opened.url(page.path, page.url_path), items, office_name(request))

    def title(self, found: News) -> str:
        return found.page.title

    def subtitle(self, found: News) -> str:
        return found.page.introduction

    def link(self, found: News) -> str:
        return found.url

    def items(self, found: News) -> list[NewsPage]:
        return found.items

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.summary

    def item_link(self, item: NewsPage) -> str:
        return item.feed_link

    def item_pubdate(self, item: NewsPage) -> datetime:
        return make_aware(datetime.combine(item.date, time()))

    def item_updateddate(self, item: NewsPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)
