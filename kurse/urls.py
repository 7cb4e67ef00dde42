"""Addresses of kurse below the language prefix; the course pages themselves are Wagtail pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from kurse import views
from kurse.feeds import ProgrammeFeed

urlpatterns = [
    path("kurse.atom", require_safe(ProgrammeFeed()), name="kurse_feed"),
    path("anmeldung/<int:course_id>/", views.book, name="kurse_book"),
    path("anmeldung/<int:course_id>/gesendet/", views.booking_sent, name="kurse_booking_sent"),
    path("anmeldung/kalender/<str:token>.ics", views.calendar_file, name="kurse_calendar"),
]
