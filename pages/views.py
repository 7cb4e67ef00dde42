"""The views of the foundation that are no pages: the theme, and the way to a legal page that needs no database."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from pages import site_map
from pages.models import LegalKind
from pages.navigation import frame_for
from pages.theme import theme_css, theme_version

# The addresses that error pages and mails can name whatever a county calls its pages.
LEGAL_SLUGS = {
    "impressum": LegalKind.IMPRINT,
    "datenschutz": LegalKind.PRIVACY,
    "barrierefreiheit": LegalKind.ACCESSIBILITY,
    "leichte-sprache": LegalKind.EASY_LANGUAGE,
    "gebaerdensprache": LegalKind.SIGN_LANGUAGE,
}
YEAR = 365 * 24 * 60 * 60


def css_of(request: HttpRequest) -> str:
    """Return the style sheet of the site of this request, made once per reading of the settings."""
    known = site_map.current()
    site = known.site_for(request)
    return known.part(("theme", site.pk if site else None), lambda: theme_css(frame_for(request).office))


def etag(request: HttpRequest) -> str:
    return f'"{theme_version(css_of(request))}"'


@require_safe
@condition(etag_func=etag)
def theme(request: HttpRequest) -> HttpResponse:
    """Serve the county's theme; for a year under the address that names its version."""
    css = css_of(request)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    if request.GET.get("v") == theme_version(css):
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=60)
    return response


@require_safe
def legal(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the legal page of a kind in the reader's language, or in the site's own where it is missing."""
    kind = LEGAL_SLUGS.get(slug)
    for link in frame_for(request).legal_links:
        if link.kind == kind:
            return redirect(link.url)
    raise Http404
