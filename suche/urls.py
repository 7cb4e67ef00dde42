"""Addresses of the search below the language prefix."""

from django.urls import path

from suche.views import followed, search_page, suggestions

urlpatterns = [
    path("suche/", search_page, name="suche"),
    path("suche/vorschlaege/", suggestions, name="suche_suggestions"),
    path("suche/geoeffnet/", followed, name="suche_followed"),
]
