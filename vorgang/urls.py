"""The addresses of vorgang, all within the language tree."""

from django.urls import path

from vorgang import own_data_views, views
from vorgang.mail_folder import mail_folder

urlpatterns = [
    path("vorgang/<str:token>/", views.personal_page, name="vorgang_personal_page"),
    path("link-anfordern/", views.lost_link, name="vorgang_lost_link"),
    path("link-anfordern/gesendet/", views.lost_link_sent, name="vorgang_lost_link_sent"),
    path("meine-daten/", own_data_views.own_data_request, name="vorgang_own_data_request"),
    path("meine-daten/gesendet/", own_data_views.own_data_sent, name="vorgang_own_data_sent"),
    path("meine-daten/geloescht/", own_data_views.own_data_erased, name="vorgang_own_data_erased"),
    path("meine-daten/<str:token>/", own_data_views.own_data_page, name="vorgang_own_data"),
    path("meine-daten/<str:token>/auskunft.<str:suffix>", own_data_views.own_data_file, name="vorgang_own_data_file"),
    path("meine-daten/<str:token>/adresse/", own_data_views.new_address, name="vorgang_new_address"),
    path("meine-daten/<str:token>/loeschen/", own_data_views.forget, name="vorgang_forget_all"),
    path("meine-daten/<str:token>/<str:code>/berichtigen/", own_data_views.correct_case, name="vorgang_correct"),
    path("meine-daten/<str:token>/<str:code>/loeschen/", own_data_views.forget, name="vorgang_forget"),
    path("kontakt/", views.contact, name="vorgang_contact"),
    path("kontakt/gesendet/", views.contact_sent, name="vorgang_contact_sent"),
    path("mails/", mail_folder, name="vorgang_mail_folder"),
]
