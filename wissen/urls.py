"""Addresses of wissen below the language prefix; its texts are Wagtail pages."""

from django.urls import path

from wissen.funding import views

urlpatterns = [path("foerderprogramm/<int:page_id>/frist.ics", views.deadline_file, name="wissen_deadline")]
