"""The one view of the foundation that is no page."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from pages import site_map
from pages.navigation import frame_for
from pages.theme import theme_css, theme_version

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
