"""Addresses without a language."""

from django.urls import path

from pages.views import theme

urlpatterns = [path("theme.css", theme, name="pages_theme")]
