"""The addresses of the assembled site; each room brings its own through its AppConfig."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path, re_path
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_http_methods, require_safe
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as author_api
from wagtail.contrib.sitemaps import Sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from koordination.api import build_api
from koordination.observability.views import healthz, metrics, readyz
from koordination.picture_view import PictureView
from koordination.security_txt import security_txt
from pages.languages import in_an_interface_language

handler400 = "koordination.error_views.bad_request"
handler403 = "koordination.error_views.permission_denied"
handler404 = "koordination.error_views.page_not_found"
handler500 = "koordination.error_views.server_error"


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead from / to the home page in the visitor's language, or in ours where it has none."""
    wanted = get_language_from_request(request)
    has_home = Page.objects.filter(depth=2, live=True, locale__language_code=wanted).exists()
    language = wanted if has_home else settings.LANGUAGE_CODE
    response = redirect(f"/{language}/")
    response["Vary"] = "Accept-Language"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def room_urls(attribute: str) -> list:
    """Return the addresses that the rooms name on their AppConfig under this attribute."""
    return [
        path("", include(getattr(config, attribute)))
        for config in apps.get_app_configs()
        if getattr(config, attribute, None)
    ]


# Wagtail's public views take any verb for GET, and so do the descriptions of its API.
for_browsers = require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
if_enabled = author_api.docs_decorator
author_api.docs_decorator = lambda view: require_safe(if_enabled(view))

urlpatterns = [
    path("", front_door, name="front_door"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("robots.txt", robots),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": {"pages": Sitemap}}),
    path("admin/", include("koordination.accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(decorate_urlpatterns(wagtaildocs_urls.urlpatterns, for_browsers))),
    re_path(
        r"^bilder/([^/]*)/(\d*)/([^/]*)/[^/]*$",
        # From a bucket the browser fetches a picture itself.
        PictureView.as_view(action="redirect" if settings.MEDIA_ORIGINS else "serve"),
        name="wagtailimages_serve",
    ),
    path("api/v1/", build_api().urls),
    path("api/v3-preview/", author_api.urls),
    *room_urls("root_urls"),
]

if getattr(settings, "DEVELOPMENT_PAGES", False):
    from pages.views_components import components

    urlpatterns += [
        path("komponenten/", require_safe(components), name="components"),
        # Only originals are kept away: they may carry what a rendition no longer has.
        re_path(r"^media/(?!original_images/)(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    ]

wagtail_pages = decorate_urlpatterns(wagtail_urls.urlpatterns, for_browsers)
room_pages = decorate_urlpatterns(room_urls("urls"), in_an_interface_language)
urlpatterns += i18n_patterns(*room_pages, path("", include(wagtail_pages)))
