"""Addresses of the search below the language prefix."""

from django.urls import path

from suche.views import search_page, suggestions

urlpatterns = [
    path("suche/", search_page, name="suche"),
    path("suche/vorschlaege/", suggestions, name="suche_suggestions"),
]
