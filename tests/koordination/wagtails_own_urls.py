"""The addresses of the CMS as Wagtail has them, without ours in front."""

from django.urls import include, path
from wagtail.admin import urls

urlpatterns = [path("admin/", include(urls))]
