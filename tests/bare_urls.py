"""Addresses of the bare site: Wagtail, and whatever the installed rooms bring."""

from django.apps import apps
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images.views.serve import ServeView

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^bilder/([^/]*)/(\d*)/([^/]*)/[^/]*$", ServeView.as_view(), name="wagtailimages_serve"),
    *(
        path("", include(getattr(config, name)))
        for config in apps.get_app_configs()
        for name in ("root_urls", "urls")
        if getattr(config, name, None)
    ),
    path("", include(wagtail_urls)),
]
