"""The addresses of vorgang, all within the language tree."""

from django.urls import path

from vorgang import views
from vorgang.mail_folder import mail_folder

urlpatterns = [
    path("vorgang/<str:token>/", views.personal_page, name="vorgang_personal_page"),
    path("link-anfordern/", views.lost_link, name="vorgang_lost_link"),
    path("link-anfordern/gesendet/", views.lost_link_sent, name="vorgang_lost_link_sent"),
    path("kontakt/", views.contact, name="vorgang_contact"),
    path("kontakt/gesendet/", views.contact_sent, name="vorgang_contact_sent"),
    path("mails/", mail_folder, name="vorgang_mail_folder"),
]
