"""What search engines and messengers read of a page."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from wagtail.models import Page

from pages.navigation import SiteFrame
from pages.pictures import picture_url
from pages.placeholders import filled

SHARE_SPEC = "fill-1200x630|format-jpeg"
DESCRIPTION_LENGTH = 160
# The fields of the page types from which a description is taken where the editor wrote none.
DESCRIBING_FIELDS = ("summary", "short_answer", "introduction", "hero_text")
# JSON in a script element must not end it (</script>) nor open a comment (<!--); JSON allows the escapes.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True)
class Metadata:
    """The values of meta.html; empty texts are left out there."""

    title: str
    description: str
    url: str
    kind: str
    site_name: str
    image_url: str
    json_ld: SafeString


def metadata_of(page: Page, frame: SiteFrame, request: HttpRequest | None) -> Metadata:
    """Return what is to be said of a page; addresses are absolute where a request is known."""
    url = absolute(page.get_url(request=request) or "", request)
    image = share_image_url(page, request)
    description = description_of(page)
    kind = getattr(page, "structured_kind", "WebPage")
    things = [organisation(frame, request), thing(page, kind, url, description, image), breadcrumb(frame, request)]
    return Metadata(
        title=page.seo_title or page.title,
        description=description,
        url=url,
        kind="article" if kind == "NewsArticle" else "website",
        site_name=frame.office.site_title if frame.office else "",
        image_url=image,
        json_ld=script({"@context": "https://schema.org", "@graph": [part for part in things if part]}),
    )


def absolute(url: str, request: HttpRequest | None) -> str:
    if request is not None:
        return request.build_absolute_uri(url) if url else ""
    return f"{getattr(settings, 'WAGTAILADMIN_BASE_URL', '')}{url}" if url.startswith("/") else url


def description_of(page: Page) -> str:
    """Return the editor's description, or the beginning of the page's own summary."""
    if page.search_description:
        return page.search_description
    texts = (strip_tags(str(getattr(page, name, "") or "")) for name in DESCRIBING_FIELDS)
    text = filled(" ".join(next((text for text in texts if text.strip()), "").split()))
    return Truncator(text).chars(DESCRIPTION_LENGTH, truncate="…")


def share_image_url(page: Page, request: HttpRequest | None) -> str:
    """Return the address at which the picture is made on demand, never here in the GET of the page."""
    image = getattr(page, "share_image", None)
    return absolute(picture_url(image, SHARE_SPEC), request) if image else ""


def organisation(frame: SiteFrame, request: HttpRequest | None) -> dict | None:
    office = frame.office
    if office is None or not office.office_name:
        return None
    address = {
        "@type": "PostalAddress",
        "streetAddress": office.street,
        "postalCode": office.postal_code,
        "addressLocality": office.city,
        "addressCountry": "DE",
    }
    return without_empty(
        {
            "@type": "GovernmentOrganization",
            "@id": f"{absolute(frame.home_url, request)}#stelle",
            "name": office.office_name,
            "telephone": office.phone,
            "email": office.email,
            "url": absolute(frame.home_url, request),
            "address": without_empty(address) if office.street else None,
            "parentOrganization": {"@type": "GovernmentOrganization", "name": office.operator}
            if office.operator
            else None,
        }
    )


def thing(page: Page, kind: str, url: str, description: str, image: str) -> dict:
    """Return the page itself; a piece of news says when it was published and changed."""
    dates = {}
    if kind == "NewsArticle":
        published = getattr(page, "date", None) or page.first_published_at
        dates = {
            "datePublished": published.isoformat() if published else "",
            "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
        }
    name = "headline" if kind == "NewsArticle" else "name"
    return without_empty(
        {"@type": kind, name: page.title, "url": url, "description": description, "image": image, **dates}
    )


def breadcrumb(frame: SiteFrame, request: HttpRequest | None) -> dict | None:
    if len(frame.breadcrumb) < 2:
        return None
    items = [
        {"@type": "ListItem", "position": position, "name": link.title, "item": absolute(link.url, request)}
        for position, link in enumerate(frame.breadcrumb, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def without_empty(members: dict) -> dict:
    return {name: value for name, value in members.items() if value}


def script(content: dict) -> SafeString:
    """Return JSON-LD as a data block, which no policy forbids because it is not executed."""
    text = json.dumps(content, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # nosec B308 B703 # escaped above
