"""Addresses of the knowledge base beside its pages, below the language prefix."""

from django.urls import path

from wissen.feedback_views import feedback_page, feedback_sent
from wissen.views import norm_index, norm_page

urlpatterns = [
    path("norm/", norm_index, name="wissen_norms"),
    path("norm/<slug:norm>/", norm_page, name="wissen_norm"),
    path("wissen-rueckmeldung/<int:page_id>/", feedback_page, name="wissen_feedback"),
    path("wissen-rueckmeldung/<int:page_id>/danke/", feedback_sent, name="wissen_feedback_sent"),
]
