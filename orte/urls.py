"""Addresses of orte below the language prefix."""

from django.urls import path

from orte import views

urlpatterns = [
    path("orte/", views.places, name="orte_places"),
    path("orte/<slug:slug>/", views.place, name="orte_place"),
]
