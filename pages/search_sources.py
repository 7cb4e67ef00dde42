"""How the pages of the foundation are found."""

from django.utils.translation import gettext_lazy as _

from pages.models import ContentPage, HomePage, LegalPage, NewsIndexPage, NewsPage
from pages.searchable import SearchDocument, SearchSource, describe_page


def describe_news(page: NewsPage) -> SearchDocument:
    return describe_page(page, summary=page.summary, dated=page.date)


def describe_content(page: ContentPage) -> SearchDocument:
    return describe_page(page, summary=page.introduction)


def describe_home(page: HomePage) -> SearchDocument:
    return describe_page(page, summary=page.hero_text)


def describe_news_index(page: NewsIndexPage) -> SearchDocument:
    return describe_page(page, summary=page.introduction, fields=())


def search_sources() -> list[SearchSource]:
    news = {"kind": "meldungen", "label": _("Meldungen"), "badge": _("Meldung"), "order": 70}
    pages = {"kind": "seiten", "label": _("Seiten"), "badge": _("Seite"), "order": 80}
    return [
        SearchSource(model=NewsPage, describe=describe_news, **news),
        SearchSource(model=ContentPage, describe=describe_content, **pages),
        SearchSource(model=HomePage, describe=describe_home, **pages),
        SearchSource(model=NewsIndexPage, describe=describe_news_index, **pages),
        SearchSource(model=LegalPage, describe=describe_page, **pages),
    ]
