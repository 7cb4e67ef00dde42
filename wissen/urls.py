"""Addresses of the knowledge base beside its pages, below the language prefix."""

from django.urls import path

from wissen.views import norm_index, norm_page

urlpatterns = [
    path("norm/", norm_index, name="wissen_norms"),
    path("norm/<slug:norm>/", norm_page, name="wissen_norm"),
]
