"""The addresses of this room, all within the language tree."""

from django.urls import path

from wissen import guide_views, views

urlpatterns = [
    path("fragen/", views.ask_page, name="wissen_ask"),
    path("fragen/gesendet/", views.asked, name="wissen_asked"),
    path("fragen/antworten/erledigt/", guide_views.guide_done, name="wissen_guide_done"),
    path("fragen/antworten/<str:token>/", guide_views.guide_page, name="wissen_guide"),
]
