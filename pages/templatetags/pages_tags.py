"""Tags for the frame, for slots and for links in blocks."""

from itertools import count

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Page

from pages.navigation import SiteFrame, frame_for
from pages.slots import fill

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


@register.simple_tag(takes_context=True)
def unique_id(context, prefix: str) -> str:
    """Return an id that occurs once in the rendered page."""
    numbers = context.render_context.setdefault("pages_unique_ids", count(1))
    return f"{prefix}-{next(numbers)}"
