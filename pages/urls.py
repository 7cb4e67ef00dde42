"""Addresses below the language prefix that are no pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from pages.feeds import NewsFeed
from pages.views import legal

urlpatterns = [
    path("meldungen/<int:page_id>.atom", require_safe(NewsFeed()), name="pages_news_feed"),
    path("rechtliches/<slug:slug>/", legal, name="pages_legal"),
]
