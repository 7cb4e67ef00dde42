"""Addresses of kurse below the language prefix; the course pages themselves are Wagtail pages."""

from django.urls import path
from django.views.decorators.http import require_safe

from kurse import people_views, rebooking_views, seat_views, trainer_views, views
from kurse.calendars import my_views as my_calendar_views
from kurse.calendars import views as calendar_views
from kurse.feedback import views as feedback_views
from kurse.interest import views as interest_views
from kurse.papers import certificate_views
from kurse.programme.feeds import ProgrammeFeed
from kurse.programme.print_view import print_page
from kurse.questions.views import my_answers

urlpatterns = [
    path("kurse.atom", require_safe(ProgrammeFeed()), name="kurse_feed"),
    path("kurse.ics", calendar_views.programme_file, name="kurse_calendar_feed"),
    path("kursprogramm/drucken/", print_page, name="kurse_print"),
    path("kurskalender/", calendar_views.month_page, name="kurse_month"),
    path("kurskalender/abonnieren/", calendar_views.subscribe_page, name="kurse_subscribe"),
    path("kurse-erinnern/", interest_views.join, name="kurse_interest"),
    path("kurse-erinnern/gesendet/", interest_views.joined, name="kurse_interest_sent"),
    path("kurse-rueckmeldung/danke/", feedback_views.given, name="kurse_feedback_given"),
    path("kurse-rueckmeldung/<str:ticket>/", feedback_views.give, name="kurse_feedback"),
    path("anmeldung/<int:course_id>/", views.book, name="kurse_book"),
    path("anmeldung/einladung/<str:token>/", views.book_invited, name="kurse_invited"),
    path("anmeldung/<int:course_id>/gesendet/", views.booking_sent, name="kurse_booking_sent"),
    path("anmeldung/kalender/<str:token>.ics", views.calendar_file, name="kurse_calendar"),
    path("anmeldung/kalender/alle/<str:token>.ics", my_calendar_views.my_calendar_file, name="kurse_my_calendar_file"),
    path("anmeldung/<str:token>/kalender/", my_calendar_views.my_calendar_page, name="kurse_my_calendar"),
    path("anmeldung/<str:token>/namen/", people_views.names_page, name="kurse_names"),
    path("anmeldung/<str:token>/links/", people_views.own_links_page, name="kurse_own_links"),
    path("teilnahme/<str:token>/", seat_views.seat_page, name="kurse_seat"),
    path("teilnahme/<str:token>/kurs.ics", seat_views.seat_calendar_file, name="kurse_seat_calendar"),
    path("teilnahme/<str:token>/bescheinigung.pdf", seat_views.seat_certificate, name="kurse_seat_certificate"),
    path("anmeldung/<str:token>/umbuchen/", rebooking_views.choices_page, name="kurse_rebook_choices"),
    path("anmeldung/<str:token>/umbuchen/<int:course_id>/", rebooking_views.rebooking_page, name="kurse_rebook"),
    path("anmeldung/<str:token>/plaetze/", people_views.leaving_page, name="kurse_leaving"),
    path("anmeldung/<str:token>/antworten/", my_answers, name="kurse_my_answers"),
    path("anmeldung/bescheinigung/<str:token>.pdf", certificate_views.own_certificates, name="kurse_own_certificates"),
    path("bescheinigung/", certificate_views.check_certificate, name="kurse_certificate_check"),
    path("bescheinigung/<str:code>/", certificate_views.check_certificate, name="kurse_certificate"),
    path("kursleitung/<str:token>/", trainer_views.trainer_page, name="kurse_trainer"),
    path("kursleitung/<str:token>/liste.pdf", trainer_views.trainer_list, name="kurse_trainer_list"),
    path("kursleitung/<str:token>/<int:date_id>/", trainer_views.trainer_attendance, name="kurse_trainer_attendance"),
]
