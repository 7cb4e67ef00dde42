"""The addresses of vorgang, all within the language tree."""

from django.urls import path

from vorgang.views import cases, own_data
from vorgang.views.mail_folder import mail_folder

urlpatterns = [
    path("vorgang/<str:token>/", cases.personal_page, name="vorgang_personal_page"),
    path("link-anfordern/", cases.lost_link, name="vorgang_lost_link"),
    path("link-anfordern/gesendet/", cases.lost_link_sent, name="vorgang_lost_link_sent"),
    path("meine-daten/", own_data.own_data_request, name="vorgang_own_data_request"),
    path("meine-daten/gesendet/", own_data.own_data_sent, name="vorgang_own_data_sent"),
    path("meine-daten/geloescht/", own_data.own_data_erased, name="vorgang_own_data_erased"),
    path("meine-daten/<str:token>/", own_data.own_data_page, name="vorgang_own_data"),
    path("meine-daten/<str:token>/auskunft.<str:suffix>", own_data.own_data_file, name="vorgang_own_data_file"),
    path("meine-daten/<str:token>/adresse/", own_data.new_address, name="vorgang_new_address"),
    path("meine-daten/<str:token>/loeschen/", own_data.forget, name="vorgang_forget_all"),
    path("meine-daten/<str:token>/<str:code>/berichtigen/", own_data.correct_case, name="vorgang_correct"),
    path("meine-daten/<str:token>/<str:code>/loeschen/", own_data.forget, name="vorgang_forget"),
    path("kontakt/", cases.contact, name="vorgang_contact"),
    path("kontakt/gesendet/", cases.contact_sent, name="vorgang_contact_sent"),
    path("mails/", mail_folder, name="vorgang_mail_folder"),
]
