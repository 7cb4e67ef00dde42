"""Tags for the frame, for slots and for links in blocks."""

from itertools import count
from urllib.parse import urlencode

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.cards import Card
from pages.duties.statements import Statement, statement_of
from pages.languages import language_of_settings, passage_language
from pages.metadata import Metadata, metadata_of
from pages.navigation import SiteFrame, frame_for
from pages.placeholders import filled, filled_html
from pages.slots import fill
from pages.views import LEGAL_SLUGS

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context) -> SiteFrame:
    """Return office, navigation, breadcrumb and footer; empty parts where there is no site or request.

    A view without a page may put `trail`, a list of (title, url) below the home page, into its context.
    """
    page = context.get("page")
    return frame_for(context.get("request"), page if isinstance(page, Page) else None, context.get("trail") or ())


@register.simple_tag(takes_context=True)
def slot(context, name: str) -> SafeString:
    """Return what the rooms put into a slot (pages.slots)."""
    return fill(name, context)


@register.simple_tag(takes_context=True)
def link_url(context, link) -> str:
    """Return where a link set by an editor leads: a live page, an address, or "" for a page that is gone."""
    page = link.get("page")
    if page is not None:
        return (page.get_url(request=context.get("request")) or "") if page.live else ""
    return link.get("address") or ""


@register.simple_tag
def rich_text(html: str) -> SafeString:
    """Return rich text that Wagtail has expanded, with what rooms put in place of names in braces."""
    return filled_html(html)


@register.filter
def placeholders(text) -> str:
    """Return text or safe HTML with what rooms put in place of names in braces (pages.placeholders)."""
    return filled_html(str(text)) if hasattr(text, "__html__") else filled(str(text))


@register.filter
def foreign(language: str) -> SafeString:
    """Return the attributes of a passage in another language than that of the page; nothing for an empty one."""
    return format_html(' lang="{}" dir="auto"', language) if language else SafeString("")


@register.filter
def worded(text: str) -> SafeString:
    """Return a text of the settings, marked where it is in another language than the page."""
    language = getattr(text, "language", "")
    return format_html("<span{}>{}</span>", foreign(language), text) if language else conditional_escape(text)


@register.filter
def untranslated(text: str) -> SafeString:
    """Return a text that exists in the site's own language only, marked where the page is in another."""
    language = text and language_of_settings()
    return format_html("<span{}>{}</span>", foreign(language), text) if language else conditional_escape(text)


@register.filter
def foreign_title(page: Page) -> SafeString:
    """Return the attributes of a page's title among texts in the active language."""
    return foreign(passage_language(page))


@register.simple_tag(takes_context=True)
def unique_id(context, prefix: str) -> str:
    """Return an id that occurs once in the rendered page."""
    numbers = context.render_context.setdefault("pages_unique_ids", count(1))
    return f"{prefix}-{next(numbers)}"


@register.simple_tag(takes_context=True)
def page_metadata(context) -> Metadata | None:
    """Return description, canonical address, Open Graph and JSON-LD of the page; None without a page."""
    page = context.get("page")
    if not isinstance(page, Page) or page.pk is None:
        return None
    frame = context.get("frame") or site_frame(context)
    return metadata_of(page, frame, context.get("request"))


@register.simple_tag(takes_context=True)
def accessibility_statement(context) -> Statement | None:
    """Return what the settings say for the accessibility statement of this site; None while they say nothing."""
    frame = context.get("frame") or site_frame(context)
    return statement_of(frame.office)


@register.simple_tag(takes_context=True)
def reported_page(context) -> str:
    """Return "&seite=…" with the address of this page, "" where that is a secret between us and one person."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or "token" in match.kwargs:
        return ""
    return f"&{urlencode({'seite': request.path})}"


@register.simple_tag
def legal_addresses() -> list[dict[str, str]]:
    """Return title and address of each legal page, known without the database: for the error pages."""
    try:
        return [
            {"title": str(kind.label), "url": reverse("pages_legal", args=[slug])} for slug, kind in LEGAL_SLUGS.items()
        ]
    except NoReverseMatch:
        return []


@register.simple_tag(takes_context=True)
def news_cards(context, news) -> list[Card]:
    """Return pieces of news as the component card_list shows them; the first picture is seen at once."""
    request = context.get("request")
    return [
        Card(
            title=item.title,
            url=item.get_url(request=request) or "",
            text=item.summary,
            image=item.image,
            image_alt=item.image_alt,
            kicker=date_format(item.date, _("j. F Y")) if item.date else "",
            eager=not number,
        )
        for number, item in enumerate(news)
    ]
