"""Addresses of kurse below the language prefix; the course pages themselves are Wagtail pages."""

from django.urls import path

from kurse import views

urlpatterns = [
    path("anmeldung/<int:course_id>/", views.book, name="kurse_book"),
    path("anmeldung/<int:course_id>/gesendet/", views.booking_sent, name="kurse_booking_sent"),
    path("anmeldung/kalender/<str:token>.ics", views.calendar_file, name="kurse_calendar"),
]
