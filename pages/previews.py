"""The preview of a front end of its own (headless): the CMS frames it and hands it a token (pages.drafts)."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

MODE = "headless"
LABEL = _("Angeschlossene Website")
SALT = "pages.previews"


def preview_url() -> str:
    """Return the address of the front end that shows drafts (PAGES_PREVIEW_URL); empty where there is none."""
    return getattr(settings, "PAGES_PREVIEW_URL", "")


def preview_origin() -> str:
    parts = urlsplit(preview_url())
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def token_for(page: Page, editor) -> str:
    """Return what lets the front end read this page as this editor is writing it."""
    return signing.dumps([page.pk, editor.pk], salt=SALT)


def preview_frame(request: HttpRequest, page: Page) -> HttpResponse:
    """Show the front end in a frame, with a token behind the #, which no server's log sees."""
    address = ""
    if page.pk and request.user.is_authenticated:
        address = f"{preview_url()}#{urlencode({'vorschau': token_for(page, request.user)})}"
    response = TemplateResponse(request, "pages/preview_frame.html", {"address": address})
    response["Cache-Control"] = "no-store"
    return response
